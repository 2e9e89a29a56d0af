import { Construct } from 'constructs';
import { Topology } from '../imports/kueue.gen.ts';

/** How close nodes are to one another. */
export interface NetworkTopologyProps {
  /** Name of the topology. */
  readonly name: string;
  /** Node labels from the widest block to the host. */
  readonly levels: readonly string[];
}

/** Network blocks that Kueue keeps gang jobs within. */
export class NetworkTopology extends Construct {
  /** Name that flavors refer to. */
  public readonly topologyName: string;
  /** Node labels from the widest block to the host. */
  public readonly levels: readonly string[];

  public constructor(scope: Construct, id: string, { levels, name }: NetworkTopologyProps) {
    super(scope, id);
    this.topologyName = name;
    this.levels = levels;
    new Topology(this, 'topology', {
      metadata: { name },
      spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) },
    });
  }
}
