import type { NamedRuleWithOperations } from '../imports/kubernetes.gen.ts';

const on = (group: string, ...resources: string[]): NamedRuleWithOperations => ({
  apiGroups: [group],
  apiVersions: ['*'],
  operations: ['CREATE', 'UPDATE'],
  resources,
});

/** What members of teams make that becomes pods: the kinds of the role `plinth-team-member`. */
export const TEAM_WORKLOADS: readonly NamedRuleWithOperations[] = [
  on('', 'pods'),
  on('apps', 'deployments', 'statefulsets'),
  on('batch', 'jobs'),
  on('jobset.x-k8s.io', 'jobsets'),
  on('leaderworkerset.x-k8s.io', 'leaderworkersets'),
  on('ray.io', 'rayclusters', 'rayjobs'),
  on('sparkoperator.k8s.io', 'sparkapplications'),
  on('trainer.kubeflow.org', 'trainjobs'),
];
