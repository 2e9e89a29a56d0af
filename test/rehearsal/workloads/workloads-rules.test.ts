import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { WorkloadsInput } from '../../../rehearsal/workloads/workloads-file.ts';
import type { PlatformSpec } from '../../../spec/platform.ts';
import { fault, file, findingsOf, foundIn, generator, growingPlatform, job, server } from './sample-workloads.ts';

const jobs = (...changes: readonly Parameters<typeof job>[0][]) => file({ jobs: changes.map((change) => job(change)) });
const faults = (...changes: readonly Parameters<typeof fault>[0][]) =>
  file({ jobs: [job()], faults: changes.map((change) => fault(change)) });
const generate = (change: Parameters<typeof generator>[0]) => file({ generate: [generator(change)] });

/** Both verdicts about one mistake. */
interface Case {
  readonly refused: unknown;
  /** Where it is said. */
  readonly at: string;
  /** The nearest file that is right. */
  readonly accepted: WorkloadsInput;
  /** @default - two teams on a cluster that is already there */
  readonly spec?: PlatformSpec;
}

/** For each code: a file that is refused for it, where, and the nearest file that is not. */
const CASES: Readonly<Record<string, Case>> = {
  SHAPE_INVALID: { accepted: jobs({}), refused: { ...jobs({}), jbos: [] }, at: 'jbos' },
  EMPTY: { accepted: jobs({}), refused: file(), at: '(root)' },
  TOO_MANY: {
    accepted: jobs({ count: 99_999 }, { name: 'b' }),
    refused: jobs({ count: 100_000 }, { name: 'b' }),
    at: 'jobs',
  },
  TEAM_UNKNOWN: { accepted: jobs({ team: 'vision' }), refused: jobs({ team: 'visoin' }), at: 'jobs[0].team' },
  POOL_UNKNOWN: { accepted: jobs({ pool: 'train-h100' }), refused: jobs({ pool: 'train' }), at: 'jobs[0].pool' },
  POOL_CLOSED: {
    accepted: jobs({ team: 'speech', pool: 'cpu' }),
    refused: jobs({ team: 'vision', pool: 'cpu' }),
    at: 'jobs[0].pool',
  },
  KIND_OFF: { accepted: jobs({ kind: 'TrainJob' }), refused: jobs({ kind: 'RayJob' }), at: 'jobs[0].kind' },
  PRIORITY_UNKNOWN: {
    accepted: jobs({ priority: 'high' }),
    refused: jobs({ priority: 'highest' }),
    at: 'jobs[0].priority',
  },
  RETRIES_FIXED: {
    accepted: jobs({ kind: 'TrainJob', retries: 2 }),
    refused: jobs({ kind: 'TrainJob', retries: 3 }),
    at: 'jobs[0].retries',
  },
  UNITS_RANGE: { accepted: jobs({ units: 8 }), refused: jobs({ units: 9 }), at: 'jobs[0].units' },
  NODES_RANGE: {
    accepted: jobs({ team: 'speech', pool: 'cpu', units: 50, nodes: 2 }),
    refused: jobs({ team: 'speech', pool: 'cpu', units: 50, nodes: 3 }),
    at: 'jobs[0].nodes',
  },
  QUOTA_EXCEEDED: { accepted: jobs({ nodes: 3 }), refused: jobs({ nodes: 4 }), at: 'jobs[0].nodes' },
  REPLICAS_ORDER: {
    accepted: servers({ replicas: { min: 8, max: 8 } }),
    refused: servers({ replicas: { min: 9, max: 8 } }),
    at: 'servers[0].replicas.min',
  },
  LOAD_ORDER: {
    accepted: servers({
      load: [
        { at: '1h', requestsPerSecond: 1 },
        { at: '2h', requestsPerSecond: 2 },
      ],
    }),
    refused: servers({
      load: [
        { at: '2h', requestsPerSecond: 1 },
        { at: '2h', requestsPerSecond: 2 },
      ],
    }),
    at: 'servers[0].load[1].at',
  },
  DURATION_ORDER: {
    accepted: generate({ duration: { median: '2h', p95: '2h' } }),
    refused: generate({ duration: { median: '2h', p95: '119m' } }),
    at: 'generate[0].duration.p95',
  },
  TIME_BEYOND: { accepted: jobs({ duration: '366d' }), refused: jobs({ duration: '367d' }), at: 'jobs[0].duration' },
  SPEED_LOW: {
    accepted: { ...jobs({ at: '12h' }), speed: 1 },
    refused: { ...jobs({ at: '13h' }), speed: 1 },
    at: 'speed',
  },
  NAME_LONG: {
    accepted: jobs({ name: 'a23456789012345678', count: 2 }),
    refused: jobs({ name: 'a234567890123456789', count: 2 }),
    at: 'jobs[0].name',
  },
  NAME_TAKEN: {
    accepted: jobs({ count: 2 }, { name: 'resnet-3' }),
    refused: jobs({ count: 2 }, { name: 'resnet-2' }),
    at: 'jobs[1].name',
  },
  FAULT_POOL: { accepted: faults({}), refused: faults({ pool: 'train-h200' }), at: 'faults[0].pool' },
  FAULT_ZONE: {
    accepted: faults({ kind: 'zoneLoss', zone: 'existing' }),
    refused: faults({ kind: 'zoneLoss', zone: 'existing-b' }),
    at: 'faults[0].zone',
  },
  FAULT_FIELD: {
    accepted: faults({ kind: 'spotReclaim', nodes: 2 }),
    refused: faults({ kind: 'zoneLoss', nodes: 2 }),
    at: 'faults[0].nodes',
  },
  FAULT_NODES: { accepted: faults({ nodes: 4 }), refused: faults({ nodes: 5 }), at: 'faults[0].nodes' },
  FAULT_FIXED: {
    accepted: faults({ kind: 'fullPool', pool: 'cpu' }),
    refused: faults({ kind: 'fullPool' }),
    spec: growingPlatform(),
    at: 'faults[0].kind',
  },
};

