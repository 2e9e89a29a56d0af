import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WorkloadPlan } from '../../rehearsal/workloads/planned-job.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { workloadsOf } from '../../workspace/rehearse/workloads-of.ts';

const FILE = 'examples/aws/workloads.yaml';

let spec: PlatformSpec;
let plan: WorkloadPlan;
beforeAll(async () => {
  ({ spec } = await loadPlatform('examples/aws/platform.yaml'));
  plan = await workloadsOf({ kind: 'file', file: FILE }, spec);
});

describe('The workloads of the example', () => {
  test('are jobs of every team, on every pool, of every kind', () => {
    const { jobs } = plan;
    expect(new Set(jobs.map(({ team }) => team))).toEqual(new Set(spec.teams.map(({ name }) => name)));
    expect(new Set(jobs.map(({ pool }) => pool))).toEqual(new Set(spec.pools.map(({ name }) => name)));
    expect(new Set(jobs.map(({ kind }) => kind))).toEqual(new Set(['Job', 'JobSet', 'TrainJob', 'RayJob', 'Notebook']));
  });

  test('are a day that passes in ten minutes, in which all of them could end', () => {
    const ends = plan.jobs.map(({ atSeconds, durationSeconds }) => atSeconds + durationSeconds);
    expect(plan.speed).toBe((24 * 60) / 10);
    expect(Math.max(...ends)).toBeLessThan(24 * 3_600);
    expect(plan.jobs.length).toBeLessThan(200);
  });

  test('lose one machine for an hour, while jobs are there to feel it', () => {
    expect(plan.faults).toEqual([
      { kind: 'nodeLoss', pool: 'train', nodes: 1, atSeconds: 15 * 3_600, forSeconds: 3_600 },
    ]);
    const [fault] = plan.faults;
    const running = plan.jobs.filter(
      ({ atSeconds, durationSeconds, pool }) =>
        pool === fault?.pool && atSeconds < fault.atSeconds && atSeconds + durationSeconds > fault.atSeconds,
    );
    expect(running.length).toBeGreaterThan(0);
  });

  test('ask for more than a team’s own, so that something is borrowed and taken back', () => {
    const beyond = plan.jobs.filter(({ nodes, pool, team, unitsPerNode }) => {
      const quota = spec.teams.find(({ name }) => name === team)?.quota[pool];
      return nodes * unitsPerNode > (quota?.guaranteed ?? 0);
    });
    expect(beyond.map(({ name }) => name)).toEqual(expect.arrayContaining(['pretrain', 'tune', 'release']));
  });

  test('are found by editors in their schema', () => {
    expect(readFileSync(FILE, 'utf8').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../../schema/workloads.json',
    );
  });
});
