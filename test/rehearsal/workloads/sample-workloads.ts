import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import type { WorkloadsInput } from '../../../rehearsal/workloads/workloads-file.ts';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../../spec/platform.ts';
import { samplePlatform } from '../../sample.ts';

/** Two teams that lend to each other on four nodes of eight GPUs, with training. */
export function teamsPlatform(change: Partial<PlatformInput> = {}): PlatformSpec {
  const quota = { 'train-h100': { guaranteed: 16, borrowable: 8 } };
  return parsePlatform(
    samplePlatform({
      pools: [
        {
          name: 'train-h100',
          machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' },
          nodes: { min: 4, max: 4 },
        },
        { name: 'cpu', machine: { vcpus: 100, memory: '256Gi' }, nodes: { min: 1, max: 2 } },
      ],
      teams: [
        { name: 'vision', groups: ['oidc:vision'], quota },
        { name: 'speech', groups: ['oidc:speech'], quota: { ...quota, cpu: { guaranteed: 180 } } },
      ],
      training: { frameworks: ['torch'], retries: 2 },
      ...change,
    }),
  ).spec;
}

/** The same on a target that adds and removes nodes. */
export function growingPlatform(): PlatformSpec {
  return teamsPlatform({ target: { kind: 'baremetal', site: 'lab', distribution: 'clusterApi' } });
}

type JobInput = NonNullable<WorkloadsInput['jobs']>[number];
type GeneratorInput = NonNullable<WorkloadsInput['generate']>[number];

/** A workloads file. */
export function file(change: Partial<WorkloadsInput> = {}): WorkloadsInput {
  return { apiVersion: 'plinth.dev/v1alpha1', kind: 'Workloads', ...change };
}

/** A job that fits. */
export function job(change: Partial<JobInput> = {}): JobInput {
  return { name: 'resnet', team: 'vision', pool: 'train-h100', duration: '1h', ...change };
}

/** Two hundred jobs a day. */
export function generator(change: Partial<GeneratorInput> = {}): GeneratorInput {
  return {
    name: 'day',
    team: 'vision',
    pool: 'train-h100',
    jobsPerDay: 200,
    duration: { median: '40m', p95: '12h' },
    ...change,
  };
}

type ServerInput = NonNullable<WorkloadsInput['servers']>[number];

/** A server that fits: two replicas of one GPU at night, up to eight by day. */
export function server(change: Partial<ServerInput> = {}): ServerInput {
  return {
    ...{ name: 'chat', team: 'vision', pool: 'train-h100', units: 1, perReplica: 5 },
    replicas: { min: 2, max: 8 },
    load: [
      { at: '0s', requestsPerSecond: 8 },
      { at: '9h', requestsPerSecond: 38 },
      { at: '18h', requestsPerSecond: 4 },
    ],
    ...change,
  };
}

type FaultInput = NonNullable<WorkloadsInput['faults']>[number];

/** A node that is lost after an hour. */
export function fault(change: Partial<FaultInput> = {}): FaultInput {
  return { at: '1h', kind: 'nodeLoss', pool: 'train-h100', ...change };
}

/** What is wrong with a workloads file for a platform. */
export function findingsOf(input: unknown, spec: PlatformSpec = teamsPlatform()): readonly Finding[] {
  try {
    parseWorkloads(input, spec);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

/** The same, each as `CODE at place`. */
export function foundIn(input: unknown, spec?: PlatformSpec): readonly string[] {
  return findingsOf(input, spec).map(({ at, code }) => `${code} at ${at}`);
}
