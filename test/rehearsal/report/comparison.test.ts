import { describe, expect, test } from 'vitest';
import { compareReports } from '../../../rehearsal/report/compare-reports.ts';
import { comparisonTable, sideBySide } from '../../../rehearsal/report/comparison-table.ts';
import { measure } from '../../../rehearsal/report/measure.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';
import { acceptedApply, sampleSpec } from './sample-platform.ts';

const context = { spec: sampleSpec(), apply: acceptedApply };
const base = measure(
  recording({ nodes: [node('a')], jobs: [job('j', { pods: [pod('a', { to: 10 * HOUR })] })] }),
  context,
);
const none = measure(recording({ jobs: [job('j', { outcome: 'waiting' })] }), context);
const comparison = compareReports(base, [{ assignment: 'pools.train-h100.nodes.max=1', report: none }]);

describe('Variants side by side', () => {
  test('have the figures of every variant in one row', () => {
    expect(comparison.variants).toEqual(['as written', 'pools.train-h100.nodes.max=1']);
    const values = Object.fromEntries(comparison.rows.map(({ figure, values: row }) => [figure, row]));
    expect(values).toEqual({
      passed: [1, 0],
      usd: [550.4, null],
      usdIdle: [0, null],
      projectedUsdPerMonth: [40_179.2, null],
      idleShare: [0, null],
      waitP50Seconds: [0, 36_000],
      waitP95Seconds: [0, 36_000],
      waitMaxSeconds: [0, 36_000],
      neverStarted: [0, 1],
      preemptions: [0, 0],
      rejections: [0, 0],
    });
  });

  test('say for people what is unknown, and never that it is 0', () => {
    const { columns, rows } = comparisonTable(comparison);
    const cost = columns.findIndex(({ title }) => title === 'cost');
    expect(rows.map((row) => row[cost])).toEqual(['$550', 'unknown']);
    expect(sideBySide(comparison).rows[0]).toEqual(['verdict', 'passed', 'failed']);
  });
});