describe.each(Object.entries(CASES))('WORKLOADS_%s', (code, { accepted, at, refused, spec }) => {
  test('is found, alone, as an error with a fix', () => {
    expect(foundIn(refused, spec)).toEqual([`WORKLOADS_${code} at ${at}`]);
    const [finding] = findingsOf(refused, spec);
    expect(finding?.level).toBe('error');
    expect(finding?.fix).not.toBe('');
  });

  test('is not found in the nearest file that a rehearsal can do', () => {
    expect(foundIn(accepted, spec)).toEqual([]);
  });
});

test('every code that the sources name is held to both verdicts', () => {
  const sources = globSync('rehearsal/workloads/*.ts').map((path) => readFileSync(path, 'utf8'));
  const codes = sources.flatMap((text) => [...text.matchAll(/'WORKLOADS_([A-Z_]+)'/g)].map(([, code]) => code));
  expect(Object.keys(CASES).toSorted()).toEqual([...new Set(codes)].toSorted());
});

test('mistakes of all parts are told together', () => {
  const input = file({
    jobs: [job({ team: 'visoin' })],
    generate: [generator({ priority: 'hihg' })],
    faults: [fault({ pool: 'train' })],
  });
  expect(foundIn(input)).toEqual([
    'WORKLOADS_TEAM_UNKNOWN at jobs[0].team',
    'WORKLOADS_PRIORITY_UNKNOWN at generate[0].priority',
    'WORKLOADS_FAULT_POOL at faults[0].pool',
  ]);
});

describe('A server', () => {
  test('is held to team, pool, priority, nodes, quota and name like a job', () => {
    const input = file({
      jobs: [job({ name: 'chat' })],
      servers: [server({ priority: 'hihg' }), server({ name: 'big', units: 9 }), server({ team: 'visoin', name: 'c' })],
    });
    expect(foundIn(input)).toEqual([
      'WORKLOADS_PRIORITY_UNKNOWN at servers[0].priority',
      'WORKLOADS_UNITS_RANGE at servers[1].units',
      'WORKLOADS_NODES_RANGE at servers[1].replicas.max',
      'WORKLOADS_QUOTA_EXCEEDED at servers[1].replicas.max',
      'WORKLOADS_TEAM_UNKNOWN at servers[2].team',
    ]);
    const named = file({ jobs: [job({ name: 'chat' })], servers: [server(), server()] });
    expect(findingsOf(named).map(({ at, problem }) => `${at}: ${problem}`)).toEqual([
      'servers[1].name: servers[0] is called chat too',
      'jobs[0].name: servers[0] is called chat too',
    ]);
  });

  test('alone is work enough', () => {
    expect(foundIn(file({ servers: [server()] }))).toEqual([]);
  });
});

function servers(change: Parameters<typeof server>[0]): WorkloadsInput {
  return file({ servers: [server(change)] });
}
