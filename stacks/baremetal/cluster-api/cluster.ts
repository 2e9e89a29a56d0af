import {
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
  type CustomResourceOptions,
  type Output,
  secret,
} from '@pulumi/pulumi';
import type { PlatformOn } from '../../../spec/platform.ts';
import { type Deletion, dataOptions } from '../../deletion.ts';
import { type KubernetesObject, objectKey, typeToken } from '../../kubernetes-object.ts';
import type { ClusterAccess } from '../../target-stack.ts';
import { manifestText } from '../manifest-text.ts';
import { API_PORT, apiHost, installerObjects } from '../network.ts';
import { API, reference } from './api-versions.ts';
import { controlPlaneName } from './control-plane.ts';
import { dataTemplate } from './machine-template.ts';
import type { Management } from './management.ts';

/** What a cluster is made of. */
export interface ClusterArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** The namespace in the management cluster. */
  readonly management: Management;
  /** Control plane and pools. */
  readonly parts: readonly KubernetesObject[];
  /** What happens to the cluster. */
  readonly deletion: Deletion;
}

/** How long the first machines may take: each is looked over, written and started, one of the control plane after the other. */
const LONGEST = '3h';
/** Label by which the first manifests find their cluster. */
const CLUSTER_LABEL = 'plinth.dev/cluster';

/**
 * The cluster: the object that makes everything else begin, and ends it.
 *
 * It is made last and waited for, until the machines of the control plane are ready, network included; pools may take longer, and a broken
 * machine of one keeps nothing waiting. It is deleted first: Cluster API then gives back the machines of pools before those of the control
 * plane, Metal3 takes the system off, and only when the object is gone do hosts and their credentials follow.
 */
export class Cluster extends ComponentResource {
  /** The object itself. */
  public readonly made: KubernetesObject;
  /** Way to its API. */
  public readonly access: ClusterAccess;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Cluster', name, {}, opts);
    const { cluster, deletion, management, parts, spec } = args;
    const beside = [infrastructure(args), dataTemplate(cluster)].map((object) =>
      management.object(object, { parent: this }),
    );
    const first = this.#firstManifests(args);
    this.made = management.object(clusterObject(args), {
      parent: this,
      dependsOn: [...beside, first, ...parts],
      customTimeouts: { create: LONGEST, update: LONGEST, delete: LONGEST },
      ...dataOptions(deletion),
    });
    this.access = {
      kubeconfig: this.#kubeconfig(args),
      identifier: `clusterApi:${spec.target.site}:${cluster}`,
      adopts: true,
    };
    this.registerOutputs({ endpoint: apiHost(spec) });
  }

  /** What no node gets ready without. Cluster API applies it once; a later version of Cilium is installed by `cilium upgrade`. */
  #firstManifests({ cluster, management, spec }: ClusterArgs): KubernetesObject {
    const name = `${cluster}-network`;
    const data = { 'cilium.yaml': manifestText(installerObjects(spec)) };
    const text = management.object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }, { parent: this });
    const object = {
      apiVersion: API.addons,
      kind: 'ClusterResourceSet',
      metadata: { name },
      spec: {
        clusterSelector: { matchLabels: { [CLUSTER_LABEL]: cluster } },
        resources: [{ kind: 'ConfigMap', name }],
        strategy: 'ApplyOnce',
      },
    };
    return management.object(object, { parent: this, dependsOn: [text] });
  }

  #kubeconfig({ cluster, management }: ClusterArgs): Output<string> {
    const { namespace, provider } = management;
    const name = `${cluster}-kubeconfig`;
    // Known only when the cluster is: a preview before must not look for it.
    const id = this.made.id.apply(() => `${namespace}/${name}`);
    const read = new ReadSecret({ name, namespace }, { parent: this, provider, id });
    return secret(read.data.apply((data) => Buffer.from(data?.['value'] ?? '', 'base64').toString('utf8')));
  }
}

/** A Secret that others make. Cluster API renews the certificate in this one before it expires, and each run reads it anew. */
class ReadSecret extends CustomResource {
  public declare readonly data: Output<Readonly<Record<string, string>> | undefined>;

  public constructor(metadata: { readonly name: string; readonly namespace: string }, opts: CustomResourceOptions) {
    const object = { apiVersion: 'v1', kind: 'Secret', metadata };
    super(typeToken(object), objectKey(object), { data: undefined }, { ...opts, additionalSecretOutputs: ['data'] });
  }
}

function infrastructure({ cluster, spec }: ClusterArgs) {
  return {
    apiVersion: API.infrastructure,
    kind: 'Metal3Cluster',
    metadata: { name: cluster },
    spec: {
      controlPlaneEndpoint: { host: apiHost(spec), port: API_PORT },
      // No cloud knows the machines: Metal3 tells nodes apart by their label.
      cloudProviderEnabled: false,
    },
  };
}

function clusterObject({ cluster, spec }: ClusterArgs) {
  const { pods, services } = spec.target.network;
  return {
    apiVersion: API.cluster,
    kind: 'Cluster',
    metadata: {
      name: cluster,
      labels: { [CLUSTER_LABEL]: cluster },
      annotations: {
        'pulumi.com/waitFor': '["condition=ControlPlaneAvailable","condition=ControlPlaneMachinesReady"]',
      },
    },
    spec: {
      clusterNetwork: {
        apiServerPort: API_PORT,
        pods: { cidrBlocks: [pods] },
        services: { cidrBlocks: [services] },
        serviceDomain: 'cluster.local',
      },
      controlPlaneRef: reference(API.controlPlane, 'KubeadmControlPlane', controlPlaneName(cluster)),
      infrastructureRef: reference(API.infrastructure, 'Metal3Cluster', cluster),
    },
  };
}
