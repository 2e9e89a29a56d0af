/** Kinds that stand outside every namespace and may be looked at by anybody: reading them tells nothing of a team. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  '': ['namespaces', 'nodes', 'persistentvolumes'],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'gateway.networking.k8s.io': ['gatewayclasses'],
  'karpenter.sh': ['nodeclaims', 'nodepools'],
  'kueue.x-k8s.io': [
    'admissionchecks',
    'clusterqueues',
    'cohorts',
    'resourceflavors',
    'topologies',
    'workloadpriorityclasses',
  ],
  'metrics.k8s.io': ['nodes'],
  'networking.k8s.io': ['ingressclasses'],
  'node.k8s.io': ['runtimeclasses'],
  'resource.k8s.io': ['deviceclasses', 'resourceslices'],
  'scheduling.k8s.io': ['priorityclasses'],
  'serving.kserve.io': ['clusterservingruntimes', 'clusterstoragecontainers'],
  'storage.k8s.io': ['storageclasses', 'volumeattributesclasses'],
  'trainer.kubeflow.org': ['clustertrainingruntimes'],
};

/** Groups in which a user only asks what he may do himself. */
const QUESTIONS = ['authentication.k8s.io', 'authorization.k8s.io'];

/** Whether every kind that a rule names stands outside namespaces and may be looked at by anybody. */
export function readableByAll(groups: readonly string[], resources: readonly string[]): boolean {
  return groups.every((group) => resources.every((resource) => READABLE[group]?.includes(resource) ?? false));
}

/** Whether a rule only lets its holder ask what he may do himself. */
export function asksAboutItself(groups: readonly string[], resources: readonly string[]): boolean {
  return groups.every((group) => QUESTIONS.includes(group)) && resources.every((r) => /^self\w+reviews$/.test(r));
}
