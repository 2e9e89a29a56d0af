import { Provider } from '@pulumi/digitalocean/provider.js';
import {
  type ComponentResourceOptions,
  Config,
  type Input,
  type ProviderResource,
  type Resource,
} from '@pulumi/pulumi';
import { globalEnding } from '../../spec/bucket-name.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { Cluster } from './cluster.ts';
import { Identity } from './identity.ts';
import { Network } from './network.ts';
import { Pools } from './pools.ts';
import { Registry } from './registry.ts';
import { Storage } from './storage.ts';

/**
 * DigitalOcean Kubernetes. Read the constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - Another size of the machines inside the cluster's resource would replace the cluster: they are small, without accelerators and
 *   the same for all, and every pool is a resource of its own.
 * - Load balancers and volumes outlive the cluster, and keep its network: the objects that stand for them are deleted one by one
 *   while it lives; only an ephemeral environment lets DigitalOcean sweep up what is left.
 * - A kubeconfig of DigitalOcean holds a token that expires: ours holds a command instead, and the provider knows the cluster by a
 *   name that is chosen, so that no kubeconfig replaces an object.
 * - DigitalOcean's device plugin, its DRA driver and our operator exclude each other: what hands devices out is said for each vendor.
 * - Full buckets are not deleted: a protected one stays, an ephemeral one is emptied.
 * - New accounts see accelerators that they may not have until support raises their quota: the pool then fails, after the cluster.
 *
 * What there is none of: workload identity (teams get keys of their bucket, {@link Identity}), key management for secrets, placement
 * of machines, a private API server ({@link Cluster}), volumes of many nodes that appear by themselves (checkpoints go to the bucket).
 * A token belongs to one team of DigitalOcean and does not say to which: `target.team` cannot be checked.
 */
export class DigitalOceanStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource;
  public readonly objects: readonly ClusterObject[];
  public override readonly provider: ProviderResource;
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'digitalocean'>, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Environment', name, {}, opts);
    const { deletion, facts, nodeLabels, spec } = args;
    const { target, teams } = spec;
    this.provider = this.#provider(name);
    const here = { parent: this, provider: this.provider };
    const registryName = `${facts.cluster}-${globalEnding(spec, target.team)}`;

    const network = new Network(`${name}-network`, { cluster: facts.cluster, target }, here);
    const registry = new Registry(`${name}-registry`, { registry: registryName, deletion }, here);
    const cluster = new Cluster(`${name}-cluster`, { spec, facts, network, registry, deletion }, here);
    new Pools(`${name}-pools`, { spec, facts, nodeLabels, cluster }, here);
    const storage = new Storage(`${name}-storage`, { facts, target, deletion }, here);
    const identity = new Identity(
      `${name}-identity`,
      {
        facts,
        teams,
        tracking: spec.registry?.tracking,
        buckets: storage.buckets,
        registryBucket: storage.registryBucket,
      },
      here,
    );

    this.access = cluster.access;
    this.cluster = cluster.kubernetes;
    this.objects = [...storage.objects, ...identity.objects];
    this.exports = { registry: registry.address };
    this.registerOutputs();
  }

  /** A provider of one's own does not read the stack's configuration; what is not there the plugin reads from the environment. */
  #provider(name: string): Provider {
    const config = new Config('digitalocean');
    return new Provider(
      `${name}-digitalocean`,
      {
        token: config.getSecret('token'),
        spacesAccessId: config.getSecret('spacesAccessId'),
        spacesSecretKey: config.getSecret('spacesSecretKey'),
      },
      { parent: this },
    );
  }
}
