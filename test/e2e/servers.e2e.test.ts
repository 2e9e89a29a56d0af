import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '../../rehearsal/report/measure.ts';
import { parseWorkloads } from '../../rehearsal/workloads/parse-workloads.ts';
import { runWorkloads } from '../../rehearsal/workloads/run-workloads.ts';
import type { WorkloadsInput } from '../../rehearsal/workloads/workloads-file.ts';
import { acceptedApply } from '../rehearsal/report/sample-platform.ts';
import { type StandingPlatform, standingPlatform, workloadsPlatform } from './workloads-platform.ts';

/** Simulated seconds in a real one: a minute is a second. */
const SPEED = 60;

/** The pool has 32 units, half of them vision's and half of them speech's. */
describe('model servers on a platform', () => {
  let standing: StandingPlatform;

  beforeAll(async () => {
    standing = await standingPlatform(workloadsPlatform());
  }, 1_800_000);

  afterAll(() => standing?.plane.stop());

  async function run(change: Partial<WorkloadsInput>) {
    const { facts, plane, spec } = standing;
    const file = { apiVersion: 'plinth.dev/v1alpha1', kind: 'Workloads', speed: SPEED, ...change };
    const recording = await runWorkloads(plane, parseWorkloads(file, spec), { facts, spec, timeLimitSeconds: 240 });
    return { recording, report: measure(recording, { spec, apply: acceptedApply }) };
  }

  test('have the replicas that their load asks for, each let in by Kueue, and fewer when it is over', async () => {
    const { recording, report } = await run({
      servers: [
        {
          ...{ name: 'calm', team: 'vision', pool: 'train-h100', units: 4, perReplica: 10, scaleDown: '5m' },
          replicas: { min: 1, max: 4 },
          load: [
            { at: '10m', requestsPerSecond: 35 },
            { at: '25m', requestsPerSecond: 0 },
          ],
        },
      ],
    });
    expect(recording.servers[0]?.wanted.map(({ replicas }) => replicas)).toEqual([1, 4, 1]);
    expect(report.servers).toMatchObject([{ server: 'calm', wantedMost: 4, ranMost: 4, replicasTaken: 0 }]);
    expect(recording.servers[0]?.pods.filter(({ end }) => end === 'removed')).toHaveLength(3);
    expect(report.verdict).toBe('passed');
  });

  test('take back what their team had lent to training, and training goes on afterwards', async () => {
    const { recording, report } = await run({
      jobs: [{ name: 'borrower', team: 'speech', pool: 'train-h100', kind: 'TrainJob', nodes: 3, duration: '30m' }],
      servers: [
        {
          ...{ name: 'busy', team: 'vision', pool: 'train-h100', units: 4, perReplica: 10, scaleDown: '2m' },
          replicas: { min: 1, max: 4 },
          load: [
            { at: '10m', requestsPerSecond: 40 },
            { at: '30m', requestsPerSecond: 0 },
          ],
        },
      ],
    });
    const [borrower] = recording.jobs;
    expect(borrower?.evictions.map(({ reason }) => reason)).toEqual(['Preempted']);
    expect(borrower?.outcome).toBe('succeeded');
    expect(report.servers).toMatchObject([{ server: 'busy', ranMost: 4, replicasTaken: 0 }]);
    expect(report.contests).toMatchObject([{ pool: 'train-h100', gaveWay: 'training', jobsStopped: 1 }]);
  });
});
