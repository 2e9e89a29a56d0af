import type { PolicyRule } from '../imports/kubernetes.gen.ts';
import type { KueueFramework } from './kueue-values.ts';

interface Kind {
  /** API group; empty for that of pods. */
  readonly group: string;
  readonly resource: string;
  /** `job`: it is sent to workers; `other`: Kueue wants to see it there all the same. */
  readonly what: 'job' | 'other';
}

/** What a manager's Kueue asks of each worker for each framework of its own; one that a worker lacks cuts the worker off. */
const KINDS: Readonly<Record<KueueFramework, readonly Kind[]>> = {
  'batch/job': [{ group: 'batch', resource: 'jobs', what: 'job' }],
  pod: [{ group: '', resource: 'pods', what: 'other' }],
  // Its pods are what is queued.
  deployment: [],
  statefulset: [{ group: 'apps', resource: 'statefulsets', what: 'other' }],
  'jobset.x-k8s.io/jobset': [{ group: 'jobset.x-k8s.io', resource: 'jobsets', what: 'job' }],
  'leaderworkerset.x-k8s.io/leaderworkerset': [
    { group: 'leaderworkerset.x-k8s.io', resource: 'leaderworkersets', what: 'other' },
  ],
  'trainer.kubeflow.org/trainjob': [{ group: 'trainer.kubeflow.org', resource: 'trainjobs', what: 'job' }],
  'ray.io/rayjob': [{ group: 'ray.io', resource: 'rayjobs', what: 'job' }],
  'ray.io/raycluster': [{ group: 'ray.io', resource: 'rayclusters', what: 'job' }],
  // Kueue 0.19 cannot send them.
  'sparkoperator.k8s.io/sparkapplication': [],
};

const WORKLOADS = { apiGroups: ['kueue.x-k8s.io'], resources: ['workloads'] } as const;

/** What a manager may look at, in all namespaces: Kueue opens one watch for each kind. */
export function watchRules(frameworks: readonly KueueFramework[]): PolicyRule[] {
  return [{ ...WORKLOADS, verbs: ['list', 'watch'] }, ...rules(kindsOf(frameworks), ['watch'])];
}

/** What a manager may do in the namespaces of teams whose jobs it sends. */
export function sendRules(frameworks: readonly KueueFramework[]): PolicyRule[] {
  const jobs = kindsOf(frameworks).filter(({ what }) => what === 'job');
  return [
    { ...WORKLOADS, verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { apiGroups: WORKLOADS.apiGroups, resources: ['workloads/status'], verbs: ['get', 'patch', 'update'] },
    ...rules(jobs, ['create', 'delete', 'get']),
  ];
}

function kindsOf(frameworks: readonly KueueFramework[]): Kind[] {
  return frameworks.flatMap((framework) => KINDS[framework]);
}

function rules(kinds: readonly Kind[], verbs: readonly string[]): PolicyRule[] {
  const groups = Map.groupBy(kinds, ({ group }) => group);
  return [...groups].map(([group, all]) => ({
    apiGroups: [group],
    resources: all.map(({ resource }) => resource).sort(),
    verbs,
  }));
}
