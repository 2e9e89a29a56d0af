import { getSubnetOutput } from '@pulumi/aws/ec2/getSubnet.js';
import type { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { namedZones } from '../../spec/named-zones.ts';
import type { AwsTarget } from '../../spec/target.ts';
import { Network, type ZoneSubnets } from './network.ts';
import { nodeSecurityGroup } from './node-security-group.ts';

/** Which network, and for what. */
export interface ExistingNetworkArgs {
  /** Zones of the cluster, and the network that it joins. */
  readonly target: AwsTarget;
  /** Tag by which Karpenter finds what new nodes join. @default - none */
  readonly discoveryTag?: { readonly key: string; readonly value: string };
}

/**
 * A VPC that somebody else made and keeps.
 *
 * Nothing of it is made, tagged, changed or deleted: one group for the cluster's nodes is added, which goes with the cluster. Karpenter
 * knows the subnets by their ids, because the tag by which it would find them has room for one cluster only. Left to the owner are the
 * way out, the gateway to S3 (without it that traffic is paid for), and the tags `kubernetes.io/role/elb` and
 * `kubernetes.io/role/internal-elb` of subnets in which AWS may put load balancers.
 */
export class ExistingNetwork extends Network {
  public readonly vpcId: string;
  public readonly zones: readonly ZoneSubnets[];
  public readonly nodeGroup: SecurityGroup;

  public constructor(name: string, { discoveryTag, target }: ExistingNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:ExistingNetwork', name, {}, opts);
    const { existing } = target.network;
    if (existing === undefined) throw new Error('bug: the spec names no existing network');
    this.vpcId = existing.vpc;
    this.nodeGroup = nodeSecurityGroup(`${name}-node`, { vpcId: existing.vpc, discoveryTag }, { parent: this });
    this.zones = namedZones(target).map((zone) => {
      const subnets = existing.zones[zone];
      if (subnets === undefined) throw new Error(`bug: nobody checked whether there is a subnet in ${zone}`);
      const { controlPlane, nodes } = subnets;
      const inZone = (id: string) => this.#subnet(existing.vpc, zone, id);
      return { key: `zone-${zone}`, zone, nodesId: inZone(nodes), controlPlaneId: inZone(controlPlane ?? nodes) };
    });
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /** AWS is asked for it with its VPC and zone, and so refuses one that lies elsewhere as early as at the preview. */
  #subnet(vpcId: string, availabilityZone: string, id: string): Output<string> {
    return getSubnetOutput({ id, vpcId, availabilityZone }, { parent: this }).id;
  }
}
