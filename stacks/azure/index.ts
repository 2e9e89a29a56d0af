import { Provider } from '@pulumi/azure-native/provider.js';
import type { ComponentResourceOptions, Input, ProviderResource, Resource } from '@pulumi/pulumi';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { Cluster } from './cluster.ts';
import { ClusterIdentity } from './cluster-identity.ts';
import { ClusterKey } from './cluster-key.ts';
import { ExistingNetwork } from './existing-network.ts';
import { accountName } from './facts.ts';
import { Identity } from './identity.ts';
import { NewNetwork } from './new-network.ts';
import { Pools } from './pools.ts';
import { Registry } from './registry.ts';
import { type Place, ResourceGroups, tagsOf } from './resource-groups.ts';
import { Storage } from './storage.ts';

/**
 * Azure Kubernetes Service. Read the constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - A pool among the cluster's own settings can neither be removed nor changed alone: there is one, of AKS' own programs, and it is
 *   never edited.
 * - A pool whose machines change is made anew: its name ends in what cannot be changed, so that the old one goes last; in a
 *   reservation it goes first.
 * - Deleting a group deletes everything in it: data lies in a group of its own, which is kept.
 * - Two owners of the driver: AKS installs it, or is told not to, as the facts say.
 * - Karpenter's machines outlive their objects' controller: AKS runs it, and its objects are deleted while it does.
 * - The number of machines that AKS' autoscaler changes is not ours to set.
 * - A reservation is taken by id and never made here; AKS uses it only with rights that its identity has before.
 * - Two rights of the same kind, two changes of one identity, or of one network at once: Azure refuses them, so they come in turn.
 * - A network that is there already belongs to somebody: nothing in it is changed or deleted ({@link ExistingNetwork}).
 * - A changed kubeconfig would replace every object: the provider knows the cluster by its id, which is chosen, and the
 *   kubeconfig holds a command instead of a token.
 */
export class AzureStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource;
  public readonly objects: readonly ClusterObject[];
  public override readonly provider: ProviderResource;
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'azure'>, opts?: ComponentResourceOptions) {
    super('plinth:azure:Environment', name, {}, opts);
    const { deletion, facts, nodeLabels, spec } = args;
    const { metadata, target, teams } = spec;
    this.provider = new Provider(`${name}-azure`, { subscriptionId: target.subscription }, { parent: this });
    const here = { parent: this, provider: this.provider };
    const of = { cluster: facts.cluster, target, spec, facts, deletion };
    const autoProvisioning = facts.pools.some(({ autoscaler }) => autoscaler === 'karpenter');

    const groups = new ResourceGroups(`${name}-groups`, { ...of, tags: tagsOf(metadata) }, here);
    const { data, own: place } = groups;
    const Network = target.network.existing === undefined ? NewNetwork : ExistingNetwork;
    const network = new Network(`${name}-network`, { target, place }, here);
    const identity = new ClusterIdentity(`${name}-cluster-identity`, { ...of, network, place }, here);
    const key = this.#key(name, args, identity, data);
    const cluster = new Cluster(`${name}-cluster`, { ...of, autoProvisioning, key, network, identity, place }, here);
    new Pools(`${name}-pools`, { spec, facts, nodeLabels, network, cluster, place }, here);
    const controlPlane = identity.control.principalId;
    const storage = new Storage(`${name}-storage`, { ...of, network, controlPlane, place: data }, here);
    const wayIn = { ...of, place: data };
    const ofTeams = {
      wayIn,
      clusterName: facts.cluster,
      cluster,
      target,
      teams,
      containers: storage.containers,
      place,
    };
    const people = new Identity(`${name}-identity`, ofTeams, here);
    const machines = identity.kubelet.principalId;
    const registry = new Registry(`${name}-registry`, { spec, machines, place: data, deletion }, here);

    this.access = cluster.access;
    this.cluster = cluster.aks;
    this.objects = [...storage.objects, ...people.objects];
    this.exports = { imageCaches: registry.addresses };
    this.registerOutputs();
  }

  /** The key of secrets, where the platform has one of its own. */
  #key(
    name: string,
    { deletion, spec }: TargetStackArgs<'azure'>,
    { control }: ClusterIdentity,
    place: Place,
  ): ClusterKey | undefined {
    const { target } = spec;
    if (target.secretsKey !== 'own') return undefined;
    const vault = accountName(spec, 'etcd');
    const args = { target, vault, place, controlPlane: control.principalId, deletion };
    return new ClusterKey(`${name}-cluster-key`, args, { parent: this, provider: this.provider });
  }
}
