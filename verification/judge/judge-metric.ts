import { comparisonText, harmText } from './comparison-text.ts';
import type { MetricEvidence } from './evidence.ts';
import { numberText } from './number-text.ts';
import type { Obstacle } from './usable-sample.ts';
import type { Cause, Comparison, MetricVerdict, Sample } from './verdict.ts';

const CAUSES = { shift: 'worse', tail: 'tail is worse', drift: 'drifted' } as const satisfies Record<string, Cause>;

/** What a verdict on one metric stands on. */
export interface MetricCase {
  readonly metric: MetricEvidence;
  readonly sample: Sample;
  readonly comparisons: readonly Comparison[];
  /** Probability of a false alarm that this look may use. */
  readonly falseAlarm: number;
}

/** The verdict on a metric whose arms could be compared. */
export function judgeMetric({ comparisons, falseAlarm, metric, sample }: MetricCase): MetricVerdict {
  const notes = [...sample.notes, ...dependenceNote(comparisons)];
  const said = (verdict: MetricVerdict['verdict'], cause: Cause, text: string): MetricVerdict => ({
    ...{ metric, verdict, cause, sample, comparisons },
    reason: [text, ...notes].join('; '),
  });
  const worse = comparisons.find((each) => each.raised <= falseAlarm && matters(metric, each));
  if (worse !== undefined) return said('fail', CAUSES[worse.test], comparisonText(metric, worse));
  const points = Math.min(sample.baseline.length, sample.canary.length);
  const short = comparisons.find(({ needed }) => needed === undefined || needed > points);
  if (short !== undefined) return said('inconclusive', 'too few points', tooFew(metric, sample, short));
  return said('pass', 'no worse', `${constant(sample)}${comparisons.map((each) => passText(metric, each)).join('; ')}`);
}

/** The verdict on a metric whose arms could not be compared: unknown, or failed where requests came and the metric stayed away. */
export function judgeSilence(metric: MetricEvidence, obstacle: Obstacle, gaveUp: boolean): MetricVerdict {
  const fault = gaveUp && obstacle.ofCanary === true;
  return {
    ...{ metric, cause: obstacle.cause, comparisons: [] },
    verdict: fault ? 'fail' : 'inconclusive',
    reason: fault ? `${obstacle.reason}, though the canary had requests` : obstacle.reason,
  };
}

/** Whether a difference is large enough to be looked at; for shifts and tails the tolerance is in the test itself. */
function matters({ tolerance }: MetricEvidence, comparison: Comparison): boolean {
  return comparison.test !== 'drift' || comparison.drift.stabilityIndex > (tolerance.absolute ?? 0);
}

function tooFew(metric: MetricEvidence, { baseline, canary }: Sample, short: Comparison): string {
  const there = `${baseline.length} and ${canary.length} points`;
  const harm = harmText(metric, short);
  if (short.needed === undefined)
    return `no number of points shows ${harm} in this metric: say what harm is as an amount (harm.absolute)`;
  return `${there}, ${short.needed} of each are needed to see ${harm}`;
}

function passText(metric: MetricEvidence, comparison: Comparison): string {
  return `${comparisonText(metric, comparison)} (${comparison.needed} points of each show ${harmText(metric, comparison)})`;
}

function constant({ baseline, canary }: Sample): string {
  const [value] = baseline;
  const same = [...baseline, ...canary].every((each) => each === value);
  return same ? `constant at ${numberText(value ?? 0)} in both; ` : '';
}

function dependenceNote(comparisons: readonly Comparison[]): readonly string[] {
  const inflation = Math.max(1, ...comparisons.map((each) => each.inflation));
  return inflation === 1 ? [] : [`neighbours are alike: ${numberText(inflation)} points count as one`];
}
