import type { KubernetesObject } from '../../constructs/core/index.ts';
import { compareQuantities, parseQuantity } from '../../spec/quantity.ts';
import { groupKind } from './group-kind.ts';
import type { FieldChange } from './object-difference.ts';

const REFUSED = 'the API server refuses this change: the object has to be deleted and made anew';

/**
 * Fields that cannot be changed once an object exists, by group and kind.
 *
 * Read from the validation of Kubernetes 1.36, Kueue 0.19, JobSet 0.12 and Karpenter 1.15.
 */
const FIXED: Readonly<Record<string, RegExp>> = {
  'apps/DaemonSet': /^spec\.selector\b/,
  'apps/Deployment': /^spec\.selector\b/,
  'apps/ReplicaSet': /^spec\.selector\b/,
  'apps/StatefulSet':
    /^spec\.(?!(replicas|ordinals|template|updateStrategy|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy|minReadySeconds)\b)/,
  'batch/Job':
    /^spec\.(selector|template|completionMode|completions|podFailurePolicy|backoffLimitPerIndex|managedBy|successPolicy)\b/,
  PersistentVolumeClaim: /^spec\.(?!(resources|volumeAttributesClassName)\b)/,
  ResourceQuota: /^spec\.scopes\b/,
  Secret: /^type$/,
  Service: /^spec\.clusterIPs?\b/,
  'storage.k8s.io/StorageClass': /^(provisioner|parameters|reclaimPolicy|volumeBindingMode)\b/,
  'rbac.authorization.k8s.io/RoleBinding': /^roleRef\b/,
  'rbac.authorization.k8s.io/ClusterRoleBinding': /^roleRef\b/,
  'scheduling.k8s.io/PriorityClass': /^(value|preemptionPolicy)$/,
  'node.k8s.io/RuntimeClass': /^handler$/,
  'networking.k8s.io/IngressClass': /^spec\.controller$/,
  'resource.k8s.io/ResourceClaim': /^spec\b/,
  'resource.k8s.io/ResourceClaimTemplate': /^spec\b/,
  'apiextensions.k8s.io/CustomResourceDefinition': /^spec\.(scope|group|names\.(kind|plural))$/,
  'kueue.x-k8s.io/AdmissionCheck': /^spec\.controllerName$/,
  'kueue.x-k8s.io/LocalQueue': /^spec\.clusterQueue$/,
  'kueue.x-k8s.io/Topology': /^spec\.levels\b/,
  'jobset.x-k8s.io/JobSet':
    /^spec\.(replicatedJobs|network|successPolicy|failurePolicy|startupPolicy|managedBy|volumeClaimPolicies)\b/,
  'karpenter.sh/NodePool': /^spec\.template\.spec\.nodeClassRef\.(group|kind)$/,
};

/** Why changing one field of an object can do harm, one sentence. */
export function changeDanger(before: KubernetesObject, change: FieldChange): string | undefined {
  const kind = groupKind(before);
  if (isFixed(before, kind, change)) return REFUSED;
  if (kind === 'PersistentVolumeClaim' && shrinks(change)) return 'a volume never shrinks: the API server refuses this';
  if (kind === 'kueue.x-k8s.io/ClusterQueue' && change.kind === 'removed' && FLAVOR.test(change.path))
    return 'jobs are no longer admitted to this pool through the queue, and those that fit nowhere else wait for ever';
  if (
    kind === 'apiextensions.k8s.io/CustomResourceDefinition' &&
    change.kind === 'removed' &&
    VERSION.test(change.path)
  )
    return 'objects may still be stored in this version; the API server refuses until they are migrated';
  if (kind === 'Namespace' && change.path === SECURITY)
    return 'what pods in the namespace may do changes: some are refused at their next start, or may do more than before';
  return undefined;
}

const FLAVOR = /^spec\.resourceGroups(\[\d+\](\.flavors(\[[^\]]+\])?)?)?$/;
const VERSION = /^spec\.versions\[[^\]]+\]$/;
const SECURITY = 'metadata.labels["pod-security.kubernetes.io/enforce"]';

function isFixed(before: KubernetesObject, kind: string, { path }: FieldChange): boolean {
  if (Object.hasOwn(FIXED, kind) && FIXED[kind]?.test(path)) return true;
  if (kind === 'ConfigMap' || kind === 'Secret')
    return before['immutable'] === true && /^(immutable$|(data|binaryData|stringData)\b)/.test(path);
  // Kueue lets a flavor change as long as no topology counts its nodes.
  return (
    kind === 'kueue.x-k8s.io/ResourceFlavor' &&
    (before['spec'] as { topologyName?: unknown } | undefined)?.topologyName !== undefined &&
    /^spec\.(nodeLabels|tolerations|topologyName)\b/.test(path)
  );
}

function shrinks({ after, before, path }: FieldChange): boolean {
  if (path !== 'spec.resources.requests.storage') return false;
  const [old, fresh] = [before, after].map(amount);
  return old !== undefined && fresh !== undefined && compareQuantities(fresh, old) < 0;
}

function amount(value: unknown) {
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
}
