import { describe, expect, test } from 'vitest';
import { fault, file, findingsOf, foundIn, generator, job } from './sample-workloads.ts';

/** Fast enough that a year fits into half a day. */
const speed = 3_600;

describe('Nothing begins or lasts longer than a year', () => {
  test.each([
    ['a job’s arrival', { jobs: [job({ at: '366d' })] }],
    ['the arrival of its last copy', { jobs: [job({ count: 367, every: '1d' })] }],
    ['its duration', { jobs: [job({ duration: '366d' })] }],
    ['the end of a generator', { generate: [generator({ from: '365d', over: '1d' })] }],
    ['its 95th percentile', { generate: [generator({ duration: { median: '1d', p95: '366d' } })] }],
    ['a fault', { jobs: [job()], faults: [fault({ at: '366d' })] }],
  ])('and %s may take as long', (_, input) => {
    expect(foundIn(file({ speed, ...input }))).toEqual([]);
  });

  test.each([
    ['jobs[0].at', { jobs: [job({ at: '367d' })] }],
    ['jobs[0].at', { jobs: [job({ at: '367d', every: '1d', count: 2 })] }],
    ['jobs[0].every', { jobs: [job({ count: 368, every: '1d' })] }],
    ['jobs[0].duration', { jobs: [job({ duration: '367d' })] }],
    ['generate[0].over', { generate: [generator({ from: '365d', over: '25h' })] }],
    ['generate[0].duration.p95', { generate: [generator({ duration: { median: '1d', p95: '367d' } })] }],
    ['faults[0].at', { jobs: [job()], faults: [fault({ at: '367d' })] }],
  ])('and %s is where it is said, once', (at, input) => {
    expect(foundIn(file({ speed, ...input }))).toEqual([`WORKLOADS_TIME_BEYOND at ${at}`]);
  });
});

describe('A speed', () => {
  test.each([
    ['jobs', { jobs: [job({ at: '1d', count: 2, every: '12h' })] }],
    ['generators', { generate: [generator({ from: '12h', over: '1d' })] }],
  ])('that is too low for %s is told with the least that is not', (_, input) => {
    const [finding, other] = findingsOf(file({ speed: 2, ...input }));
    expect(other).toBeUndefined();
    expect(finding).toMatchObject({
      code: 'WORKLOADS_SPEED_LOW',
      problem:
        'at 2 simulated seconds in a real one, the last job or change of load comes after 18 real hours; at most 12 are waited',
      fix: 'give at least 3',
    });
    expect(foundIn(file({ speed: 3, ...input }))).toEqual([]);
  });

  test('is not judged by a time that is beyond all bounds', () => {
    expect(foundIn(file({ speed: 1, jobs: [job({ at: '400d' })] }))).toEqual(['WORKLOADS_TIME_BEYOND at jobs[0].at']);
  });
});
