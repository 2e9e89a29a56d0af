import {
  type Arm,
  type Evidence,
  type MetricEvidence,
  type Point,
  type ServiceEvidence,
  USUAL_CHANCES,
} from '../../verification/judge/evidence.ts';
import { judgeRelease } from '../../verification/judge/judge-release.ts';
import type { MetricVerdict, ReleaseVerdict } from '../../verification/judge/verdict.ts';
import { lognormal, seeded, times } from './seeded.ts';

/** When every sample begins. Unit: seconds since 1970. */
export const BEGIN = 1_790_000_000;

/** An arm with a point every ten seconds. */
export function arm(values: readonly number[], begin = BEGIN): Arm {
  return { kind: 'points', points: points(values, begin) };
}

/** Points every ten seconds. */
export function points(values: readonly number[], begin = BEGIN): readonly Point[] {
  return values.map((value, at) => ({ at: begin + at * 10, value }));
}

/** Latencies of a usual service: lognormal around 100 ms, times a factor. */
export function latencies(seed: number, count: number, { factor = 1, variation = 0.3 } = {}): readonly number[] {
  const random = seeded(seed);
  return times(count, () => factor * lognormal(random, 100, variation));
}

/** A critical latency of the service `shop` with a hundred equal points in each arm, and what is changed of it. */
export function metric(change: Partial<MetricEvidence> = {}): MetricEvidence {
  return {
    name: 'latency',
    service: 'shop',
    kind: 'latency',
    unit: 'ms',
    direction: 'higherIsWorse',
    tolerance: {},
    harm: { relative: 0.5 },
    critical: true,
    baseline: arm(latencies(1, 100)),
    canary: arm(latencies(2, 100)),
    ...change,
  };
}

/** Evidence of one look at the usual chances. */
export function evidence(metrics: readonly MetricEvidence[], change: Partial<Evidence> = {}): Evidence {
  return {
    release: 'shop 2.1',
    metrics,
    services: [],
    looks: { number: 1, of: 1 },
    chances: USUAL_CHANCES,
    ...change,
  };
}

/** The verdict on the first metric of a release, at a last look. */
export function verdictOn(change: Partial<MetricEvidence>, services: readonly ServiceEvidence[] = []): MetricVerdict {
  const [first] = judged([metric(change)], { services }).metrics;
  if (first === undefined) throw new Error('bug: there is no metric');
  return first;
}

/** The verdict on a release. */
export function judged(metrics: readonly MetricEvidence[], change: Partial<Evidence> = {}): ReleaseVerdict {
  return judgeRelease(evidence(metrics, change));
}
