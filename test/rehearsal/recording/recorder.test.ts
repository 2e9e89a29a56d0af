import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { Recorder } from '../../../rehearsal/recording/recorder.ts';
import type { RecordedJob } from '../../../rehearsal/recording/recording.ts';
import type { JobKind, PlannedJob } from '../../../rehearsal/workloads/planned-job.ts';

const GPU = 'nvidia.com/gpu';
const LABELS = { 'plinth.dev/pool': 'train' };

function planned(name: string, change: Partial<PlannedJob> = {}): PlannedJob {
  return {
    ...{ name, team: 'vision', namespace: 'vision', kind: 'Job', pool: 'train', unitsPerNode: 8, nodes: 1 },
    ...{ atSeconds: 0, durationSeconds: 60, retries: 0 },
    ...change,
  };
}

/** A recorder of two jobs of a team that is guaranteed eight units. */
function recorder(...jobs: PlannedJob[]): Recorder {
  const pools = [{ name: 'train', nodeLabels: LABELS, resource: GPU, unitsPerNode: 8 }];
  const all = jobs.length > 0 ? jobs : [planned('a'), planned('b')];
  const made = new Recorder({ speed: 60, jobs: all, pools, guarantee: () => 8 });
  for (const { name } of all) made.submitted(name, 0);
  return made;
}

function only(made: Recorder, name = 'a'): RecordedJob {
  const found = made.recording(1_000).jobs.find((job) => job.name === name);
  if (found === undefined) throw new Error(`no job ${name} was recorded`);
  return found;
}

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

function workload(name: string, conditions: readonly Condition[], kind: JobKind = 'Job'): KubernetesObject {
  return {
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'Workload',
    metadata: { name: `job-${name}`, namespace: 'vision', ownerReferences: [{ kind, name, uid: name }] },
    status: { conditions: conditions.map((condition) => ({ status: 'True', ...condition })) },
  };
}

function pod(
  name: string,
  change: { node?: string; phase?: string; reason?: string; going?: boolean; units?: string } = {},
) {
  const { going, node = 'n', phase = 'Running', reason, units = '8' } = change;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, namespace: 'vision', uid: name, labels: { 'rehearsal.plinth.dev/job': 'a' } },
      ...(going ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: { nodeName: node, containers: [{ resources: { requests: { [GPU]: units } } }] },
    status: { phase, conditions: reason === undefined ? [] : [{ type: 'DisruptionTarget', status: 'True', reason }] },
  };
}

function node(name: string, labels: Record<string, string> = LABELS): KubernetesObject {
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status };
}

const ADMITTED: readonly Condition[] = [{ type: 'QuotaReserved' }, { type: 'Admitted' }];
const WAITS: readonly Condition[] = [
  { type: 'QuotaReserved', status: 'False', reason: 'Pending', message: 'insufficient unused quota' },
];

function seen(made: Recorder, at: number, object: KubernetesObject, type: 'MODIFIED' | 'DELETED' = 'MODIFIED'): void {
  made.see(object.kind as 'Pod' | 'Node' | 'Workload', { type, object }, at);
}

describe('A job', () => {
  test('is recorded from its submission to its end', () => {
    const made = recorder(planned('a', { nodes: 2, priority: 'high' }));
    seen(made, 1, workload('a', WAITS));
    seen(made, 5, workload('a', ADMITTED));
    seen(made, 7, pod('a-0'));
    seen(made, 67, pod('a-0', { phase: 'Succeeded' }));
    seen(made, 70, workload('a', [...ADMITTED, { type: 'Finished', reason: 'Succeeded' }]));
    expect(only(made)).toEqual({
      ...{ name: 'a', team: 'vision', namespace: 'vision', kind: 'Job', pool: 'train', units: 16, nodes: 2 },
      ...{ priority: 'high', durationSeconds: 60, submittedAt: 0, finishedAt: 70, outcome: 'succeeded' },
      admissions: [{ at: 5, borrowed: 8 }],
      evictions: [],
      pods: [{ name: 'a-0', node: 'n', units: 8, from: 7, to: 67, end: 'succeeded' }],
    });
  });

  test('that waits says why, in Kueue’s words', () => {
    const made = recorder();
    seen(made, 1, workload('a', WAITS));
    expect(only(made)).toMatchObject({ outcome: 'waiting', message: 'insufficient unused quota' });
  });

  test('that was let in and found no node says so, in the scheduler’s words', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED));
    const homeless = {
      ...pod('a-0'),
      spec: {},
      status: { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes' }] },
    };
    seen(made, 2, homeless);
    expect(only(made)).toMatchObject({ outcome: 'waiting', message: '0/1 nodes', pods: [] });
  });

  test('that failed for good is told from one that ran to its end', () => {
    const made = recorder();
    seen(made, 5, workload('a', [{ type: 'Finished', reason: 'Failed', message: 'BackoffLimitExceeded' }]));
    expect(only(made)).toMatchObject({ outcome: 'failed', finishedAt: 5, message: 'BackoffLimitExceeded' });
  });

  test('has not ended when Kueue only replaces its Workload', () => {
    const made = recorder();
    seen(made, 5, workload('a', [{ type: 'Finished', reason: 'OutOfSync' }]));
    expect(only(made).outcome).toBe('waiting');
  });

  test('that was refused says why, in the server’s words', () => {
    const made = new Recorder({ speed: 1, jobs: [planned('a')], pools: [], guarantee: () => 0 });
    made.refused('a', 3, 'exceeded quota: bounds');
    expect(only(made)).toMatchObject({ outcome: 'refused', submittedAt: 3, message: 'exceeded quota: bounds' });
    expect(made.standing).toEqual({ submitted: 1, ended: 1, running: 0, admitted: 0 });
  });

  test('that has a pod on a node runs', () => {
    const made = recorder();
    seen(made, 1, pod('a-0'));
    expect(only(made).outcome).toBe('running');
    expect(made.standing.running).toBe(1);
  });

  test('of another kind with the same name is another job', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED, 'JobSet'));
    expect(only(made).admissions).toEqual([]);
  });
});

