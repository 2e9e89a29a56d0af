import { describe, expect, test } from 'vitest';
import type { RecordedJob } from '../../../rehearsal/recording/recording.ts';
import { fragmentation } from '../../../rehearsal/report/fragmentation.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';

/** Two nodes of 8 units on each of which 4 are held for 6 hours of 10. */
function halfFull(waiting: readonly RecordedJob[]) {
  const half = { units: 4, to: 6 * HOUR };
  const running = job('running', { pods: [pod('a', half), pod('b', half)] });
  return fragmentation(recording({ nodes: [node('a'), node('b')], jobs: [running, ...waiting] }), 'train-h100');
}

describe('A pool is fragmented', () => {
  test('while a job waits that the free units would hold, but no single node does', () => {
    const waiting = job('waiting', { submittedAt: 2 * HOUR, pods: [pod('a', { from: 6 * HOUR, to: 7 * HOUR })] });
    expect(halfFull([waiting])).toEqual({ blockedSeconds: 4 * HOUR, blockedShare: 0.4, strandedUnitHours: 32 });
  });

  test('for a gang whose pods do not all find a place', () => {
    const gang = job('gang', { units: 8, nodes: 4, outcome: 'waiting' });
    // Four pods of two units: two fit on each node, so that nothing blocks it.
    expect(halfFull([gang])).toEqual({ blockedSeconds: 0, blockedShare: 0, strandedUnitHours: 0 });
    const wide = job('wide', { units: 6, nodes: 2, outcome: 'waiting' });
    const three = fragmentation(
      recording({
        nodes: [node('a', { units: 4 }), node('b', { units: 2 })],
        jobs: [wide],
      }),
      'train-h100',
    );
    // Six free units for two pods of three: one fits, and the two units of b are of no use.
    expect(three).toEqual({ blockedSeconds: 10 * HOUR, blockedShare: 1, strandedUnitHours: 20 });
  });
});

describe('A pool is not fragmented', () => {
  test('while nothing waits', () => {
    expect(halfFull([])).toEqual({ blockedSeconds: 0, blockedShare: 0, strandedUnitHours: 0 });
  });

  test('by a job that is larger than all free units together; they are stranded all the same', () => {
    const large = job('large', { units: 16, nodes: 2, outcome: 'waiting', finishedAt: 6 * HOUR });
    expect(halfFull([large])).toEqual({ blockedSeconds: 0, blockedShare: 0, strandedUnitHours: 48 });
  });

  test('by a job that waits although it would fit', () => {
    expect(halfFull([job('small', { units: 4, outcome: 'waiting' })]).blockedSeconds).toBe(0);
  });

  test('by a job that waits for another pool', () => {
    expect(halfFull([job('elsewhere', { pool: 'other', outcome: 'waiting' })]).blockedSeconds).toBe(0);
  });
});

describe('Stranded units', () => {
  test('are the mean over the jobs that wait', () => {
    const small = job('small', { units: 4, outcome: 'waiting', finishedAt: 6 * HOUR });
    const whole = job('whole', { units: 8, outcome: 'waiting', finishedAt: 6 * HOUR });
    // Eight free units for six hours: of no use to the one, of use to the other.
    expect(halfFull([small, whole]).strandedUnitHours).toBe(24);
  });

  test('are counted again for a job that was stopped and waits anew', () => {
    const stopped = job('stopped', {
      submittedAt: 0,
      outcome: 'waiting',
      pods: [pod('c', { to: 5 * HOUR, end: 'removed' })],
      finishedAt: 6 * HOUR,
    });
    expect(halfFull([stopped]).strandedUnitHours).toBe(8);
  });
});
