import { describe, expect, test } from 'vitest';
import { measure } from '../../../rehearsal/report/measure.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';
import { acceptedApply, sampleSpec } from './sample-platform.ts';
import { sampleRecording } from './sample-recording.ts';

const context = { spec: sampleSpec(), apply: acceptedApply };
const good = recording({ nodes: [node('a')], jobs: [job('j', { pods: [pod('a', { from: 30 })] })] });

describe('A report', () => {
  test('says what was rehearsed, and passes where everything held', () => {
    expect(measure(good, context)).toMatchObject({
      format: 'plinth.dev/rehearsal-report/v1',
      platform: { name: 'atlas', environment: 'prod', target: 'aws', kubernetes: '1.36' },
      speed: 60,
      simulatedSeconds: 36_000,
      verdict: 'passed',
      reasons: [],
    });
  });

  test('takes prices with their day from the catalogue', () => {
    const [pool] = measure(good, context).pools;
    expect(pool?.price?.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(pool?.usd).toBeCloseTo(10 * (pool?.price?.usdPerHour ?? 0), 6);
  });

  test('is the same for the same recording, and plain JSON', () => {
    const report = measure(sampleRecording(), context);
    expect(measure(sampleRecording(), context)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('of a platform to which nothing was submitted has no waits, no shares and no guesses', () => {
    const report = measure(recording({ endedAt: 0 }), context);
    expect(report.verdict).toBe('passed');
    expect(report.waits.overall).not.toHaveProperty('waitSeconds');
    expect(report.totals).toEqual({ unpricedPools: [] });
    expect(report.differences).not.toHaveProperty('resolutionSeconds');
    expect(JSON.stringify(report)).not.toMatch(/null|NaN/);
  });

  test('names pools whose price nobody knows and leaves them out of the money', () => {
    const spec = sampleSpec({
      target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
      pools: [
        {
          name: 'train-h100',
          machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' },
          nodes: { min: 2, max: 16 },
        },
        {
          name: 'dev-l40s',
          machine: { accelerator: 'nvidia-l40s', count: 4, vcpus: 48, memory: '384Gi', usdPerHour: 6 },
          nodes: { min: 12, max: 12 },
        },
      ],
    });
    const nodes = [node('a'), node('b', { pool: 'dev-l40s', units: 4 })];
    const report = measure(recording({ ...good, nodes }), { spec, apply: acceptedApply });
    expect(report.totals).toMatchObject({
      usd: 60,
      usdIdle: 60,
      projectedUsdPerMonth: 4_380,
      unpricedPools: ['train-h100'],
    });
    expect(report.attention).toEqual(['no price is known for train-h100; money leaves it out']);
    expect(report.teams[0]).not.toHaveProperty('usd');
  });
});

describe('A rehearsal fails', () => {
  test.each([
    [
      'a refused object',
      {
        apply: {
          ...acceptedApply,
          accepted: 213,
          rejections: [{ construct: 'c', object: 'o', status: 422, words: 'w' }],
        },
      },
      good,
      'the API server refused 1 of 214 objects',
    ],
    [
      'an object that was not applied',
      { apply: { ...acceptedApply, accepted: 212 } },
      good,
      '2 of 214 objects were not applied',
    ],
    [
      'refused pods',
      { apply: { ...acceptedApply, podRefusals: [{ object: 'o', words: 'w' }] } },
      good,
      '1 accepted object got no pods, because the API server refused these',
    ],
    ['a refused job', {}, recording({ jobs: [job('j', { outcome: 'refused' })] }), 'the API server refused 1 job'],
    [
      'a job that never started',
      {},
      recording({ jobs: [job('j', { outcome: 'waiting' })] }),
      '1 job never started: 1 of vision',
    ],
    [
      'a job that did not start again',
      {},
      recording({ jobs: [job('j', { outcome: 'waiting', pods: [pod('a')] })] }),
      '1 job had to stop and did not start again',
    ],
    [
      'a job that failed for good',
      {},
      recording({ jobs: [job('j', { outcome: 'failed', pods: [pod('a')] })] }),
      '1 job failed for good',
    ],
  ])('for %s', (_, change, of, reason) => {
    const { reasons, verdict } = measure(of, { ...context, ...change });
    expect([verdict, reasons]).toEqual(['failed', [reason]]);
  });
});

describe('A rehearsal passes, but asks for a look,', () => {
  test('where the load would exceed a budget', () => {
    const pods = Array.from({ length: 20 }, (_, at) => pod(`n${at}`, { to: 10 * HOUR }));
    const nodes = pods.map(({ node: name }) => node(name));
    const { attention, verdict } = measure(recording({ nodes, jobs: [job('j', { pods })] }), context);
    expect([verdict, attention]).toEqual([
      'passed',
      ['vision would spend $803,584 a month under this load, 268 % of its budget'],
    ]);
  });

  test('where jobs still ran or objects were accepted with warnings', () => {
    const of = recording({
      jobs: [job('j', { outcome: 'running', pods: [pod('a', { to: undefined, end: undefined })] })],
    });
    const apply = { ...acceptedApply, warnings: [{ object: 'o', words: 'old' }] };
    expect(measure(of, { ...context, apply }).attention).toEqual([
      'the watching ended while 1 job ran',
      'the API server accepted with 1 warning',
    ]);
  });
});

describe('The differences from a real run', () => {
  const { differences } = measure(good, context);

  test('name controllers that ran in another version than users get, and no others', () => {
    expect(differences.otherVersions).toEqual([{ name: 'kubeflow-trainer', ran: '2.3.0', pinned: '2.3.1' }]);
  });

  test('state the resolution of times: a measured latency at this speed, or the shortest wait', () => {
    expect(differences.resolutionSeconds).toBe(30);
    expect(measure(good, { ...context, latencySeconds: 0.25 }).differences.resolutionSeconds).toBe(15);
  });

  test('say that there is nothing to compare with, and that a spot price is not known', () => {
    expect(differences.comparison).toBe('no real run to compare with');
    expect(differences.assumptions).toContain('dev-l40s is spot, but its price is the list price on demand.');
  });
});
