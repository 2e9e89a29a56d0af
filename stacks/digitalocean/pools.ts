import { KubernetesNodePool } from '@pulumi/digitalocean/kubernetesNodePool.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { Cluster } from './cluster.ts';
import { partitionMode } from './partition-mode.ts';

/** What pools are built from. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'digitalocean'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** What they join. */
  readonly cluster: Cluster;
}

/**
 * One node pool for each pool of the spec; those of the platform's controllers come with the cluster.
 *
 * - Whether a machine is spot, contracted or has a fabric is part of the name of its size, which the spec gives.
 * - DigitalOcean packs no machines together and tells nobody where they stand, so there is nothing to place.
 * - Names are chosen, so a pool that must be replaced (another size, another partition mode) is deleted first.
 * - Where a pool changes its size, its number of machines belongs to DigitalOcean's autoscaler and is not given.
 */
export class Pools extends ComponentResource {
  readonly #args: PoolsArgs;

  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Pools', name, {}, opts);
    this.#args = args;
    for (const [index, pool] of args.spec.pools.entries()) {
      const facts = args.facts.pools[index];
      if (facts !== undefined) this.#pool(`${name}-${pool.name}`, pool, facts);
    }
    this.registerOutputs();
  }

  #pool(name: string, pool: PoolSpec, facts: PoolFacts): KubernetesNodePool {
    const { cluster, nodeLabels } = this.#args;
    return new KubernetesNodePool(
      name,
      {
        clusterId: cluster.kubernetes.id,
        name: pool.name,
        size: pool.instance ?? '',
        ...sizeOf(facts),
        gpuPartitionMode: partitionMode(pool),
        labels: { ...pool.labels, ...nodeLabels.get(pool.name), ...facts.nodeLabels },
        // DigitalOcean sets the same ones, but not before the first pod could have come.
        taints: facts.taints.map(({ effect, key, value }) => ({ key, value, effect })),
      },
      { parent: this, deleteBeforeReplace: true },
    );
  }
}

function sizeOf({ autoscaler, nodes: { elastic, standing } }: PoolFacts) {
  if (autoscaler !== 'nodePool') return { autoScale: false, nodeCount: standing };
  return { autoScale: true, minNodes: standing, maxNodes: standing + elastic };
}
