import { type ComponentResourceOptions, type Input, type Resource, secret } from '@pulumi/pulumi';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { Cluster } from './cluster.ts';
import { Identity } from './identity.ts';
import { Images } from './image.ts';
import { apiEndpoint } from './network.ts';
import { Pools } from './pools.ts';
import { cephObjects, storageClasses } from './storage.ts';
import { TalosProvider } from './talos.ts';

/**
 * Machines of one's own with Talos Linux: everything through an API, and after the first start nobody logs in to a machine. Read the
 * constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - The keys of the cluster cannot be made again: they are protected, and encrypted in the state.
 * - The provider does not upgrade machines: another image in the configuration changes what the next installation takes, and
 *   `talosctl upgrade` changes a machine that runs.
 * - Resetting a machine by its resource has failed before: only an ephemeral environment tries, elsewhere machines run on.
 * - Disks are written to only if the spec names them: one for the operating system, others for Ceph.
 * - What Ceph leaves on disks keeps the next cluster from using them, and nothing here wipes one: `talosctl wipe disk` does.
 * - Talos takes manifests of its configuration once and does not change them later: only what must be there before the first node
 *   is ready comes so (Cilium, Rook); storage, buckets and users are objects of the stack.
 *
 * With Cluster API the cluster is made from another one: cluster-api/index.ts.
 *
 * What it cannot do: start machines from the network, set up their firmware and the fabric's switches, and sweep old disks. Several sites
 * are several zones of one cluster; their machines must reach one another.
 */
export class BaremetalStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource | undefined;
  public readonly objects: readonly ClusterObject[];
  public override readonly companions: readonly ClusterObject[];
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'baremetal'>, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Environment', name, {}, opts);
    const { deletion, facts, nodeLabels, spec } = args;
    if (spec.target.distribution !== 'talos') throw new Error('bug: nobody asked whether Talos is what is wanted');
    const provider = new TalosProvider(`${name}-talos`, { parent: this });
    const here = { parent: this, provider };

    const images = new Images(`${name}-images`, { spec, pools: facts.pools }, here);
    const cluster = new Cluster(`${name}-cluster`, { cluster: facts.cluster, spec, images, deletion }, here);
    new Pools(`${name}-pools`, { spec, facts, nodeLabels, cluster, images, deletion }, here);
    const identity = new Identity(
      `${name}-identity`,
      { facts, teams: spec.teams, tracking: spec.registry?.tracking },
      here,
    );
    const storage = { spec, facts, deletion };

    this.access = cluster.access;
    // Machines of a protected environment run on, and the cluster with them: nothing in it goes by itself.
    this.cluster = deletion === 'ephemeral' ? cluster.begun : undefined;
    this.objects = [...storageClasses(storage), ...identity.objects];
    this.companions = [...cephObjects(storage), ...identity.companions];
    this.exports = { endpoint: apiEndpoint(spec), talos: secret(cluster.secrets.clientConfiguration) };
    this.registerOutputs();
  }
}
