import { Provider } from '@pulumi/gcp/provider.js';
import type { ComponentResourceOptions, Input, ProviderResource, Resource } from '@pulumi/pulumi';
import { globalEnding } from '../../spec/bucket-name.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { Cluster } from './cluster.ts';
import { ExistingNetwork } from './existing-network.ts';
import { Identity } from './identity.ts';
import { NewNetwork } from './new-network.ts';
import { NodeIdentity } from './node-identity.ts';
import { Pools } from './pools.ts';
import { Registry } from './registry.ts';
import { resourceLimits } from './resource-limits.ts';
import { runtimeClasses } from './runtime-classes.ts';
import { Services } from './services.ts';
import { Storage } from './storage.ts';

/**
 * Google Kubernetes Engine. Read the constructor as a table of contents.
 *
 * What is known to go wrong, and what is done about it:
 *
 * - Key rings cannot be deleted, and their names stay taken: the name ends in a hash, which `metadata.generation` changes.
 * - GKE protects a cluster from deletion unless told otherwise: its protection follows the environment's.
 * - Buckets that are not empty cannot be deleted, and deleted objects are billed on: ephemeral ones are emptied and keep nothing.
 * - The pool that GKE begins with is taken away at once, and never compared.
 * - Dataplane V2 and networks of accelerators cannot be added to a cluster later: it has both from the beginning.
 * - Changed settings of a pool make another pool, and the accelerators may not come back: pools have chosen names and lose no
 *   machine to a number that GKE itself changes.
 * - Combinations of spot, flex-start, queues, reservations and placement that GKE refuses late are refused by the spec's rules and
 *   `findings.ts`.
 * - Load balancers, disks and instances of Filestore outlive their objects' controllers: the objects that stand for them are deleted
 *   one by one, while the cluster still stands.
 * - A reservation is never bought: pools take its name.
 * - A network that is there already belongs to somebody: nothing in it is changed or deleted ({@link ExistingNetwork}).
 * - A changed kubeconfig would replace every object: the provider knows the cluster by its address at Google, which is chosen, and
 *   the kubeconfig holds a command instead of a token.
 * - Two clusters of one project know a team's pods by one name (identity.ts): environments belong in projects of their own.
 */
export class GcpStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster: Resource;
  public readonly objects: readonly ClusterObject[];
  public override readonly provider: ProviderResource;
  public readonly exports: Readonly<Record<string, Input<unknown>>>;

  public constructor(name: string, args: TargetStackArgs<'gcp'>, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Environment', name, {}, opts);
    const { deletion, facts, nodeLabels, spec } = args;
    const { target, teams } = spec;
    const { project } = target;
    const first = this.#provider(`${name}-gcp-services`, args);
    const services = new Services(`${name}-services`, { target }, { parent: this, provider: first });
    // Everything else goes through this provider, and so comes after the APIs that it calls.
    this.provider = this.#provider(`${name}-gcp`, args, services);
    const here = { parent: this, provider: this.provider };

    const nodes = new NodeIdentity(`${name}-nodes`, { cluster: facts.cluster, project }, here);
    const of = { cluster: facts.cluster, target };
    const network =
      target.network.existing === undefined
        ? new NewNetwork(`${name}-network`, { ...of, acceleratorNetworks: facts.acceleratorNetworks ?? [] }, here)
        : new ExistingNetwork(`${name}-network`, { ...of, machines: nodes.account.email }, here);
    const keyRing = `${facts.cluster}-${globalEnding(spec, project)}`;
    const limits = facts.pools.some(({ autoscaler }) => autoscaler === 'computeClass')
      ? resourceLimits(spec.pools)
      : [];
    const cluster = new Cluster(
      `${name}-cluster`,
      { cluster: facts.cluster, keyRing, target, network, nodes, limits, deletion },
      here,
    );
    new Pools(`${name}-pools`, { spec, facts, nodeLabels, network, cluster, nodes }, here);
    const storage = new Storage(`${name}-storage`, { facts, target, network, deletion }, here);
    const { access, registry: own } = spec;
    const wayIn = access === undefined || facts.access === undefined ? undefined : { access, facts: facts.access };
    new Identity(`${name}-identity`, { cluster, target, storage, teams, wayIn, tracking: own?.tracking }, here);
    const registry = new Registry(`${name}-registry`, { cluster: facts.cluster, target }, here);

    this.access = cluster.access;
    this.cluster = cluster.gke;
    this.objects = [...storage.objects, ...runtimeClasses(facts)];
    this.exports = {
      imageCaches: registry.addresses,
      acceleratorNetworks: network.accelerators.map(({ subnet, vpc }) => ({
        network: vpc.name,
        subnetwork: subnet.name,
      })),
    };
    this.registerOutputs();
  }

  /** Builds in the spec's project and no other, whichever a terminal was last used for. */
  #provider(name: string, { spec: { metadata, target } }: TargetStackArgs<'gcp'>, after?: Services): Provider {
    const { project, region } = target;
    const defaultLabels = { 'plinth-platform': metadata.name, 'plinth-environment': metadata.environment };
    return new Provider(name, { project, region, defaultLabels }, { parent: this, dependsOn: after });
  }
}
