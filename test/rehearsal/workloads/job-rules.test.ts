import { describe, expect, test } from 'vitest';
import { retriesOf, runs } from '../../../rehearsal/workloads/job-rules.ts';
import { JOB_KINDS } from '../../../rehearsal/workloads/planned-job.ts';
import { file, findingsOf, foundIn, job, teamsPlatform } from './sample-workloads.ts';

const untrained = teamsPlatform({ training: undefined });
const withRay = teamsPlatform({ training: { frameworks: ['ray'] } });

describe('The kinds of work that a platform runs', () => {
  test.each([
    ['without training', untrained, ['Job', 'Notebook']],
    ['with torch', teamsPlatform(), ['Job', 'JobSet', 'TrainJob', 'Notebook']],
    ['with Ray', withRay, ['Job', 'JobSet', 'RayJob', 'Notebook']],
  ] as const)('%s are those whose controllers it has', (_, spec, kinds) => {
    expect(JOB_KINDS.filter((kind) => runs(spec, kind))).toEqual(kinds);
  });

  test('are told with what the platform has, and what it would need', () => {
    const [finding] = findingsOf(file({ jobs: [job({ kind: 'TrainJob' })] }), withRay);
    expect(finding).toMatchObject({
      problem: 'nothing on the platform runs a TrainJob: it has training with ray',
      fix: 'add torch to training.frameworks of the platform, or use kind Job',
    });
    const [without] = findingsOf(file({ jobs: [job({ kind: 'JobSet' })] }), untrained);
    expect(without).toMatchObject({
      problem: 'nothing on the platform runs a JobSet: it has no training at all',
      fix: 'add training to the platform, or use kind Job',
    });
  });
});

describe('A pool', () => {
  test('that is closed to a team is told with those that are open', () => {
    const [finding] = findingsOf(file({ jobs: [job({ pool: 'cpu' })] }));
    expect(finding).toMatchObject({
      problem: 'team vision has no quota on pool cpu; its pools: train-h100',
      fix: 'choose one of them, or give vision a quota on cpu in the platform',
    });
  });

  test('is closed also by a quota of nothing', () => {
    const quota = { 'train-h100': { guaranteed: 16 }, cpu: { guaranteed: 0 } };
    const spec = teamsPlatform({ teams: [{ name: 'vision', groups: ['oidc:vision'], quota }] });
    expect(foundIn(file({ jobs: [job({ pool: 'cpu' })] }), spec)).toEqual(['WORKLOADS_POOL_CLOSED at jobs[0].pool']);
  });

  test('is open to a team that may only borrow', () => {
    const teams = [
      { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 0, borrowable: 8 } } },
      { name: 'speech', groups: ['oidc:speech'], quota: { 'train-h100': { guaranteed: 16 } } },
    ];
    expect(foundIn(file({ jobs: [job()] }), teamsPlatform({ teams }))).toEqual([]);
  });

  test('and a team that both are unknown are two mistakes, and no more', () => {
    expect(foundIn(file({ jobs: [job({ team: 'visoin', pool: 'train' })] }))).toEqual([
      'WORKLOADS_TEAM_UNKNOWN at jobs[0].team',
      'WORKLOADS_POOL_UNKNOWN at jobs[0].pool',
    ]);
  });
});

describe('A priority', () => {
  test('may be left out, or be one that the platform names itself', () => {
    const spec = teamsPlatform({ queueing: { priorities: [{ name: 'deadline', value: 500 }] } });
    expect(foundIn(file({ jobs: [job(), job({ name: 'b', priority: 'deadline' })] }), spec)).toEqual([]);
    expect(foundIn(file({ jobs: [job({ priority: 'high' })] }), spec)).toEqual([
      'WORKLOADS_PRIORITY_UNKNOWN at jobs[0].priority',
    ]);
  });
});

describe('The retries of a job', () => {
  test('are the platform’s, or three where it has no training', () => {
    expect([retriesOf(teamsPlatform()), retriesOf(untrained)]).toEqual([2, 3]);
  });

  test.each(['Job', 'JobSet', 'Notebook'] as const)('of kind %s may be its own', (kind) => {
    expect(foundIn(file({ jobs: [job({ kind, retries: 7 })] }))).toEqual([]);
  });

  test('of a TrainJob stand in its runtime, and the finding says how many', () => {
    const [finding] = findingsOf(file({ jobs: [job({ kind: 'TrainJob', retries: 7 })] }));
    expect(finding?.problem).toBe('a TrainJob has the retries of its runtime, which are 2 on this platform, got 7');
  });
});
