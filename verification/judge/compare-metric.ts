import { inflationOf } from '../statistics/dependence.ts';
import { driftSample, driftTest } from '../statistics/drift-test.ts';
import { rankSample } from '../statistics/rank-sample.ts';
import { ascending, rankTest } from '../statistics/rank-test.ts';
import { type Shift, shiftOf } from '../statistics/shift.ts';
import { tailSample, tailTest } from '../statistics/tail-test.ts';
import type { Chances, MetricEvidence, TailRule } from './evidence.ts';
import { harmedValues, type Sign, worsened } from './harmed-values.ts';
import type { Sample, Test } from './verdict.ts';

/** Points of each arm below which nothing is called all right, however little noise there is. */
const FEWEST_POINTS = 20;
/** Points of each arm beyond which nobody waits: such a harm cannot be seen by this metric. */
const MOST_POINTS = 1_000_000;
/** Largest distance of two distributions that must not be missed, where nothing else is said. */
const USUAL_DISTANCE = 0.2;

/** How many tests a metric asks for. */
export function testsOf({ kind, tail }: MetricEvidence): number {
  return kind !== 'drift' && tail !== undefined ? 2 : 1;
}

/**
 * Makes the tests that a metric asks for.
 *
 * @param chances - its probability of a false alarm is that of each single test
 */
export function compareMetric(metric: MetricEvidence, sample: Sample, chances: Chances): readonly Test[] {
  const inflation = inflationOf(sample.baseline, sample.canary);
  const asked = { metric, sample, chances, inflation };
  if (metric.kind === 'drift') return [driftOf(asked)];
  const { tail } = metric;
  return [shiftTest(asked), ...(tail === undefined ? [] : [tailOf(asked, tail)])];
}

interface Asked {
  readonly metric: MetricEvidence;
  readonly sample: Sample;
  readonly chances: Chances;
  readonly inflation: number;
}

function shiftTest(asked: Asked): Test {
  const { inflation, metric, sample } = asked;
  const [baseline, canary] = [ascending(sample.baseline), ascending(sample.canary)];
  const tests = signsOf(metric).map((sign) => {
    const { larger, smaller } = rankTest(worsened(baseline, metric.tolerance, sign).sort(), canary, inflation);
    return sign === 1 ? larger : smaller;
  });
  const shift = shiftOf(baseline, canary, { inflation });
  return {
    test: 'shift',
    shift,
    relative: relativeTo(medianOf(baseline), shift),
    effect: rankTest(baseline, canary).effect,
    probability: Math.min(1, tests.length * Math.min(...tests)),
    inflation,
    needed: bounded(Math.max(...signsOf(metric).map((sign) => shiftSample(asked, baseline, sign))) * inflation),
  };
}

function signsOf({ direction }: MetricEvidence): readonly Sign[] {
  if (direction === 'anyChangeIsWorse') return [1, -1];
  return [direction === 'higherIsWorse' ? 1 : -1];
}

function shiftSample({ chances: { falseAlarm, power }, metric }: Asked, baseline: Float64Array, sign: Sign): number {
  const edge = worsened(baseline, metric.tolerance, sign);
  const harmed = worsened(harmedValues(baseline, metric.harm, sign), metric.tolerance, sign);
  // Upwards: the formula is for values that become larger.
  const upwards = (values: Float64Array) => (sign === 1 ? values : values.map((value) => -value)).sort();
  const allowed = falseAlarm / signsOf(metric).length;
  return rankSample({ baseline: upwards(edge), harmed: upwards(harmed), allowed, power });
}

function tailOf({ chances, inflation, metric, sample }: Asked, { quantile, worse }: TailRule): Test {
  const sign: Sign = metric.direction === 'lowerIsWorse' ? -1 : 1;
  // Fisher's test takes every value for one of its own: where neighbours are alike, only some of them are.
  const every = Math.ceil(inflation);
  const own = (values: ArrayLike<number>) =>
    Array.from(values, (value) => sign * value).filter((_, at) => at % every === 0);
  const tail = tailTest(own(worsened(sample.baseline, metric.tolerance, sign)), own(sample.canary), quantile);
  const { falseAlarm, power } = chances;
  return {
    test: 'tail',
    tail: { ...tail, threshold: sign * tail.threshold },
    probability: tail.larger,
    inflation,
    needed: bounded(tailSample({ quantile, worse, allowed: falseAlarm, power }) * every),
  };
}

function driftOf({ chances: { falseAlarm, power }, inflation, metric, sample }: Asked): Test {
  const drift = driftTest(ascending(sample.baseline), ascending(sample.canary), inflation);
  return {
    test: 'drift',
    drift,
    probability: drift.different,
    inflation,
    needed: bounded(driftSample(metric.harm.absolute ?? USUAL_DISTANCE, falseAlarm, power) * inflation),
  };
}

function bounded(needed: number): number | undefined {
  return needed > MOST_POINTS ? undefined : Math.max(FEWEST_POINTS, Math.ceil(needed));
}

function medianOf(sorted: Float64Array): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function relativeTo(median: number, { estimate, high, low }: Shift): Shift | undefined {
  const by = Math.abs(median);
  return by > 0 ? { estimate: estimate / by, low: low / by, high: high / by } : undefined;
}
