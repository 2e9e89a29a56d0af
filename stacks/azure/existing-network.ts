import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import { type JoinedScope, Network } from './network.ts';

/** Which network. */
export interface ExistingNetworkArgs {
  /** The network that the cluster joins. */
  readonly target: AzureTarget;
}

/** How AKS calls the ways out. */
const WAYS_OUT = { natGateway: 'userAssignedNATGateway', routeTable: 'userDefinedRouting' } as const;

/**
 * A virtual network that somebody else made and keeps, perhaps in another subscription.
 *
 * Nothing of it is made, changed or deleted. The cluster's identity gets the right to join both subnets, and no other; it goes with the
 * cluster. Left to the owner are the way out, the delegation of the API server's subnet, and the service endpoint by which shared files
 * know the machines.
 */
export class ExistingNetwork extends Network {
  public readonly nodesId: string;
  public readonly controlPlaneId: string;
  public readonly joined: readonly JoinedScope[];
  public readonly outboundType: (typeof WAYS_OUT)[keyof typeof WAYS_OUT];

  public constructor(name: string, { target }: ExistingNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:ExistingNetwork', name, {}, opts);
    const { existing } = target.network;
    if (existing === undefined) throw new Error('bug: the spec names no existing network');
    this.nodesId = existing.nodes;
    this.controlPlaneId = existing.controlPlane;
    this.outboundType = WAYS_OUT[existing.wayOut];
    const joined = (key: string, scope: string) => ({ key, scope, subscription: scope.split('/')[2] ?? '' });
    this.joined = [joined('network-nodes', existing.nodes), joined('network-control-plane', existing.controlPlane)];
    this.registerOutputs();
  }
}
