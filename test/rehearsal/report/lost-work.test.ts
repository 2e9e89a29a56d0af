import { describe, expect, test } from 'vitest';
import type { RecordedJob } from '../../../rehearsal/recording/recording.ts';
import { lostWork } from '../../../rehearsal/report/lost-work.ts';
import { HOUR, job, pod, recording } from './hand-recording.ts';

const lost = (...jobs: RecordedJob[]) => lostWork(recording({ jobs }), jobs);
const nothing = { faults: 0, evictions: 0, failures: 0 };

describe('Work is lost', () => {
  test('to a fault with the pod whose node went, and with those of its gang that were then removed', () => {
    const gang = job('gang', {
      nodes: 2,
      units: 16,
      pods: [
        pod('a', { end: 'lost', to: 2 * HOUR }),
        pod('b', { end: 'removed', to: 2 * HOUR + 60 }),
        pod('b', { from: 3 * HOUR, to: 6 * HOUR }),
        pod('c', { from: 3 * HOUR, to: 6 * HOUR }),
      ],
    });
    expect(lost(gang)).toEqual({ ...nothing, faults: 16 + 8 * (2 + 1 / 60) });
  });

  test('to an eviction with the pods that it ended', () => {
    const stopped = job('stopped', {
      evictions: [{ at: 2 * HOUR, reason: 'Preempted', cause: 'InCohortReclamation' }],
      pods: [pod('a', { end: 'removed', to: 2 * HOUR }), pod('a', { from: 3 * HOUR, to: 4 * HOUR })],
    });
    expect(lost(stopped)).toEqual({ ...nothing, evictions: 16 });
  });

  test('to a failure with a pod that failed by itself', () => {
    expect(lost(job('bad', { outcome: 'failed', pods: [pod('a', { end: 'failed' })] }))).toEqual({
      ...nothing,
      failures: 8,
    });
  });

  test('with pods that were removed from a job that did not succeed', () => {
    expect(lost(job('bad', { outcome: 'failed', pods: [pod('a', { end: 'removed' })] }))).toEqual({
      ...nothing,
      failures: 8,
    });
  });
});

describe('Work is not lost', () => {
  test('with pods that succeeded or still run', () => {
    const running = job('running', { outcome: 'running', pods: [pod('a', { to: undefined, end: undefined })] });
    expect(lost(job('good', { pods: [pod('a')] }), running)).toEqual(nothing);
  });

  test('with pods that are removed when their job has succeeded, as those of a RayJob are', () => {
    expect(lost(job('ray', { kind: 'RayJob', pods: [pod('a', { end: 'removed' })] }))).toEqual(nothing);
  });

  test('with the other pods of a Job, of which only the lost one is made anew', () => {
    const half = job('half', {
      nodes: 2,
      pods: [pod('a', { end: 'lost' }), pod('b', { to: 3 * HOUR }), pod('c', { from: HOUR, to: 4 * HOUR })],
    });
    expect(lost(half)).toEqual({ ...nothing, faults: 8 });
  });
});
