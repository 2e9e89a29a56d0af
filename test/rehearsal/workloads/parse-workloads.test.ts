import { describe, expect, test } from 'vitest';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import type { WorkloadPlan } from '../../../rehearsal/workloads/planned-job.ts';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import type { PlatformSpec } from '../../../spec/platform.ts';
import { readSource } from '../../../spec/source-file.ts';
import { file, generator, job, teamsPlatform } from './sample-workloads.ts';

const SPEC = teamsPlatform();

function planOf(input: unknown, spec: PlatformSpec = SPEC): WorkloadPlan {
  return parseWorkloads(input, spec);
}

function findingsOf(input: unknown, spec: PlatformSpec = SPEC): readonly Finding[] {
  try {
    parseWorkloads(input, spec);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

function only(input: unknown, spec?: PlatformSpec): Finding {
  const [first, second] = findingsOf(input, spec);
  expect(second).toBeUndefined();
  if (first === undefined) throw new Error('nothing was found');
  return first;
}

describe('A job that is written down', () => {
  test('takes a whole node of its pool, and what the platform says, where it says nothing itself', () => {
    expect(planOf(file({ jobs: [job()] })).jobs).toEqual([
      {
        name: 'resnet',
        team: 'vision',
        namespace: 'vision',
        kind: 'Job',
        pool: 'train-h100',
        unitsPerNode: 8,
        nodes: 1,
        atSeconds: 0,
        durationSeconds: 3_600,
        retries: 2,
      },
    ]);
  });

  test('takes what pods can have of a node that has only processors', () => {
    const [planned] = planOf(file({ jobs: [job({ team: 'speech', pool: 'cpu' })] })).jobs;
    expect(planned?.unitsPerNode).toBe(90);
  });

  test('has numbered copies, one after another', () => {
    const { jobs } = planOf(file({ jobs: [job({ count: 3, at: '1h', every: '10m' })] }));
    expect(jobs.map(({ atSeconds, name }) => [name, atSeconds])).toEqual([
      ['resnet-1', 3_600],
      ['resnet-2', 4_200],
      ['resnet-3', 4_800],
    ]);
  });

  test('stands among the others by its time of arrival', () => {
    const { jobs } = planOf(file({ jobs: [job({ name: 'late', at: '2h' }), job({ name: 'early', at: '1m' })] }));
    expect(jobs.map(({ name }) => name)).toEqual(['early', 'late']);
  });
});

describe('Jobs from a few figures', () => {
  const input = file({
    generate: [
      generator({
        jobsPerDay: 2_000,
        sizes: [
          { units: 1, share: 3 },
          { nodes: 2, share: 1 },
        ],
      }),
    ],
  });

  test('are the same for the same seed', () => {
    expect(planOf(input)).toEqual(planOf(structuredClone(input)));
  });

  test('are others for another seed', () => {
    expect(planOf({ ...input, seed: 2 }).jobs).not.toEqual(planOf(input).jobs);
  });

  test('stay the same when other jobs are added', () => {
    const more = { ...input, generate: [generator({ name: 'other', team: 'speech' }), ...(input.generate ?? [])] };
    expect(planOf(more).jobs.filter(({ team }) => team === 'vision')).toEqual(planOf(input).jobs);
  });

  test('arrive as often, last as long and are as large as the figures say', () => {
    const { jobs } = planOf(input);
    expect(jobs.length).toBeGreaterThan(1_850);
    expect(jobs.length).toBeLessThan(2_150);
    const durations = jobs.map(({ durationSeconds }) => durationSeconds).sort((a, b) => a - b);
    const share = (limit: number) => durations.filter((each) => each < limit).length / durations.length;
    expect(share(2_400)).toBeCloseTo(0.5, 1);
    expect(share(43_200)).toBeCloseTo(0.95, 1);
    expect(jobs.filter(({ nodes }) => nodes === 2).length / jobs.length).toBeCloseTo(0.25, 1);
  });

  test('arrive in their own time only', () => {
    const { jobs } = planOf(file({ generate: [generator({ from: '8h', over: '2h' })] }));
    expect(jobs.every(({ atSeconds }) => atSeconds >= 28_800 && atSeconds <= 36_000)).toBe(true);
  });
});

describe('A fault', () => {
  test('hits one node, and for ever, where nothing is said', () => {
    const { faults } = planOf(file({ jobs: [job()], faults: [{ at: '3h', kind: 'nodeLoss', pool: 'train-h100' }] }));
    expect(faults).toEqual([{ kind: 'nodeLoss', pool: 'train-h100', nodes: 1, atSeconds: 10_800 }]);
  });

  test('may hit a zone for a while', () => {
    const fault = { at: '0s', kind: 'zoneLoss', pool: 'train-h100', zone: 'existing', for: '1h' } as const;
    const { faults } = planOf(file({ jobs: [job()], faults: [fault] }));
    expect(faults[0]).toMatchObject({ zone: 'existing', forSeconds: 3_600 });
  });
});

const fault = { at: '1h', kind: 'nodeLoss', pool: 'train-h100' } as const;
const withoutTraining = teamsPlatform({ training: undefined });

describe('A workloads file is refused before anything starts', () => {
  test.each<[string, unknown, string, string]>([
    ['an unknown team', file({ jobs: [job({ team: 'vison' })] }), 'WORKLOADS_TEAM_UNKNOWN', 'jobs[0].team'],
    ['an unknown pool', file({ jobs: [job({ pool: 'train-h10' })] }), 'WORKLOADS_POOL_UNKNOWN', 'jobs[0].pool'],
    ['a pool without quota', file({ jobs: [job({ pool: 'cpu' })] }), 'WORKLOADS_POOL_CLOSED', 'jobs[0].pool'],
    ['a kind that is off', file({ jobs: [job({ kind: 'RayJob' })] }), 'WORKLOADS_KIND_OFF', 'jobs[0].kind'],
    [
      'an unknown priority',
      file({ jobs: [job({ priority: 'hihg' })] }),
      'WORKLOADS_PRIORITY_UNKNOWN',
      'jobs[0].priority',
    ],
    [
      'own retries of a TrainJob',
      file({ jobs: [job({ kind: 'TrainJob', retries: 7 })] }),
      'WORKLOADS_RETRIES_FIXED',
      'jobs[0].retries',
    ],
    ['more units than a node has', file({ jobs: [job({ units: 9 })] }), 'WORKLOADS_UNITS_RANGE', 'jobs[0].units'],
    [
      'more nodes than a pool has',
      file({ generate: [generator({ team: 'speech', pool: 'cpu', sizes: [{ units: 50, nodes: 3, share: 1 }] })] }),
      'WORKLOADS_NODES_RANGE',
      'generate[0].sizes[0].nodes',
    ],
    [
      'more than the team can ever hold',
      file({ jobs: [job({ nodes: 4 })] }),
      'WORKLOADS_QUOTA_EXCEEDED',
      'jobs[0].nodes',
    ],
    ['a name twice', file({ jobs: [job(), job()] }), 'WORKLOADS_NAME_TAKEN', 'jobs[1].name'],
    [
      'a name that a copy has already',
      file({ jobs: [job({ count: 2 }), job({ name: 'resnet-2' })] }),
      'WORKLOADS_NAME_TAKEN',
      'jobs[1].name',
    ],
    [
      'a name too long with its number',
      file({ jobs: [job({ name: 'a2345678901234567890', count: 2 })] }),
      'WORKLOADS_NAME_LONG',
      'jobs[0].name',
    ],
    [
      'a p95 below the median',
      file({ generate: [generator({ duration: { median: '2h', p95: '1h' } })] }),
      'WORKLOADS_DURATION_ORDER',
      'generate[0].duration.p95',
    ],
    ['a job after the end of time', file({ jobs: [job({ at: '400d' })] }), 'WORKLOADS_TIME_BEYOND', 'jobs[0].at'],
    ['a rehearsal of days', file({ speed: 1, jobs: [job({ at: '2d' })] }), 'WORKLOADS_SPEED_LOW', 'speed'],
    [
      'too many jobs',
      file({ jobs: [job({ count: 60_000 }), job({ name: 'b', count: 60_000 })] }),
      'WORKLOADS_TOO_MANY',
      'jobs',
    ],
    ['no job', file(), 'WORKLOADS_EMPTY', '(root)'],
    [
      'a fault on an unknown pool',
      file({ jobs: [job()], faults: [{ ...fault, pool: 'train' }] }),
      'WORKLOADS_FAULT_POOL',
      'faults[0].pool',
    ],
    [
      'a fault in an unknown zone',
      file({ jobs: [job()], faults: [{ ...fault, kind: 'zoneLoss', zone: 'b' }] }),
      'WORKLOADS_FAULT_ZONE',
      'faults[0].zone',
    ],
    [
      'a zone of a node’s loss',
      file({ jobs: [job()], faults: [{ ...fault, zone: 'existing' }] }),
      'WORKLOADS_FAULT_FIELD',
      'faults[0].zone',
    ],
    [
      'more lost nodes than there are',
      file({ jobs: [job()], faults: [{ ...fault, nodes: 5 }] }),
      'WORKLOADS_FAULT_NODES',
      'faults[0].nodes',
    ],
    [
      'a full pool that never grows',
      file({ jobs: [job()], faults: [{ ...fault, kind: 'fullPool' }] }),
      'WORKLOADS_FAULT_FIXED',
      'faults[0].kind',
    ],
    ['an unknown field', { ...file({ jobs: [job()] }), sped: 60 }, 'WORKLOADS_SHAPE_INVALID', 'sped'],
    [
      'an unknown kind',
      { ...file(), jobs: [{ ...job(), kind: 'TranJob' }] },
      'WORKLOADS_SHAPE_INVALID',
      'jobs[0].kind',
    ],
    ['a time without a unit', { ...file(), jobs: [{ ...job(), at: '90' }] }, 'WORKLOADS_SHAPE_INVALID', 'jobs[0].at'],
    ['a file that is no map', 'jobs', 'WORKLOADS_SHAPE_INVALID', '(root)'],
  ])('for %s', (_, input, code, at) => {
    expect(only(input)).toMatchObject({ code, at, level: 'error' });
  });

  test('for a gang where nothing trains', () => {
    expect(only(file({ jobs: [job({ kind: 'JobSet' })] }), withoutTraining).code).toBe('WORKLOADS_KIND_OFF');
  });

  test('with the word that was meant', () => {
    expect(only(file({ jobs: [job({ team: 'vison' })] })).fix).toBe('write vision');
    expect(only({ ...file(), jobs: [{ ...job(), kind: 'TranJob' }] }).fix).toBe('write TrainJob');
  });

  test('with every mistake at once, each at its line', () => {
    const text = `apiVersion: plinth.dev/v1alpha1
kind: Workloads
jobs:
  - { name: a, team: vison, pool: train-h100, duration: 1h }
  - { name: b, team: vision, pool: train-h100, duration: 1h, units: 9 }
`;
    const source = readSource('jobs.yaml', Buffer.from(text));
    const found = () => parseWorkloads(source.content, SPEC, source);
    expect(found).toThrow(PlatformError);
    try {
      found();
    } catch (error) {
      const { findings } = error as PlatformError;
      expect(findings.map(({ code, place }) => [code, place?.line])).toEqual([
        ['WORKLOADS_TEAM_UNKNOWN', 4],
        ['WORKLOADS_UNITS_RANGE', 5],
      ]);
    }
  });

  test('and what a program handed over stays as it was', () => {
    const input = { ...file(), jobs: [{ ...job(), name: 7 }] };
    findingsOf(input);
    expect(Object.isFrozen(input.jobs)).toBe(false);
  });
});
