import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';
import { Network } from './network.ts';
import { webhookFirewall } from './webhook-firewall.ts';

/** Which network, and for what. */
export interface ExistingNetworkArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Region, and the network that the cluster joins. */
  readonly target: GcpTarget;
  /** Account that the cluster's machines are. */
  readonly machines: Input<string>;
}

/**
 * A network that somebody else made and keeps, perhaps in a project of its own (shared VPC).
 *
 * Nothing of it is made, changed or deleted. One firewall rule is added, for this cluster's machines only and gone with it; where the
 * network lies in another project even that is left to its owner. So are the way out, the ways to Google's APIs, private services access
 * for Filestore under a shared VPC and for Managed Lustre anywhere, and there the rights of GKE's own account on the subnetworks.
 */
export class ExistingNetwork extends Network {
  public readonly vpcId: string;
  public readonly nodesId: string;
  public readonly controlPlaneId: string | undefined;
  public readonly machines: readonly string[];
  public readonly ranges: { readonly pods: string; readonly services: string };
  public readonly files: Readonly<Record<string, string>>;
  /** None: they need addresses that the spec does not name (findings.ts). */
  public readonly accelerators = [];

  public constructor(name: string, args: ExistingNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:ExistingNetwork', name, {}, opts);
    const { cluster, machines, target } = args;
    const { existing } = target.network;
    if (existing === undefined) throw new Error('bug: the spec names no existing network');
    const project = existing.project ?? target.project;
    const subnet = (subnetwork: string) => `projects/${project}/regions/${target.region}/subnetworks/${subnetwork}`;
    this.vpcId = `projects/${project}/global/networks/${existing.network}`;
    this.nodesId = subnet(existing.subnetwork);
    this.controlPlaneId = existing.controlPlane === undefined ? undefined : subnet(existing.controlPlane);
    this.machines = existing.addresses;
    this.ranges = { pods: existing.pods.name, services: existing.services.name };
    const shared = project !== target.project;
    this.files = shared
      ? { network: this.vpcId, 'connect-mode': 'PRIVATE_SERVICE_ACCESS' }
      : { network: existing.network };
    if (!shared) {
      const rule = { cluster, network: this.vpcId, from: existing.apiServer, machines };
      webhookFirewall(`${name}-control-plane`, rule, { parent: this });
    }
    this.registerOutputs({ network: this.vpcId });
  }
}
