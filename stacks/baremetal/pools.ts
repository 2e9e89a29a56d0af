import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { Deletion } from '../deletion.ts';
import type { Cluster } from './cluster.ts';
import type { Images } from './image.ts';
import { Machine } from './machine.ts';

/** What pools are made of. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** What they join. */
  readonly cluster: Cluster;
  /** Images of the operating system. */
  readonly images: Images;
  /** What happens to their disks. */
  readonly deletion: Deletion;
}

/** The machines of each pool, by the list of the spec. Each is a resource of its own: one that is broken keeps no other waiting. */
export class Pools extends ComponentResource {
  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Pools', name, {}, opts);
    for (const pool of args.spec.pools) new Pool(`${name}-${pool.name}`, { ...args, pool }, { parent: this });
    this.registerOutputs();
  }
}

/** The machines of one pool. */
class Pool extends ComponentResource {
  public constructor(name: string, args: PoolsArgs & { readonly pool: PoolSpec }, opts: ComponentResourceOptions) {
    super('plinth:baremetal:Pool', name, {}, opts);
    const { cluster, deletion, facts, images, nodeLabels, pool, spec } = args;
    const shared = {
      cluster: facts.cluster,
      secrets: cluster.secrets,
      spec,
      deletion,
      pool,
      image: images.of(pool),
      facts: facts.pools.find((each) => each.name === pool.name),
      nodeLabels: nodeLabels.get(pool.name),
    };
    // Not named after its pool: a machine that goes from one to another is changed, not taken down.
    for (const machine of spec.target.machines.filter((each) => each.pool === pool.name))
      new Machine(`${facts.cluster}-machine-${machine.name}`, { ...shared, machine }, { parent: this });
    this.registerOutputs();
  }
}
