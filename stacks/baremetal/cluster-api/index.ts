import type { ComponentResourceOptions, Input, Resource } from '@pulumi/pulumi';
import type { ClusterObject } from '../../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../../target-stack.ts';
import { Identity } from '../identity.ts';
import { apiEndpoint, balancerObjects } from '../network.ts';
import { cephObjects, storageClasses } from '../storage.ts';
import { AutoscalerAccess } from './autoscaler-access.ts';
import { Cluster } from './cluster.ts';
import { ControlPlane } from './control-plane.ts';
import { Management } from './management.ts';
import { Pools } from './pools.ts';

/**
 * Machines of one's own that another cluster makes: Cluster API with Metal3 and kubeadm. Read the constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - Deleted in the wrong order, machines run on and nobody can reach them: the object that stands for the cluster is made last and deleted
 *   first, and hosts, credentials and namespace go when Metal3 has given every machine back.
 * - A host that is taken again is wiped by default, data disks included: in a protected environment Metal3 wipes nothing.
 * - An autoscaler and a stack that both write a number undo each other: pools that change their size have no number here.
 * - A new image or version needs a machine more than there is: each machine goes before the next comes, except where the control plane is
 *   a single one.
 * - The management cluster keeps the cluster's keys, in the namespace that is protected; whoever reads Secrets there is the cluster.
 * - Changed labels, taints and mirrors of a pool reach machines that are made afterwards; those of the control plane make its machines
 *   anew.
 *
 * What it cannot do: install Cluster API, Metal3 and Ironic, serve addresses and images, make the address under which the control
 * plane is reached together, and start machines whose controllers it cannot reach.
 */
export class ClusterApiStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource | undefined;
  public readonly objects: readonly ClusterObject[];
  public override readonly companions: readonly ClusterObject[];
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'baremetal'>, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Environment', name, {}, opts);
    const { deletion, facts, management: connection, spec } = args;
    const { cluster } = facts;
    const here = { parent: this };

    const namespace = facts.clusterApi?.namespace ?? cluster;
    const management = new Management(`${name}-management`, { namespace, spec, connection, deletion }, here);
    const controlPlaneArgs = { cluster, spec, management, connection, deletion };
    const controlPlane = new ControlPlane(`${name}-control-plane`, controlPlaneArgs, here);
    const pools = new Pools(`${name}-pools`, { ...args, management, connection }, here);
    const parts = [controlPlane.made, ...pools.made];
    const made = new Cluster(`${name}-cluster`, { cluster, spec, management, parts, deletion }, here);
    const identity = new Identity(`${name}-identity`, { facts, teams: spec.teams }, here);
    const storage = { spec, facts, deletion };

    this.access = made.access;
    // A protected cluster runs on, and nothing in it goes by itself.
    this.cluster = deletion === 'ephemeral' ? made.made : undefined;
    this.objects = [...storageClasses(storage), ...identity.objects, ...this.#autoscaler(args, management)];
    this.companions = [...balancers(args), ...cephObjects(storage), ...identity.companions];
    this.exports = { endpoint: apiEndpoint(spec) };
    this.registerOutputs();
  }

  #autoscaler({ facts, spec }: TargetStackArgs<'baremetal'>, management: Management): ClusterObject[] {
    const { clusterApi } = facts;
    if (clusterApi === undefined) return [];
    const server = spec.target.management?.server ?? '';
    const args = { clusterApi, management, server };
    return [new AutoscalerAccess(`${facts.cluster}-autoscaler`, args, { parent: this }).object];
  }
}

/** Cilium announces them; its definitions are there when a node is ready. */
function balancers({ spec }: TargetStackArgs<'baremetal'>): readonly ClusterObject[] {
  const { loadBalancers } = spec.target;
  return loadBalancers === undefined ? [] : balancerObjects(loadBalancers);
}
