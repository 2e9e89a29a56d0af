import type { GeneratorValue } from 'fast-check';
import { type Accelerator, accelerators, type CapacityKind, findInstance, instances } from '../../catalog/index.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { abilityOf } from '../../spec/target-ability.ts';
import { chance, oneOf, whole } from './draw.ts';
import type { TargetInput } from './platform-target.ts';

type PoolInput = PlatformInput['pools'][number];

/** A pool, and how many units of it there are when it is at its largest. */
export interface RandomPool {
  /** The pool. */
  readonly pool: PoolInput;
  /** Units that quotas may share out. */
  readonly capacity: number;
}

interface Node {
  readonly part: Pick<PoolInput, 'instance' | 'machine'>;
  readonly accelerator?: Accelerator;
  readonly devices: number;
  readonly vcpus: number;
  readonly sold: readonly CapacityKind[];
}

/** Pools of different names whose parts go together. */
export function randomPools(draw: GeneratorValue, target: TargetInput, count: number): RandomPool[] {
  return Array.from({ length: count }, (_, index) => randomPool(draw, target, index));
}

function randomPool(draw: GeneratorValue, target: TargetInput, index: number): RandomPool {
  const node = randomNode(draw, target);
  const sharing = randomSharing(draw, node.accelerator);
  const kind = oneOf(draw, node.sold);
  const max = whole(draw, 1, 20);
  const fromZero = kind === 'queued' || kind === 'flexStart' || kind === 'capacityBlock';
  const min = fromZero ? 0 : oneOf(draw, [0, whole(draw, 0, max), max]);
  const fixed = min === max || target.kind === 'existing';
  const pool: PoolInput = {
    name: `${oneOf(draw, ['train', 'serve', 'p'])}-${index}`,
    ...node.part,
    nodes: chance(draw) && min === 0 ? { max } : { min, max },
    capacity: kind === 'onDemand' && chance(draw) ? undefined : capacityOf(kind),
    sharing,
    allocator: claimsMay(target, node, fixed) && sharing === undefined && chance(draw, 0.2) ? 'dra' : undefined,
    driver: operatorMay(target, node.accelerator) && chance(draw, 0.3) ? 'operator' : undefined,
    topology: oneOf(draw, [undefined, 'none', 'preferred', ...(fixed ? (['required'] as const) : [])]),
    labels: chance(draw, 0.2) ? { 'example.org/tier': 'gold' } : undefined,
    selector: target.kind === 'existing' && chance(draw, 0.3) ? { 'example.org/rack': `r${index}` } : undefined,
  };
  return { pool, capacity: max * unitsOf(node, sharing) };
}

function randomNode(draw: GeneratorValue, target: TargetInput): Node {
  const ability = abilityOf(target.kind);
  if (ability.machines && chance(draw)) return randomMachine(draw);
  const named = Object.keys(instances[target.kind]).filter((name) => unitsKnown(target, name));
  const instance = oneOf(draw, named);
  const found = findInstance(target.kind, instance);
  const waits = 'autoscaler' in target && target.autoscaler === 'none';
  const sold = ability.capacity.filter(
    (kind) =>
      (target.kind === 'existing' || (found?.capacity ?? ability.capacity).includes(kind)) &&
      !(waits && (kind === 'queued' || kind === 'flexStart')),
  );
  // A size that is sold only in ways that this target cannot ask for: take another.
  if (sold.length === 0) return randomNode(draw, target);
  return {
    part: { instance },
    accelerator: found?.accelerator === undefined ? undefined : accelerators[found.accelerator],
    devices: found?.count ?? 0,
    vcpus: found?.vcpus ?? 0,
    sold,
  };
}

function unitsKnown({ kind }: TargetInput, name: string): boolean {
  const instance = findInstance(kind, name);
  return instance?.accelerator !== undefined || instance?.vcpus !== undefined;
}

function randomMachine(draw: GeneratorValue): Node {
  const vcpus = oneOf(draw, [8, 64, 192]);
  const memory = oneOf(draw, ['64Gi', '2Ti'] as const);
  if (chance(draw, 0.3)) return { part: { machine: { vcpus, memory } }, devices: 0, vcpus, sold: ['onDemand'] };
  const [name, accelerator] = oneOf(draw, Object.entries(accelerators));
  const count = oneOf(draw, [1, 4, 8]);
  const fabric = oneOf(draw, ['infiniband', 'roce', 'none', undefined] as const);
  const usdPerHour = chance(draw, 0.3) ? 12.5 : undefined;
  const machine = { accelerator: name, count, vcpus, memory, fabric, usdPerHour };
  return { part: { machine }, accelerator, devices: count, vcpus, sold: ['onDemand'] };
}

function randomSharing(draw: GeneratorValue, accelerator: Accelerator | undefined): PoolInput['sharing'] {
  const profiles = Object.keys(accelerator?.partitions ?? {});
  const ways: PoolInput['sharing'][] = [undefined, { kind: 'whole' }];
  if (profiles.length > 0) ways.push({ kind: 'partition', profile: oneOf(draw, profiles) });
  if (accelerator?.vendor === 'nvidia') {
    const replicas = whole(draw, 2, 8);
    ways.push({ kind: 'timeSlicing', replicas, trust: 'shared' }, { kind: 'mps', replicas, trust: 'shared' });
  }
  return oneOf(draw, ways);
}

function unitsOf({ accelerator, devices, vcpus }: Node, sharing: PoolInput['sharing']): number {
  if (accelerator === undefined) return vcpus;
  if (sharing === undefined || sharing.kind === 'whole') return devices;
  return devices * (sharing.kind === 'partition' ? (accelerator.partitions[sharing.profile] ?? 0) : sharing.replicas);
}

function capacityOf(kind: CapacityKind): PoolInput['capacity'] {
  return kind === 'reservation' || kind === 'capacityBlock' ? { kind, reservation: 'cr-0123456789abcdef0' } : { kind };
}

/** Karpenter adds no nodes for claims, which the autoscaling room refuses. */
function claimsMay(target: TargetInput, { accelerator }: Node, fixed: boolean): boolean {
  return accelerator?.vendor === 'nvidia' && (fixed || (target.kind !== 'aws' && target.kind !== 'azure'));
}

/** On Azure it may as well, but on all pools or none, which the accelerators room refuses. */
function operatorMay(target: TargetInput, accelerator: Accelerator | undefined): boolean {
  const mayInstall = target.kind === 'aws' || target.kind === 'existing';
  return mayInstall && (accelerator?.vendor === 'nvidia' || accelerator?.vendor === 'amd');
}
