import type { MetricEvidence, TailRule } from '../../verification/judge/evidence.ts';
import { judgeRelease } from '../../verification/judge/judge-release.ts';
import type { ReleaseVerdict, Verdict } from '../../verification/judge/verdict.ts';
import { arm, evidence, metric } from './sample.ts';
import { lognormal, seeded, times } from './seeded.ts';

/** What is simulated, again and again. */
export interface Simulation {
  /** Releases that are judged. */
  readonly runs: number;
  /** Points of each arm at the last look. */
  readonly points: number;
  /** Values of one arm. @default - lognormal around 100, coefficient of variation 0.3 */
  readonly values?: (random: () => number, count: number, canary: boolean) => readonly number[];
  /** Metrics of each release, all alike and independent. @default 1 */
  readonly metrics?: number;
  /** Looks at each release; it is over at the first that fails. @default 1 */
  readonly looks?: number;
  /** A tail that is also looked at. @default - none is */
  readonly tail?: TailRule;
  /** Seed of all values. @default 7 */
  readonly seed?: number;
}

/** How releases ended. */
export interface Rates extends Readonly<Record<Verdict, number>> {
  /** Mean look at which those that failed were called. */
  readonly calledAt: number;
}

/** Judges many releases with values that look random; shares of each verdict. */
export function simulate(simulation: Simulation): Rates {
  const random = seeded(simulation.seed ?? 7);
  const count = { pass: 0, fail: 0, inconclusive: 0 };
  let looks = 0;
  for (let run = 0; run < simulation.runs; run += 1) {
    const { look, verdict } = lastVerdict(simulation, random);
    count[verdict] += 1;
    if (verdict === 'fail') looks += look.number;
  }
  const share = (verdict: Verdict) => count[verdict] / simulation.runs;
  return {
    pass: share('pass'),
    fail: share('fail'),
    inconclusive: share('inconclusive'),
    calledAt: looks / Math.max(1, count.fail),
  };
}

function lastVerdict(simulation: Simulation, random: () => number): ReleaseVerdict {
  const { looks = 1, points } = simulation;
  const whole = times(simulation.metrics ?? 1, (at) => pairOf(simulation, random, at));
  for (let number = 1; ; number += 1) {
    const sofar = Math.round((points * number) / looks);
    const metrics = whole.map(({ baseline, canary, name }) =>
      metric({
        name,
        tail: simulation.tail,
        baseline: arm(baseline.slice(0, sofar)),
        canary: arm(canary.slice(0, sofar)),
      }),
    );
    const found = judgeRelease(evidence(metrics, { looks: { number, of: looks } }));
    if (number === looks || found.verdict === 'fail') return found;
  }
}

function pairOf({ points, values = usual(0.3) }: Simulation, random: () => number, at: number) {
  return {
    name: `metric-${at}` satisfies MetricEvidence['name'],
    baseline: values(random, points, false),
    canary: values(random, points, true),
  };
}

/** Lognormal values, those of the canary times a factor. */
export function usual(variation: number, factor = 1): Required<Simulation>['values'] {
  return (random, count, canary) => times(count, () => (canary ? factor : 1) * lognormal(random, 100, variation));
}
