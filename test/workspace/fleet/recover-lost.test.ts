import { expect, test } from 'vitest';
import { type Kubectl, recoverLost } from '../../../workspace/fleet/recover-lost.ts';

const LOST = {
  type: 'Evicted',
  status: 'True',
  reason: 'AdmissionCheck',
  message: 'Evicted due to AdmissionCheck in Retry state: "fleet-vision" (Admitting remote lost, Previously: "Ready")',
};
const HELD = { type: 'QuotaReserved', status: 'True' };

function workload(kind: string, name: string, conditions: object[], apiVersion = 'batch/v1') {
  const ownerReferences = [{ apiVersion, kind, name, controller: true }];
  return { metadata: { namespace: 'vision', name: `w-${name}`, ownerReferences }, status: { conditions } };
}

/** A cluster that answers as kubectl would, and keeps what it is told. */
function cluster(
  workloads: readonly object[],
  {
    answers = ['oslo'],
    statuses = {},
  }: { answers?: readonly string[]; statuses?: Readonly<Record<string, object>> } = {},
) {
  const patches: Record<string, unknown> = {};
  const kubectl: Kubectl = async ([verb, kind, name, ...rest]) => {
    if (kind === 'workloads.kueue.x-k8s.io') return said({ items: workloads });
    if (kind === 'multikueueclusters.kueue.x-k8s.io')
      return said({ items: ['oslo', 'paris'].map((each) => clusterNamed(each, answers.includes(each))) });
    if (verb === 'get') return said({ status: statuses[`${name}`] ?? {} });
    expect(rest.slice(0, 4)).toEqual(['--namespace', 'vision', '--subresource', 'status']);
    patches[`${kind}/${name}`] = JSON.parse(rest.at(-1) ?? '');
    return said({});
  };
  return { kubectl, patches };
}

function clusterNamed(name: string, answers: boolean) {
  return { metadata: { name }, status: { conditions: [{ type: 'Active', status: answers ? 'True' : 'False' }] } };
}

function said(value: object) {
  return { code: 0, stdout: JSON.stringify(value), stderr: '' };
}

test('a job of a lost cluster is said to have no pods, whatever its kind', async () => {
  const parts = [
    { name: 'node', active: 2, ready: 2, succeeded: 1 },
    { name: 'other', active: 1, ready: 0, succeeded: 0 },
  ];
  const { kubectl, patches } = cluster(
    [
      workload('Job', 'job', [LOST, HELD]),
      workload('JobSet', 'set', [LOST, HELD], 'jobset.x-k8s.io/v1alpha2'),
      workload('TrainJob', 'train', [LOST, HELD], 'trainer.kubeflow.org/v1alpha1'),
      workload('RayJob', 'ray', [LOST, HELD], 'ray.io/v1'),
      workload('RayCluster', 'cluster', [LOST, HELD], 'ray.io/v1'),
    ],
    { statuses: { set: { replicatedJobsStatus: parts }, train: { jobsStatus: parts } } },
  );
  expect((await recoverLost(kubectl, ['paris'])).map(({ name }) => name)).toEqual([
    'job',
    'set',
    'train',
    'ray',
    'cluster',
  ]);
  const still = parts.map((part) => ({ ...part, active: 0, ready: 0 }));
  expect(patches).toEqual({
    'Job.batch/job': { status: { active: 0, ready: 0, terminating: 0 } },
    'JobSet.jobset.x-k8s.io/set': { status: { replicatedJobsStatus: still } },
    'TrainJob.trainer.kubeflow.org/train': { status: { jobsStatus: still } },
    'RayJob.ray.io/ray': { status: { jobDeploymentStatus: 'Suspended' } },
    'RayCluster.ray.io/cluster': { status: { state: 'suspended' } },
  });
});

test.each([
  ['runs', [HELD, { type: 'Admitted', status: 'True' }]],
  ['was taken back for another reason', [HELD, { ...LOST, reason: 'Preempted' }]],
  ['was evicted by its worker', [HELD, { ...LOST, message: 'Workload evicted on worker cluster' }]],
  ['has let go of its place already', [LOST, { ...HELD, status: 'False' }]],
  ['was let in again', [HELD, { ...LOST, status: 'False' }]],
])('a job that %s is left alone', async (_, conditions) => {
  const { kubectl, patches } = cluster([workload('Job', 'job', conditions)]);
  expect(await recoverLost(kubectl, [])).toEqual([]);
  expect(patches).toEqual({});
});

test('a kind that nobody sends is left alone', async () => {
  const { kubectl } = cluster([workload('Pod', 'pod', [LOST, HELD], 'v1')]);
  expect(await recoverLost(kubectl, [])).toEqual([]);
});

test.each<[string, readonly string[], readonly string[], string]>([
  ['nobody calls down', [], ['oslo'], 'FLEET_CLUSTER_MAY_RUN at paris: it is out of reach'],
  ['answers', ['paris', 'oslo'], ['oslo'], 'FLEET_CLUSTER_ANSWERS at oslo: it answers'],
  [
    'there is not',
    ['paris', 'pairs'],
    ['oslo'],
    'FLEET_CLUSTER_ANSWERS at pairs: the manager knows no such cluster; write paris',
  ],
  ['is down beside one that may run it', ['paris'], [], 'FLEET_CLUSTER_MAY_RUN at oslo: it is out of reach'],
])('nothing is touched where a cluster %s', async (_, down, answers, words) => {
  const { kubectl, patches } = cluster([workload('Job', 'job', [LOST, HELD])], { answers });
  await expect(recoverLost(kubectl, down)).rejects.toThrow(words);
  expect(patches).toEqual({});
});

test('where no job waits, it does not matter which cluster is out of reach', async () => {
  expect(await recoverLost(cluster([]).kubectl, [])).toEqual([]);
});

test('a manager that refuses is said so in its own words', async () => {
  const kubectl: Kubectl = async () => ({ code: 1, stdout: '', stderr: 'error: no such context' });
  await expect(recoverLost(kubectl, [])).rejects.toThrow('TOOL_KUBECTL_FAILED at (cluster): kubectl get');
});
