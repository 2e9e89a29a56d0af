import { Construct } from 'constructs';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';
import { ResourceFlavor } from '../imports/kueue.gen.ts';
import type { NetworkTopology } from './network-topology.ts';

/** A pool as Kueue sees it. */
export interface PoolFlavorProps {
  /** The pool. */
  readonly pool: PoolSpec;
  /** What its nodes are made of. */
  readonly shape: PoolShape;
  /** What the place says about it. */
  readonly facts: PoolFacts;
  /** Network blocks within which its gang jobs are kept. @default - the pool's nodes are not told apart */
  readonly topology?: NetworkTopology;
}

/** The Kueue flavor of one pool: how its nodes are found and what their pods must tolerate. */
export class PoolFlavor extends Construct {
  /** Name of the flavor, which is the pool's. */
  public readonly flavorName: string;
  /** Extended resource that the pool's quota counts; `cpu` without accelerators. */
  public readonly resource: string;
  /** The pool. */
  public readonly pool: PoolSpec;
  /** What its nodes are made of. */
  public readonly shape: PoolShape;
  /** What the place says about it. */
  public readonly facts: PoolFacts;
  /** Network blocks within which its gang jobs can be kept, from the widest to the host; empty: Kueue does not tell its nodes apart. */
  public readonly topologyLevels: readonly string[];

  public constructor(scope: Construct, id: string, props: PoolFlavorProps) {
    super(scope, id);
    this.flavorName = props.pool.name;
    this.resource = props.facts.resource;
    this.pool = props.pool;
    this.shape = props.shape;
    this.facts = props.facts;
    this.topologyLevels = props.topology?.levels ?? [];

    const taints = props.facts.taints.map(({ effect, key, value }) => ({
      key,
      operator: 'Equal' as const,
      value,
      effect,
    }));
    new ResourceFlavor(this, 'flavor', {
      metadata: { name: this.flavorName },
      spec: {
        nodeLabels: props.facts.nodeLabels,
        // An empty list never: Kueue writes none back, which the API server takes for a change and refuses, so that the
        // flavor could not even be deleted.
        tolerations: taints.length === 0 ? undefined : taints,
        topologyName: props.topology?.topologyName,
      },
    });
  }

  /** Units that the pool has when it is at its largest. */
  public get capacity(): number {
    return this.pool.nodes.max * this.shape.unitsPerNode;
  }
}
