import { type METRIC_KINDS, USUAL_CHANCES } from '../../spec/verification-form.ts';

export { USUAL_CHANCES };

/** One value of a metric at a moment. */
export interface Point {
  /** Moment. Unit: seconds since 1970. */
  readonly at: number;
  /** Value; NaN where the source had none. Unit: the metric's. */
  readonly value: number;
}

/** A metric as one of both arms showed it: its points in the order of time, or why nobody could ask. */
export type Arm =
  | { readonly kind: 'points'; readonly points: readonly Point[] }
  | { readonly kind: 'unreachable'; readonly because: string };

/** Which way a metric is bad. */
export type Direction = 'higherIsWorse' | 'lowerIsWorse' | 'anyChangeIsWorse';

/** How much worse a release may be without being called worse. Both count together. */
export interface Tolerance {
  /** As a share of the baseline's values. Unit: shares, from 0. @default 0 */
  readonly relative?: number | undefined;
  /** As an amount. Unit: the metric's, from 0. @default 0 */
  readonly absolute?: number | undefined;
}

/** The smallest harm that must not be missed; the sample that is needed follows from it. Both count together. */
export interface Harm {
  /** As a share of the baseline's values, beyond the tolerance. Unit: shares, from 0. */
  readonly relative?: number | undefined;
  /** As an amount, beyond the tolerance. Unit: the metric's, from 0. */
  readonly absolute?: number | undefined;
}

/** A tail that is looked at by itself. */
export interface TailRule {
  /** Part of the values below the tail. Range 0.5–1, both excluded. */
  readonly quantile: number;
  /** How many times as often as the baseline the release is in the tail for it to be a harm that must not be missed. Above 1. */
  readonly worse: number;
}

/** What a metric is of. */
export type MetricKind = (typeof METRIC_KINDS)[number];

/** One metric of one service, in both arms. */
export interface MetricEvidence {
  /** Name, unique in its service. */
  readonly name: string;
  /** Service that it is of. */
  readonly service: string;
  /** What it is of. `drift` compares whole distributions, all others how large values are. */
  readonly kind: MetricKind;
  /** Unit of its values, for people. @default - none is printed */
  readonly unit?: string | undefined;
  /** Which way it is bad. `drift` is bad in any. */
  readonly direction: Direction;
  /** What is still all right. For `drift` the absolute amount is one of the stability index. */
  readonly tolerance: Tolerance;
  /** What must not be missed. */
  readonly harm: Harm;
  /** A tail that is also looked at. @default - none is */
  readonly tail?: TailRule | undefined;
  /** Whether it alone may roll a release back; another one can only hold it. */
  readonly critical: boolean;
  /** The release that is known. */
  readonly baseline: Arm;
  /** The release that is looked at. */
  readonly canary: Arm;
}

/** One service on the path of a request. */
export interface ServiceEvidence {
  /** Name. */
  readonly name: string;
  /** Mean latency over time, in both arms; own time is computed from it. @default - its own time is not judged */
  readonly latency?: { readonly baseline: Arm; readonly canary: Arm } | undefined;
  /** Services it waits for, one after the other, and how many times for each of its own requests. */
  readonly calls: readonly { readonly service: string; readonly times: number }[];
  /** Requests over time in both arms; a canary without any cannot be judged. @default - taken as there */
  readonly traffic?: { readonly baseline: Arm; readonly canary: Arm } | undefined;
}

/** How the data is looked at while it grows. */
export interface Looks {
  /** Which look this is. From 1. */
  readonly number: number;
  /** Looks in all, at equal parts of the planned time. From 1. */
  readonly of: number;
}

/** What the judge may get wrong, and how often. */
export interface Chances {
  /** Probability that a release that changes nothing is called worse, over all metrics and all looks. Range 0–1. */
  readonly falseAlarm: number;
  /** Probability of seeing the harm that must not be missed. Range 0–1. */
  readonly power: number;
}

/** Everything about a release and its baseline that the judge looks at. */
export interface Evidence {
  /** What is released, for people. */
  readonly release: string;
  /** Metrics of all services. */
  readonly metrics: readonly MetricEvidence[];
  /** Services along the path of a request. @default [] - nobody asks which of them added latency */
  readonly services: readonly ServiceEvidence[];
  /** Which look this is. */
  readonly looks: Looks;
  /** What the judge may get wrong. */
  readonly chances: Chances;
  /** End of the time that was asked for: a metric that ended before it in both arms vanished. Unit: seconds since 1970. @default - not known */
  readonly until?: number | undefined;
}

/** Half as much again must not be missed. */
export const USUAL_HARM: Harm = { relative: 0.5 };

/** Twice as often in the slowest twentieth must not be missed. */
export const USUAL_TAIL: TailRule = { quantile: 0.95, worse: 2 };

/** Drift below this stability index is not looked at, however sure it is. */
export const USUAL_DRIFT_TOLERANCE: Tolerance = { absolute: 0.1 };
