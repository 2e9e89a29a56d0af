import { components } from '../../catalog/components/index.ts';
import type { GoModule } from './go-module.ts';
import type { WantedKubernetes } from './kubernetes-openapi.ts';

/** The module with the OpenAPI document of Kubernetes. */
export const KUBERNETES: GoModule = components.kubernetes.module;

/** The kinds of Kubernetes itself; one word here adds one. */
export const KUBERNETES_WANTED: WantedKubernetes = {
  kinds: {
    v1: [
      ...['Namespace', 'ServiceAccount', 'ConfigMap', 'Secret', 'Service', 'ResourceQuota', 'LimitRange'],
      'PersistentVolume',
      'PersistentVolumeClaim',
    ],
    'apps/v1': ['DaemonSet', 'Deployment', 'StatefulSet'],
    'batch/v1': ['Job', 'CronJob'],
    'networking.k8s.io/v1': ['NetworkPolicy'],
    'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    'scheduling.k8s.io/v1': ['PriorityClass'],
    'node.k8s.io/v1': ['RuntimeClass'],
    'storage.k8s.io/v1': ['StorageClass'],
    'policy/v1': ['PodDisruptionBudget'],
    'admissionregistration.k8s.io/v1': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    'resource.k8s.io/v1': ['DeviceClass', 'ResourceClaimTemplate', 'ResourceSlice'],
  },
  types: [
    'io.k8s.api.core.v1.ObjectReference',
    'io.k8s.api.core.v1.Service',
    'io.k8s.api.core.v1.Taint',
    'io.k8s.api.core.v1.TypedObjectReference',
    'io.k8s.apimachinery.pkg.apis.meta.v1.Condition',
  ],
};
