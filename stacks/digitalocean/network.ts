import { Vpc } from '@pulumi/digitalocean/vpc.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { DigitalOceanTarget } from '../../spec/target.ts';

/** What a network is built for. */
export interface NetworkArgs {
  /** Name of the cluster; of the network too, which must differ from all others of the team. */
  readonly cluster: string;
  /** Region and addresses. */
  readonly target: DigitalOceanTarget;
}

/**
 * VPC of one region; DigitalOcean has no zones, so it has no parts. One that is there already is only named: nothing of it is made,
 * changed or deleted.
 *
 * No firewall is added to DigitalOcean's own, which lets nothing in from the internet but ports that Services open: firewalls of
 * one machine add up, so that a second one could only let more in. Pods and Services have ranges of their own, given to the cluster.
 */
export class Network extends ComponentResource {
  /** The VPC. A new one goes only when nothing is in it: load balancers of Services are deleted before. */
  public readonly vpcId: Input<string>;

  public constructor(name: string, { cluster, target }: NetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Network', name, {}, opts);
    const { network, region } = target;
    this.vpcId =
      network.existing?.vpc ?? new Vpc(name, { name: cluster, region, ipRange: network.nodes }, { parent: this }).id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
