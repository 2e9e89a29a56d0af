import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ObservedPod, ObservedWorkload } from '../../../rehearsal/recording/observed.ts';
import { JobStand } from '../../../rehearsal/workloads/job-stand.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A Workload with these conditions, `!` before those that do not hold. */
function workload(...conditions: string[]): ObservedWorkload {
  return {
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kind: 'Workload',
    metadata: { name: 'w', creationTimestamp: '2026-11-21T10:00:00Z' },
    status: {
      conditions: conditions.map((text) => ({
        type: text.replace('!', ''),
        status: text.startsWith('!') ? 'False' : 'True',
      })),
    },
  };
}

function pod(uid: string, phase: string, change: Partial<ObservedPod['status']> = {}): ObservedPod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: uid, uid }, status: { phase, ...change } };
}

const HOMELESS = { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] };

function stand(nodes: number, is: ObservedWorkload, ...pods: ObservedPod[]): JobStand {
  const made = new JobStand(nodes);
  made.queued(is);
  for (const each of pods) made.pod(each, false);
  return made;
}

describe('A job', () => {
  test('without a Workload has still to be looked at', () => {
    const made = new JobStand(1);
    expect([made.lookedAt, made.rests]).toEqual([false, false]);
  });

  test('rests in its queue when Kueue has said that it has no place for it', () => {
    const made = stand(1, workload('!QuotaReserved'));
    expect([made.lookedAt, made.waits, made.rests]).toEqual([true, true, true]);
    expect(made.queuedAt).toBe(Date.UTC(2026, 10, 21, 10));
  });

  test('of which Kueue says nothing waits behind another of its shape, after a second', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const made = stand(1, workload());
    expect([made.waits, made.rests]).toEqual([false, false]);
    vi.advanceTimersByTime(1_000);
    expect([made.waits, made.rests]).toEqual([true, true]);
  });

  test('that was let in rests when as many pods run as it has', () => {
    const admitted = workload('QuotaReserved', 'Admitted');
    expect(stand(2, admitted, pod('a', 'Running')).rests).toBe(false);
    expect(stand(2, admitted, pod('a', 'Running'), pod('b', 'Pending')).rests).toBe(false);
    expect(stand(2, admitted, pod('a', 'Running'), pod('b', 'Running')).rests).toBe(true);
    expect(stand(2, admitted, pod('a', 'Running'), pod('b', 'Succeeded')).rests).toBe(true);
    expect(stand(1, admitted, pod('a', 'Running'), pod('one more', 'Pending')).rests).toBe(false);
  });

  test('rests as well when its pods find no node: a machine that is bought takes its time', () => {
    expect(stand(1, workload('Admitted'), pod('a', 'Pending', HOMELESS)).rests).toBe(true);
  });

  test('whose pods have all ended is about to finish', () => {
    expect(stand(1, workload('Admitted'), pod('a', 'Succeeded')).rests).toBe(false);
    expect(stand(1, workload('Admitted', 'Finished'), pod('a', 'Succeeded')).rests).toBe(true);
  });

  test('that was made to stop does not rest before its pods are gone', () => {
    const made = stand(1, workload('Admitted'), pod('a', 'Running'));
    expect(made.queued(workload('!QuotaReserved', '!Admitted'))).toBe(true);
    expect(made.rests).toBe(false);
    made.pod(pod('a', 'Running'), true);
    expect(made.rests).toBe(true);
  });

  test('says once that it let go of its quota', () => {
    const made = stand(1, workload('Admitted'));
    const finished = workload('Admitted', 'Finished');
    expect([made.queued(finished), made.queued(finished), made.unqueued()]).toEqual([true, false, false]);
  });
});
