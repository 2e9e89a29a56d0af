import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import type { PlatformOn } from '../../spec/platform.ts';
import type { Network } from './network.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';

/** What a cluster and its machines may do. */
export interface ClusterIdentityArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** The platform: subscription, and reservations of its pools. */
  readonly spec: PlatformOn<'azure'>;
  /** Where the cluster stands. */
  readonly network: Network;
  /** Where the identities stand. */
  readonly place: Place;
}

/**
 * Identities of the control plane and of the machines, with their rights: given before the cluster is made, which wants them
 * from its first minute, and kept until it is gone.
 *
 * AKS would make both by itself, but with the first one nobody could give it rights in a network of our own in time.
 */
export class ClusterIdentity extends ComponentResource {
  /** The control plane: joins the network, uses reservations, makes disks, shares and load balancers. */
  public readonly control: UserAssignedIdentity;
  /** The machines: pull images. */
  public readonly kubelet: UserAssignedIdentity;
  /** What must be there before the cluster. */
  public readonly grants: readonly Resource[];

  public constructor(name: string, args: ClusterIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:ClusterIdentity', name, {}, opts);
    const { cluster, network, place, spec } = args;
    const identity = (purpose: string) => {
      const resourceName = `${cluster}-${purpose}`;
      return new UserAssignedIdentity(`${name}-${purpose}`, { ...place, resourceName }, { parent: this });
    };
    this.control = identity('control');
    this.kubelet = identity('kubelet');
    const { target } = spec;
    const control = { target, principalId: this.control.principalId };
    const here = { parent: this };
    this.grants = [
      ...network.joined.map(({ key, scope, subscription }) =>
        grant(`${name}-${key}`, { ...control, target: { subscription }, role: 'Network Contributor', scope }, here),
      ),
      grant(`${name}-kubelet`, { ...control, role: 'Managed Identity Operator', scope: this.kubelet.id }, here),
      ...reservations(spec).map(({ pool, scope }) =>
        grant(`${name}-reservation-${pool}`, { ...control, role: 'Contributor', scope }, here),
      ),
    ];
    this.registerOutputs();
  }
}

/** Groups of reservations, each with the first pool that uses it: a right can be given only once. */
function reservations({ pools }: PlatformOn<'azure'>) {
  const used = pools.flatMap(({ capacity, name }) =>
    capacity.kind === 'reservation' ? [{ pool: name, scope: capacity.reservation }] : [],
  );
  return used.filter(({ scope }, index) => used.findIndex((each) => sameId(each.scope, scope)) === index);
}

/** Azure writes the same id now in these letters, now in those. */
function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
