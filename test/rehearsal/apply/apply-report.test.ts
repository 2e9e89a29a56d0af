import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { applyReport } from '../../../rehearsal/apply/apply-report.ts';
import { CONTROLLERS } from '../../../rehearsal/controllers/index.ts';
import type { EngineName } from '../../../rehearsal/engine-catalog.ts';
import type { PlannedController } from '../../../rehearsal/planned-controller.ts';
import type { StagedPlatform } from '../../../rehearsal/stage-platform.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { samplePlatform } from '../../sample.ts';

const { spec } = parsePlatform(samplePlatform());

function controller(name: EngineName, version: string): PlannedController {
  const start = () => Promise.reject(new Error('not in this test'));
  return { name, version, namespace: 'any', deployment: 'any', metricsUrl: '', start };
}

function reportOf(change: Partial<StagedPlatform>) {
  return applyReport(spec, {
    objects: 0,
    accepted: 0,
    nodes: 0,
    rejections: [],
    warnings: [],
    controllers: [],
    rewrites: [],
    standIns: [],
    addOns: [],
    podRefusals: [],
    assumptions: [],
    ...change,
  });
}

describe('The report of an application', () => {
  test('names for each refused object the place in the spec', () => {
    const rejection = {
      wave: 'tenants',
      construct: 'platform/tenancy/speech/quota',
      team: 'speech',
      object: 'ResourceQuota speech/bounds',
      status: 422,
      words: 'quantities must match',
    } as const;
    expect(reportOf({ rejections: [rejection] }).rejections).toEqual([
      {
        construct: 'platform/tenancy/speech/quota',
        specPath: 'teams[1]',
        object: 'ResourceQuota speech/bounds',
        status: 422,
        words: 'quantities must match',
      },
    ]);
  });

  test('sets what ran beside what users get', () => {
    const { controllers } = reportOf({
      controllers: [controller('kueue', 'v0.15.1'), controller('lws', 'v0.8.0'), controller('trainer', 'v2.1.0')],
      addOns: [
        { name: 'kueue', version: '0.15.2' },
        { name: 'leaderworkerset', version: '0.9.0' },
        { name: 'kubeflow-trainer', version: '2.1.0' },
      ],
    });
    expect(controllers).toEqual([
      { name: 'kueue', ran: '0.15.1', pinned: '0.15.2' },
      { name: 'lws', ran: '0.8.0', pinned: '0.9.0' },
      { name: 'trainer', ran: '2.1.0', pinned: '2.1.0' },
    ]);
  });

  test('finds the component of every controller that can run', () => {
    const addOns = Object.values(components).map(({ name }) => ({ name, version: `of ${name}` }));
    const controllers = CONTROLLERS.map(({ engine }) => controller(engine, 'v0.0.0'));
    for (const { name, pinned } of reportOf({ addOns, controllers }).controllers)
      expect([name, pinned.startsWith('of ')]).toEqual([name, true]);
  });

  test('takes what ran as pinned where the platform installs no such add-on', () => {
    expect(reportOf({ controllers: [controller('karpenter', 'v1.15.0')] }).controllers).toEqual([
      { name: 'karpenter', ran: '1.15.0', pinned: '1.15.0' },
    ]);
  });

  test('hands on everything else as it is', () => {
    const same = {
      objects: 7,
      accepted: 6,
      podRefusals: [{ object: 'Job a/b', words: 'no' }],
      warnings: [{ object: 'Job a/b', words: 'old' }],
      rewrites: [{ object: 'Job a/b', change: 'other' }],
      standIns: ['one'],
      assumptions: ['two'],
    };
    expect(reportOf(same)).toMatchObject(same);
  });
});
