import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import type { PlannedJob } from '../../../rehearsal/workloads/planned-job.ts';
import { Stillness } from '../../../rehearsal/workloads/stillness.ts';
import { file, job, teamsPlatform } from './sample-workloads.ts';

// Another file of tests may have read these before, with what is mocked here.
vi.hoisted(() => vi.resetModules());

// Timers that are promises are not among those that can be moved by hand.
vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}));

const NOW = Date.UTC(2026, 10, 21, 10);
const input = file({ jobs: [job({ name: 'twin', count: 2 }), job({ name: 'other', duration: '2h' })] });
const [one, two, other] = parseWorkloads(input, teamsPlatform()).jobs as [PlannedJob, PlannedJob, PlannedJob];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

function workload({ name, namespace }: PlannedJob, type: string, status: 'True' | 'False'): KubernetesObject {
  return {
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'Workload',
    metadata: {
      name: `job-${name}`,
      namespace,
      creationTimestamp: new Date(NOW).toISOString(),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: name }],
    },
    status: { conditions: [{ type, status }] },
  } as KubernetesObject;
}

/** The stillness of three jobs that were taken, and a way to see when a wait is over. Unit: milliseconds. */
function stillness() {
  const made = new Stillness([one, two, other], new AbortController().signal);
  for (const each of [one, two, other]) made.submitted(each);
  const tell = (object: KubernetesObject) => made.see('Workload', { type: 'MODIFIED', object });
  const lasted = async (wait: Promise<void>) => {
    const begun = performance.now();
    let over = Number.NaN;
    void wait.then(() => (over = performance.now() - begun));
    await vi.advanceTimersByTimeAsync(20_000);
    return over;
  };
  return { made, tell, lasted };
}

describe('Stillness', () => {
  test('is reached a moment after the last change when every job waits', async () => {
    const { lasted, made, tell } = stillness();
    for (const each of [one, two, other]) tell(workload(each, 'QuotaReserved', 'False'));
    expect(await lasted(made.reached())).toBeLessThan(300);
  });

  test('comes later when quota was set free: Kueue gathers that for a second', async () => {
    const { lasted, made, tell } = stillness();
    for (const each of [one, two]) tell(workload(each, 'QuotaReserved', 'False'));
    tell(workload(other, 'Admitted', 'True'));
    tell(workload(other, 'Finished', 'True'));
    const over = await lasted(made.reached());
    expect(over).toBeGreaterThan(1_000);
    expect(over).toBeLessThan(2_000);
  });

  test('is given up after some seconds, and not waited for again before it was reached', async () => {
    const { lasted, made, tell } = stillness();
    for (const each of [one, two]) tell(workload(each, 'QuotaReserved', 'False'));
    expect(await lasted(made.reached())).toBeGreaterThan(5_000);
    tell(workload(other, 'QuotaReserved', 'True'));
    expect(await lasted(made.reached())).toBeLessThan(300);
    tell(workload(other, 'QuotaReserved', 'False'));
    tell(workload(other, 'QuotaReserved', 'True'));
    expect(await lasted(made.reached())).toBeGreaterThan(5_000);
  });
});

describe('A job that waits', () => {
  test('has the next come in another second', async () => {
    const { lasted, made, tell } = stillness();
    tell(workload(two, 'QuotaReserved', 'False'));
    expect(await lasted(made.queued(two, other))).toBeGreaterThanOrEqual(1_000);
  });

  test('does not, if the next is its twin', async () => {
    const { lasted, made, tell } = stillness();
    tell(workload(one, 'QuotaReserved', 'False'));
    expect(await lasted(made.queued(one, two))).toBe(0);
  });
});

test('A job that was let in at once has the next come at once', async () => {
  const { lasted, made, tell } = stillness();
  tell(workload(two, 'Admitted', 'True'));
  expect(await lasted(made.queued(two, other))).toBe(0);
});
