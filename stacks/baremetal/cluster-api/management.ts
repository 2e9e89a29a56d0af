import { Provider } from '@pulumi/kubernetes/provider.js';
import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions } from '@pulumi/pulumi';
import type { PlatformOn } from '../../../spec/platform.ts';
import { type Deletion, dataOptions } from '../../deletion.ts';
import { type ClusterObject, KubernetesObject } from '../../kubernetes-object.ts';
import type { ManagementConnection } from '../../management-connection.ts';
import { stackLabels } from '../../manifest-set.ts';
import { contextOf } from './management-context.ts';

/** Which management cluster, and for whom. */
export interface ManagementArgs {
  /** Namespace that holds everything of the cluster; from the facts. */
  readonly namespace: string;
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** Way to the management cluster. @default - the user's own kubeconfig */
  readonly connection?: ManagementConnection;
  /** What happens to the namespace, and with it to the cluster. */
  readonly deletion: Deletion;
}

/**
 * The cluster's place in the management cluster: a namespace of its own, in which Metal3 finds only this cluster's machines.
 *
 * Cluster API, Metal3, Ironic and the kubeadm providers are there before; the stack installs none of them, and takes nothing over that
 * somebody else made there.
 */
export class Management extends ComponentResource {
  /** Name of the namespace. */
  public readonly namespace: string;
  /** What objects of the management cluster go through. */
  public readonly provider: Provider;
  readonly #labels: Record<string, string>;
  readonly #place: KubernetesObject;

  public constructor(name: string, args: ManagementArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Management', name, {}, opts);
    const { connection, deletion, namespace, spec } = args;
    this.namespace = namespace;
    this.#labels = stackLabels(spec.metadata.name);
    this.provider = new Provider(
      name,
      {
        kubeconfig: connection?.kubeconfig,
        context: contextOf(spec, connection),
        // As long as it stays, another kubeconfig or context replaces nothing: no machine is lost to a renamed context.
        clusterIdentifier: `management:${spec.target.site}:${namespace}`,
        enableServerSideApply: true,
        enablePatchForce: true,
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { parent: this },
    );
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: this.#labels } };
    const kept = dataOptions(deletion);
    this.#place = new KubernetesObject(object, { parent: this, provider: this.provider, ...kept });
    this.registerOutputs({ namespace });
  }

  /** Makes an object in the namespace. */
  public object({ metadata, ...rest }: NamedObject, opts: CustomResourceOptions): KubernetesObject {
    const { namespace, provider } = this;
    const labels = { ...this.#labels, ...metadata.labels };
    const object = { ...rest, metadata: { ...metadata, namespace, labels } } as ClusterObject;
    return new KubernetesObject(object, { ...opts, provider, dependsOn: this.after(opts.dependsOn) });
  }

  /** What an object of the namespace depends on, beside others. */
  public after(others: CustomResourceOptions['dependsOn']): CustomResourceOptions['dependsOn'] {
    return [this.#place, ...(Array.isArray(others) ? others : [])];
  }
}

/** An object whose namespace and usual labels are not written yet. */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Omit<ClusterObject['metadata'], 'namespace'>;
  readonly [field: string]: unknown;
}