describe('What a job borrows', () => {
  test('is what it takes beyond its team’s guarantee, with what the team holds already', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED));
    seen(made, 2, workload('b', ADMITTED));
    expect([only(made, 'a').admissions, only(made, 'b').admissions]).toEqual([
      [{ at: 1, borrowed: 0 }],
      [{ at: 2, borrowed: 8 }],
    ]);
  });

  test('is nothing once the team’s other job has ended', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED));
    seen(made, 2, workload('a', [...ADMITTED, { type: 'Finished', reason: 'Succeeded' }]));
    seen(made, 3, workload('b', ADMITTED));
    expect(only(made, 'b').admissions).toEqual([{ at: 3, borrowed: 0 }]);
  });

  test('is nothing once the team’s other job was evicted', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED));
    seen(made, 2, workload('a', WAITS));
    seen(made, 3, workload('b', ADMITTED));
    expect(only(made, 'b').admissions).toEqual([{ at: 3, borrowed: 0 }]);
    expect(made.standing.admitted).toBe(1);
  });
});

describe('An eviction', () => {
  const evicted = { type: 'Evicted', reason: 'Preempted' };
  const preempted = { type: 'Preempted', reason: 'InCohortReclamation' };

  test('is recorded once, with its cause, also when that comes a moment later', () => {
    const made = recorder();
    seen(made, 1, workload('a', ADMITTED));
    seen(made, 5, workload('a', [...ADMITTED, evicted]));
    seen(made, 6, workload('a', [...WAITS, evicted, preempted]));
    expect(only(made).evictions).toEqual([{ at: 5, reason: 'Preempted', cause: 'InCohortReclamation' }]);
  });

  test('and the next one are two', () => {
    const made = recorder();
    for (const at of [1, 10]) {
      seen(made, at, workload('a', [...ADMITTED, { type: 'Evicted', status: 'False' }]));
      seen(made, at + 1, workload('a', [...WAITS, evicted, preempted]));
    }
    expect(only(made).evictions.map(({ at }) => at)).toEqual([2, 11]);
    expect(only(made).admissions).toHaveLength(2);
  });

  test('for another reason has no cause, even if the job was preempted before', () => {
    const made = recorder();
    seen(made, 1, workload('a', [...WAITS, { type: 'Evicted', reason: 'PodsReadyTimeout' }, preempted]));
    expect(only(made).evictions).toEqual([{ at: 1, reason: 'PodsReadyTimeout' }]);
  });
});

describe('A pod', () => {
  function endOf(...events: [KubernetesObject, ('MODIFIED' | 'DELETED')?][]) {
    const made = recorder();
    seen(made, 0, node('n'));
    seen(made, 1, pod('a-0'));
    for (const [object, type] of events) seen(made, 5, object, type);
    return only(made).pods[0];
  }

  test.each<[string, ReturnType<typeof endOf>, string]>([
    ['that fails by itself', endOf([pod('a-0', { phase: 'Failed' })]), 'failed'],
    ['that is taken away while it runs', endOf([pod('a-0', { phase: 'Failed', going: true })]), 'removed'],
    ['whose node dies', endOf([pod('a-0', { phase: 'Failed', reason: 'DeletionByPodGC' })]), 'lost'],
    [
      'whose node is emptied',
      endOf([pod('a-0', { phase: 'Failed', going: true, reason: 'EvictionByEvictionAPI' })]),
      'lost',
    ],
    ['that is gone without a word', endOf([pod('a-0'), 'DELETED']), 'removed'],
    ['that is gone with its node', endOf([node('n'), 'DELETED'], [pod('a-0'), 'DELETED']), 'lost'],
  ])('%s ends so', (_, recorded, end) => {
    expect(recorded).toEqual({ name: 'a-0', node: 'n', units: 8, from: 1, to: 5, end });
  });

  test('that still runs has no end', () => {
    expect(endOf()).toEqual({ name: 'a-0', node: 'n', units: 8, from: 1 });
  });

  test('that asks for nothing of the pool is none of its pods', () => {
    const made = recorder();
    seen(made, 1, pod('a-head', { units: '0' }));
    expect(only(made).pods).toEqual([]);
  });
});

describe('A node', () => {
  test('is recorded from when it is ready until it goes, and anew when it is back', () => {
    const made = recorder();
    seen(made, 0, { ...node('n'), status: { conditions: [] } });
    seen(made, 1, node('n'));
    seen(made, 4, node('n'), 'DELETED');
    seen(made, 9, node('n'));
    expect(made.recording(10).nodes).toEqual([
      { name: 'n', pool: 'train', units: 8, from: 1, to: 4 },
      { name: 'n', pool: 'train', units: 8, from: 9 },
    ]);
  });

  test('of the platform itself is none', () => {
    const made = recorder();
    seen(made, 1, node('platform-0', {}));
    expect(made.recording(10).nodes).toEqual([]);
  });
});

test('the last change is when something last came, began or ended, not when a word was added', () => {
  const made = recorder();
  seen(made, 5, workload('a', ADMITTED));
  seen(made, 9, workload('a', [...ADMITTED, { type: 'PodsReady', status: 'False' }]));
  expect(made.lastChange).toBe(5);
});
