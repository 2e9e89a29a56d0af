import { ComponentResource, type Input } from '@pulumi/pulumi';

/** What the control plane must have a right on, to put machines and load balancers into a network. */
export interface JoinedScope {
  /** What the right is called by. */
  readonly key: string;
  /** Id of the network, or of a subnet. */
  readonly scope: Input<string>;
  /** Subscription that it lies in. */
  readonly subscription: string;
}

/** What the rest needs of a network, whoever made it: {@link NewNetwork} or {@link ExistingNetwork}. */
export abstract class Network extends ComponentResource {
  /** Subnet of machines and load balancers. */
  public abstract readonly nodesId: Input<string>;
  /** Subnet of the API server. */
  public abstract readonly controlPlaneId: Input<string>;
  /** What the control plane joins. */
  public abstract readonly joined: readonly JoinedScope[];
  /** How machines get out, in AKS' words. */
  public abstract readonly outboundType: 'userAssignedNATGateway' | 'userDefinedRouting';
}
