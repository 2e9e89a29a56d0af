import { Provider } from '@pulumi/aws/provider.js';
import {
  type ComponentResourceOptions,
  Config,
  type Input,
  type ProviderResource,
  type Resource,
} from '@pulumi/pulumi';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { AccessIdentity } from './access-identity.ts';
import { AddOns, clusterAddOns, NODE_ADD_ONS } from './add-ons.ts';
import { Cluster } from './cluster.ts';
import { ExistingNetwork } from './existing-network.ts';
import { Identity } from './identity.ts';
import { NewNetwork } from './new-network.ts';
import { Pools } from './pools.ts';
import { Registry } from './registry.ts';
import { Storage } from './storage.ts';

/**
 * Amazon EKS. Read the constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - Karpenter's machines outlive it: its objects are deleted while it runs, and it and the system machines, the roles and the
 *   network go after them, because the cluster's provider depends on this whole component.
 * - Load balancers and volumes outlive their objects' controllers: the objects that stand for them are deleted one by one, and the
 *   drivers are left to go with the cluster.
 * - A Capacity Block cannot be given back: reservations are taken by id and never made here.
 * - A changed kubeconfig would replace every object: the provider knows the cluster by its ARN, which is chosen, and the
 *   kubeconfig holds a command instead of a token.
 * - The wrong account: the provider refuses any but the spec's.
 * - A group of accelerators that is replaced may not get its machines back: what can be changed in the template is, and groups
 *   have chosen names.
 * - A network that is there already belongs to somebody: nothing in it is changed, tagged or deleted ({@link ExistingNetwork}).
 * - EKS' own log group, key, and add-ons: made or named here before EKS would.
 */
export class AwsStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource;
  public readonly objects: readonly ClusterObject[];
  public override readonly provider: ProviderResource;
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'aws'>, opts?: ComponentResourceOptions) {
    super('plinth:aws:Environment', name, {}, opts);
    const { deletion, facts, nodeLabels, spec } = args;
    const { target, teams } = spec;
    const profile = new Config('aws').get('profile');
    this.provider = this.#provider(name, args, profile);
    const here = { parent: this, provider: this.provider };
    const discoveryTag = facts.karpenter?.discoveryTag;

    const Network = target.network.existing === undefined ? NewNetwork : ExistingNetwork;
    const network = new Network(`${name}-network`, { target, discoveryTag }, here);
    const cluster = new Cluster(
      `${name}-cluster`,
      { cluster: facts.cluster, target, network, deletion, profile, discoveryTag },
      here,
    );
    const identity = new Identity(
      `${name}-identity`,
      { cluster, target, facts, teams, tracking: spec.registry?.tracking },
      here,
    );
    const ofCluster = { cluster, target, clusterName: facts.cluster };
    if (spec.access !== undefined && facts.access !== undefined)
      new AccessIdentity(`${name}-access`, { ...ofCluster, access: spec.access, facts: facts.access }, here);
    const forNodes = new AddOns(`${name}-node-add-ons`, { ...ofCluster, addOns: NODE_ADD_ONS }, here);
    const pools = new Pools(
      `${name}-pools`,
      { spec, facts, nodeLabels, network, cluster, identity, after: forNodes.made },
      here,
    );
    new AddOns(`${name}-add-ons`, { ...ofCluster, addOns: clusterAddOns(target), after: [pools.system.eks] }, here);
    const storage = new Storage(`${name}-storage`, { facts, target, network, deletion }, here);
    const registry = new Registry(`${name}-registry`, { cluster: facts.cluster, target }, here);

    this.access = cluster.access;
    this.cluster = cluster.eks;
    this.objects = storage.objects;
    this.exports = { imageCaches: registry.addresses };
    this.registerOutputs();
  }

  /** Refuses every account but the spec's: credentials of a terminal that was last used for another build nothing. */
  #provider(name: string, { spec: { metadata, target } }: TargetStackArgs<'aws'>, profile?: string): Provider {
    const tags = { 'plinth.dev/platform': metadata.name, 'plinth.dev/environment': metadata.environment };
    return new Provider(
      `${name}-aws`,
      {
        region: target.region,
        allowedAccountIds: [target.account],
        profile,
        defaultTags: { tags },
      },
      { parent: this },
    );
  }
}
