import { components } from '../../catalog/index.ts';
import type { ClusterApiFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** Folder in which the autoscaler finds its way to the management cluster. */
const MANAGEMENT = '/etc/cluster-api';
/** Name of the volume that holds it. */
const VOLUME = 'management-kubeconfig';

/** Values of the cluster autoscaler's chart that Plinth sets. */
export interface ClusterAutoscalerValues {
  readonly fullnameOverride: string;
  readonly replicaCount: number;
  readonly image: { readonly tag: string };
  readonly cloudProvider: 'clusterapi';
  readonly clusterAPIMode: 'incluster-kubeconfig';
  readonly clusterAPICloudConfigPath: string;
  readonly autoDiscovery: { readonly clusterName: string; readonly namespace: string };
  readonly extraVolumeSecrets: Readonly<Record<string, { readonly name: string; readonly mountPath: string }>>;
  readonly extraArgs: Readonly<Record<string, string | number | boolean>>;
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly securityContext: {
    readonly runAsNonRoot: boolean;
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly containerSecurityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
}

/** The chart's values for a platform whose machines Cluster API manages from another cluster. */
export function clusterAutoscalerValues(spec: PlatformSpec, clusterApi: ClusterApiFacts): ClusterAutoscalerValues {
  const component = components['cluster-autoscaler'];
  return {
    fullnameOverride: component.name,
    replicaCount: 2,
    image: { tag: `v${spec.components[component.name]?.version ?? component.version}` },
    cloudProvider: 'clusterapi',
    clusterAPIMode: 'incluster-kubeconfig',
    clusterAPICloudConfigPath: `${MANAGEMENT}/value`,
    autoDiscovery: { clusterName: clusterApi.cluster, namespace: clusterApi.namespace },
    extraVolumeSecrets: { [VOLUME]: { name: clusterApi.kubeconfigSecret, mountPath: MANAGEMENT } },
    extraArgs: {
      // A node goes only when nothing but daemons runs on it: a gang that loses one node loses all.
      'scale-down-utilization-threshold': 0,
      'scale-down-gpu-utilization-threshold': 0,
      'ignore-daemonsets-utilization': true,
      'enforce-node-group-min-size': true,
    },
    resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '1Gi' } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      fsGroup: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}
