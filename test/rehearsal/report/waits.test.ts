import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spreadOf } from '../../../rehearsal/report/percentile.ts';
import { waits } from '../../../rehearsal/report/waits.ts';
import { HOUR, job, pod, recording } from './hand-recording.ts';

describe('Percentiles', () => {
  test('lie between neighbours as a spreadsheet puts them', () => {
    expect(spreadOf([40, 10, 30, 20])).toEqual({ p50: 25, p95: 38.5, max: 40 });
  });

  test('of nothing are nothing', () => {
    expect(spreadOf([])).toBeUndefined();
  });

  test('rise, from the smallest to the largest value', () => {
    const law = fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }), (values) => {
      const { max, p50, p95 } = spreadOf(values) ?? { max: 0, p50: 0, p95: 0 };
      expect(p50).toBeGreaterThanOrEqual(Math.min(...values));
      expect(p95).toBeGreaterThanOrEqual(p50);
      expect(max).toBeGreaterThanOrEqual(p95);
      expect(max).toBe(Math.max(...values));
    });
    fc.assert(law, { seed: 1 });
  });
});

describe('A wait', () => {
  test('lasts from submission to the first pod, whatever happens afterwards', () => {
    const pods = [pod('n', { from: 300, to: 400, end: 'removed' }), pod('n', { from: 900, to: 1_000 })];
    const { overall } = waits(recording({ jobs: [job('a', { submittedAt: 100, pods })] }), ['vision']);
    expect(overall).toEqual({
      jobs: 1,
      neverStarted: 0,
      waitSeconds: { p50: 200, p95: 200, max: 200 },
      outcomes: { succeeded: 1, running: 0, waiting: 0, failed: 0, refused: 0 },
    });
  });

  test('of a job that never started lasts to the end of the watching, and is counted apart', () => {
    const jobs = [job('a', { submittedAt: HOUR, outcome: 'waiting' }), job('b', { pods: [pod('n')] })];
    const { overall } = waits(recording({ jobs }), ['vision']);
    expect(overall.neverStarted).toBe(1);
    expect(overall.waitSeconds?.max).toBe(9 * HOUR);
  });

  test('of a job that failed without a pod lasts to its failure', () => {
    const jobs = [job('a', { outcome: 'failed', finishedAt: 500 })];
    expect(waits(recording({ jobs }), []).overall).toMatchObject({ neverStarted: 1, waitSeconds: { max: 500 } });
  });

  test('is none where the API server refused the job', () => {
    const { overall } = waits(recording({ jobs: [job('a', { outcome: 'refused' })] }), ['vision']);
    expect(overall).toEqual({
      jobs: 1,
      neverStarted: 0,
      outcomes: { succeeded: 0, running: 0, waiting: 0, failed: 0, refused: 1 },
    });
  });

  test('is said for every team of the spec, for those without jobs too', () => {
    const { teams } = waits(recording({ jobs: [job('a', { team: 'speech', pods: [pod('n', { from: 7 })] })] }), [
      'vision',
      'speech',
    ]);
    expect(teams.map(({ jobs, team, waitSeconds }) => [team, jobs, waitSeconds?.p50])).toEqual([
      ['vision', 0, undefined],
      ['speech', 1, 7],
    ]);
  });
});

describe('What held jobs up', () => {
  const message = (units: number) =>
    `insufficient unused quota for nvidia.com/gpu in flavor train-h100, ${units} more needed`;

  test('is grouped by the words without their numbers, names left whole', () => {
    const jobs = [
      job('a', { message: message(8), pods: [pod('n', { from: 100 })] }),
      job('b', { message: message(16), pods: [pod('n', { from: 50 })] }),
    ];
    expect(waits(recording({ jobs }), []).limits).toEqual([
      {
        effect: 'held',
        words: 'insufficient unused quota for nvidia.com/gpu in flavor train-h100, N more needed',
        example: message(8),
        jobs: 2,
        waitSeconds: 150,
      },
    ]);
  });

  test('is told apart from refusals, and what cost most waiting comes first', () => {
    const jobs = [
      job('a', { outcome: 'refused', message: 'no' }),
      job('b', { outcome: 'failed', message: 'no', pods: [pod('n', { from: 5 })] }),
      job('c', { outcome: 'waiting', message: 'no' }),
      job('d', { pods: [pod('n')] }),
    ];
    const { limits } = waits(recording({ jobs }), []);
    expect(limits.map(({ effect, jobs: count, waitSeconds }) => [effect, count, waitSeconds])).toEqual([
      ['held', 1, 10 * HOUR],
      ['failed', 1, 5],
      ['refused', 1, 0],
    ]);
  });
});
