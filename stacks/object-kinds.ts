/** API groups that the API server itself brings; kinds of all others need a definition first. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

/**
 * Kinds that Pulumi's provider waits for after it has made them: a Service for its endpoints, a Deployment for its pods.
 *
 * They are made side by side, never one kind after another: a Service waits for pods, and pods may need a Service.
 */
const WAITED_FOR: ReadonlySet<string> = new Set([
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
]);

/** Kinds that begin to act on others as soon as they are there: made together with the programs that answer for them, as helm does. */
const ACTING: ReadonlySet<string> = new Set([
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

/** Custom resources that others of the same wave name; a higher number is made later and deleted earlier. */
const CUSTOM_ORDER: Readonly<Record<string, number>> = {
  AppProject: 0,
  EC2NodeClass: 0,
  AKSNodeClass: 0,
  Topology: 0,
  NodePool: 1,
  ResourceFlavor: 1,
  Cohort: 1,
  AdmissionCheck: 1,
  Application: 1,
  ClusterQueue: 2,
  LocalQueue: 3,
};

/** Custom resources that the table does not name go with the first that nothing is known about. */
const CUSTOM_DEFAULT = 1;

/**
 * Kinds whose deletion nobody outside the cluster notices. When the whole cluster goes they need not be deleted one by one;
 * all others are, while their controllers live: what they stand for may be a load balancer, a volume or a machine.
 *
 * Namespaces are not here: a team's own volumes and load balancers go with its namespace.
 */
const WITHIN_CLUSTER: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'DeviceClass',
  'LimitRange',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'PriorityClass',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'Secret',
  'ServiceAccount',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
]);

/** What is asked about an object. */
export interface KindOf {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whether a kind needs a definition first. */
export function isCustom({ apiVersion }: KindOf): boolean {
  return !BUILT_IN_GROUPS.has(apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
}

/** Whether Pulumi's provider waits until an object works. */
export function isWaitedFor({ apiVersion, kind }: KindOf): boolean {
  return WAITED_FOR.has(kind) && !isCustom({ apiVersion, kind });
}

/** Whether an object can be left to die with its cluster. */
export function isWithinCluster(object: KindOf): boolean {
  return WITHIN_CLUSTER.has(object.kind) && !isCustom(object);
}

/** Whether Kubernetes itself makes an object of this name in every namespace: it is there already, and comes again when deleted. */
export function isClustersOwn({ kind, metadata }: KindOf & { readonly metadata: { readonly name: string } }): boolean {
  return kind === 'ServiceAccount' && metadata.name === 'default';
}

/**
 * Place of a kind within a step of the installation: namespaces, definitions, settings, programs, then custom resources,
 * which the programs' webhooks look at. A lower number is made earlier and deleted later.
 */
export function tierOf(object: KindOf): number {
  const { kind } = object;
  if (isCustom(object)) return 4 + (CUSTOM_ORDER[kind] ?? CUSTOM_DEFAULT);
  if (kind === 'Namespace') return 0;
  if (kind === 'CustomResourceDefinition') return 1;
  return WAITED_FOR.has(kind) || ACTING.has(kind) ? 3 : 2;
}
