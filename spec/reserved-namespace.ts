/** Beginnings of names that belong to Kubernetes and to the platform. */
const PREFIXES = ['kube-', 'plinth-'];
/** Endings of names that operators give to their namespaces. */
const SUFFIXES = ['-system', '-operator'];

/** Namespaces of Kubernetes, of the clouds and of the platform's rooms that no beginning or ending covers. */
const NAMES = [
  'argo-rollouts',
  'argocd',
  'calico-apiserver',
  'cert-manager',
  'cilium-secrets',
  'cilium-spire',
  'cluster-autoscaler',
  'default',
  'external-secrets',
  'flux',
  'gke-gmp-system',
  'gmp-public',
  'gpu-dra-driver',
  'harbor',
  'ingress-nginx',
  'istio-ingress',
  'karpenter',
  'katib',
  'keda',
  'kserve',
  'kueue',
  'kubeflow',
  'kuberay',
  'kyverno',
  'monitoring',
  'neuron',
  'node-feature-discovery',
  'openshift',
  'plinth',
  'rook-ceph',
  'storage',
];

/**
 * Why a namespace of this name cannot be a team's: it belongs, or will belong, to the cluster or the platform.
 *
 * @returns nothing where a team may have it
 */
export function reservedNamespace(name: string): string | undefined {
  const prefix = PREFIXES.find((each) => name.startsWith(each));
  if (prefix !== undefined) return `names that begin with ${prefix} belong to the cluster and the platform`;
  const suffix = SUFFIXES.find((each) => name.endsWith(each));
  if (suffix !== undefined) return `names that end with ${suffix} belong to operators`;
  return NAMES.includes(name) ? 'it is a namespace of the cluster or the platform' : undefined;
}
