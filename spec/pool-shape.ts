import { type Accelerator, accelerators, type Fabric, findInstance, type Price } from '../catalog/index.ts';
import type { PoolSpec } from './pool.ts';
import type { TargetKind } from './target.ts';

/** What a pool's nodes are made of, whether the catalogue or the user says so. */
export interface PoolShape {
  /** Accelerator model. @default - none */
  readonly accelerator?: Accelerator;
  /** Accelerators in one node, before they are divided. */
  readonly devicesPerNode: number;
  /** What quotas count on one node: accelerators, partitions, shares, or vCPUs where there are no accelerators. */
  readonly unitsPerNode: number;
  /** vCPUs of one node. @default - not published */
  readonly vcpus?: number;
  /** Memory of one node. Unit: GiB. @default - not published */
  readonly memoryGib?: number;
  /** Processor architecture. */
  readonly architecture: 'amd64' | 'arm64';
  /** Network between accelerators of different nodes. */
  readonly fabric: Fabric;
  /** Price of one node. @default - unknown */
  readonly price?: Price;
}

/** The shape of a pool; nothing where its instance type is not in the catalogue of the target. */
export function poolShape(target: TargetKind, pool: PoolSpec): PoolShape | undefined {
  const node = pool.machine === undefined ? catalogued(target, pool.instance ?? '') : declared(pool.machine);
  return node && { ...node, unitsPerNode: unitsPerNode(node, pool) };
}

type Node = Omit<PoolShape, 'unitsPerNode'>;

function catalogued(target: TargetKind, name: string): Node | undefined {
  const instance = findInstance(target, name);
  if (instance === undefined) return undefined;
  return {
    accelerator: instance.accelerator === undefined ? undefined : accelerators[instance.accelerator],
    devicesPerNode: instance.count,
    vcpus: instance.vcpus,
    memoryGib: instance.memoryGib,
    architecture: instance.architecture,
    fabric: instance.fabric,
    price: instance.price,
  };
}

function declared(machine: NonNullable<PoolSpec['machine']>): Node {
  const accelerator = Object.entries(accelerators).find(([name]) => name === machine.accelerator)?.[1];
  return {
    accelerator,
    devicesPerNode: machine.count,
    vcpus: machine.vcpus,
    memoryGib: machine.memory,
    architecture: machine.architecture,
    fabric: machine.fabric === 'none' ? { kind: 'none' } : { kind: machine.fabric, ports: machine.count },
    price:
      machine.usdPerHour === undefined
        ? undefined
        : { usdPerHour: machine.usdPerHour, region: 'own site', source: 'platform spec' },
  };
}

function unitsPerNode(node: Node, pool: PoolSpec): number {
  if (node.accelerator === undefined) return node.vcpus ?? 0;
  if (pool.sharing.kind === 'whole') return node.devicesPerNode;
  if (pool.sharing.kind === 'partition')
    return node.devicesPerNode * (node.accelerator.partitions[pool.sharing.profile] ?? 0);
  return node.devicesPerNode * pool.sharing.replicas;
}
