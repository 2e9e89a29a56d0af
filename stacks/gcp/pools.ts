import type { NodePoolArgs as GkeNodePoolArgs } from '@pulumi/gcp/container/nodePool.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output, output } from '@pulumi/pulumi';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import { takesNetworks } from '../../spec/accelerator-networks.ts';
import { POOL_LABEL } from '../../spec/base-pool-facts.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import type { Cluster } from './cluster.ts';
import { nodeConfig } from './machine.ts';
import type { Network } from './network.ts';
import type { NodeIdentity } from './node-identity.ts';
import { NodePool, type NodePoolArgs } from './node-pool.ts';
import { isMadeHere, isPacked, poolSize } from './pool-size.ts';
import { SYSTEM_POOL } from './system-pool.ts';
import { isSlice, tpuSlice } from './tpu-slice.ts';
import { zoneCount, zonesOf } from './zones.ts';

/** What pools are built from. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'gcp'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** Where they stand. */
  readonly network: Network;
  /** What they join. */
  readonly cluster: Cluster;
  /** What they are. */
  readonly nodes: NodeIdentity;
}

/**
 * Machines of the platform's controllers, machines that always stand, and pools that GKE scales by themselves. What compute
 * classes add is not here.
 */
export class Pools extends ComponentResource {
  /** Machines of the platform's controllers; they outlive everything that runs on them. */
  public readonly system: NodePool;
  readonly #args: PoolsArgs;
  readonly #name: string;

  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Pools', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.system = this.#system();
    for (const [index, pool] of args.spec.pools.entries()) {
      const facts = args.facts.pools[index];
      if (facts !== undefined && isMadeHere(facts)) this.#pool(pool, facts);
    }
    this.registerOutputs();
  }

  #system(): NodePool {
    const { nodes, spec } = this.#args;
    return this.#make(SYSTEM_POOL.name, {
      nodeCount: Math.ceil(SYSTEM_POOL.nodes / zoneCount(spec.target)),
      networkConfig: { enablePrivateNodes: true },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: UPGRADES.whileAnotherStands,
      nodeConfig: nodeConfig({
        instance: SYSTEM_POOL.instance,
        serviceAccount: nodes.account.email,
        labels: { 'plinth.dev/role': 'system' },
        billLabels: billLabels(spec, SYSTEM_POOL.name),
      }),
    });
  }

  #pool(pool: PoolSpec, facts: PoolFacts): void {
    const { nodeLabels, nodes, spec } = this.#args;
    const { target } = spec;
    const shape = poolShape('gcp', pool);
    const { zones, ...size } = { zones: undefined, ...poolSize(target, pool, facts, shape) };
    const machine = {
      instance: pool.instance ?? '',
      serviceAccount: nodes.account.email,
      labels: { ...pool.labels, ...nodeLabels.get(pool.name), [POOL_LABEL]: pool.name, ...facts.nodeLabels },
      billLabels: billLabels(spec, pool.name),
      pool,
      facts,
    };
    this.#make(
      pool.name,
      {
        ...size,
        ...this.#places(pool, zones),
        networkConfig: this.#networks(shape),
        ...upkeep(pool, shape),
        ...(isPacked(pool, shape) ? { placementPolicy: { type: 'COMPACT' } } : {}),
        nodeConfig: nodeConfig({ ...machine, labels: { ...machine.labels, ...networkLabels(shape) } }),
      },
      this.#slice(pool, facts, shape),
    );
  }

  #make(pool: string, rest: Partial<GkeNodePoolArgs>, slice?: NodePoolArgs['slice']): NodePool {
    const { cluster, spec } = this.#args;
    const { project, region } = spec.target;
    return new NodePool(
      `${this.#name}-${pool}`,
      {
        pool: {
          ...rest,
          name: pool,
          project,
          location: region,
          cluster: cluster.gke.name,
          // Nodes follow the control plane at the next `pulumi up`, never by themselves.
          version: cluster.gke.masterVersion,
        },
        slice,
      },
      { parent: this },
    );
  }

  /** Zones of a pool, where they are not simply all of the cluster's. */
  #places(pool: PoolSpec, used: number | undefined): { nodeLocations?: Input<string[]> } {
    const { cluster, spec } = this.#args;
    const named = zonesOf(spec.target, pool);
    if (used === undefined || used === zoneCount(spec.target, pool))
      return pool.zones.length === 0 ? {} : { nodeLocations: [...pool.zones] };
    const all: Output<readonly string[]> = output(named.length > 0 ? [...named] : cluster.gke.nodeLocations);
    return { nodeLocations: all.apply((zones) => [...zones].sort().slice(0, used)) };
  }

  /** Cards of GPUDirect are in networks of their own; those of the newest machines GKE itself connects (managed DRANET). */
  #networks(shape: PoolShape | undefined): GkeNodePoolArgs['networkConfig'] {
    const enablePrivateNodes = true;
    if (shape?.fabric.kind === 'roce') return { enablePrivateNodes, acceleratorNetworkProfile: 'auto' };
    const fabric = takesNetworks(shape);
    if (fabric === undefined) return { enablePrivateNodes };
    const additionalNodeNetworkConfigs = this.#args.network.accelerators
      .slice(0, fabric.networks)
      .map(({ subnet, vpc }) => ({ network: vpc.name, subnetwork: subnet.name }));
    return { enablePrivateNodes, additionalNodeNetworkConfigs };
  }

  #slice(pool: PoolSpec, { nodes }: PoolFacts, shape: PoolShape | undefined): NodePoolArgs['slice'] {
    if (!isSlice(pool, shape)) return undefined;
    const found = tpuSlice(pool.instance ?? '', nodes.standing);
    if (found === undefined) throw new Error(`bug: nobody checked whether ${pool.name} makes a slice`);
    const { cluster } = this.#args.facts;
    return { ...found, policy: `${cluster}-${pool.name}`, region: this.#args.spec.target.region };
  }
}

/** How machines are replaced by newer ones. */
const UPGRADES = {
  whileAnotherStands: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
  // There may be no second machine to be had.
  oneAfterAnother: { strategy: 'SURGE', maxSurge: 0, maxUnavailable: 1 },
} as const;

/** Machines that come for one job are not repaired or replaced: the job ends, and they go. */
function upkeep(pool: PoolSpec, shape: PoolShape | undefined): Partial<GkeNodePoolArgs> {
  const { kind } = pool.capacity;
  if (kind === 'queued') return { queuedProvisioning: { enabled: true }, management: forOneJob };
  if (kind === 'flexStart') return { management: forOneJob };
  return {
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: shape?.accelerator === undefined ? UPGRADES.whileAnotherStands : UPGRADES.oneAfterAnother,
  };
}

const forOneJob = { autoRepair: false, autoUpgrade: true };

/** Label by which GKE's driver of networks finds the nodes whose cards it connects. */
function networkLabels(shape: PoolShape | undefined): Readonly<Record<string, string>> {
  return shape?.fabric.kind === 'roce' ? { 'cloud.google.com/gke-networking-dra-driver': 'true' } : {};
}

/** Google's labels have no dots and no strokes. */
function billLabels({ metadata }: PlatformOn<'gcp'>, pool: string): Record<string, string> {
  return { 'plinth-platform': metadata.name, 'plinth-environment': metadata.environment, 'plinth-pool': pool };
}
