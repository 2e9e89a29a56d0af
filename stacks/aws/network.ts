import type { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { all, ComponentResource, type Input, type Output, output } from '@pulumi/pulumi';
import { subnetsIn } from './zones.ts';

/** What the rest needs of the part of a network that lies in one zone. */
export interface ZoneSubnets {
  /** What things in it are called by: the zone's number in a new network, its name in an existing one. */
  readonly key: string;
  /** Name of the zone. */
  readonly zone: Input<string>;
  /** Subnet of nodes and pods. */
  readonly nodesId: Input<string>;
  /** Subnet of the API server's interfaces. */
  readonly controlPlaneId: Input<string>;
}

/** What the rest needs of a network, whoever made it: {@link NewNetwork} or {@link ExistingNetwork}. */
export abstract class Network extends ComponentResource {
  /** The VPC. */
  public abstract readonly vpcId: Input<string>;
  /** The parts in each zone. */
  public abstract readonly zones: readonly ZoneSubnets[];
  /** Group of all nodes. */
  public abstract readonly nodeGroup: SecurityGroup;

  /**
   * Subnets of nodes in some zones.
   *
   * @param names - zones; empty: all of the cluster's
   * @throws {Error} if the cluster does not reach into one of them, as soon as that is known: at the preview.
   */
  public nodeSubnetIds(names: readonly string[]): Output<string[]> {
    const known = this.zones.map(({ nodesId, zone }) => output({ zone, id: nodesId }));
    return all(known).apply((found) => subnetsIn(found, names));
  }
}
