import type { DriftTest } from '../statistics/drift-test.ts';
import type { Shift } from '../statistics/shift.ts';
import type { TailTest } from '../statistics/tail-test.ts';
import type { MetricEvidence } from './evidence.ts';

/** What the judge says. Whatever is not known is `inconclusive`, never `pass`. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** What to do: let the release go on, look again, leave it where it is for a person, or take it back. */
export type Action = 'promote' | 'look again' | 'hold' | 'roll back';

/** Why a metric got its verdict. Public API: never renamed. */
export type Cause =
  | 'no worse'
  | 'worse'
  | 'tail is worse'
  | 'drifted'
  | 'too few points'
  | 'no data'
  | 'vanished'
  | 'clocks differ'
  | 'not numbers'
  | 'no traffic'
  | 'not asked';

/** Values of both arms that could be compared. */
export interface Sample {
  /** Values of the baseline, in the order of time. */
  readonly baseline: readonly number[];
  /** Values of the canary. */
  readonly canary: readonly number[];
  /** What was done to the data before it was compared, in words. */
  readonly notes: readonly string[];
}

/** What a comparison of two arms found, by the test that was made. */
export type TestResult =
  | {
      readonly test: 'shift';
      /** By how much the canary's values lie above the baseline's. */
      readonly shift: Shift;
      /** The shift as a share of the baseline's median. @default - the median is 0 */
      readonly relative?: Shift | undefined;
      /** Probability that a canary's value is larger than one of the baseline. 0.5 is no difference. */
      readonly effect: number;
    }
  | { readonly test: 'tail'; readonly tail: TailTest }
  | { readonly test: 'drift'; readonly drift: DriftTest };

/** A test that was made, by itself. */
export type Test = TestResult & {
  /** Probability of what was seen, or more, in a release that is at the edge of its tolerance. */
  readonly probability: number;
  /** How many times as variable as independent values these are, because neighbours in time are alike. */
  readonly inflation: number;
  /** Points of each arm that are needed to see the harm. @default - no number of points shows it */
  readonly needed?: number | undefined;
};

/** A test among those of other metrics. */
export type Comparison = Test & {
  /** Its probability, raised because other metrics are tested too (Holm). */
  readonly raised: number;
};

/** What is said of one metric. */
export interface MetricVerdict {
  /** What was judged. */
  readonly metric: MetricEvidence;
  /** What is said of it. */
  readonly verdict: Verdict;
  /** Why, as a word for programs. */
  readonly cause: Cause;
  /** The reason in words and numbers. */
  readonly reason: string;
  /** What the data allowed to compare. @default - nothing */
  readonly sample?: Sample | undefined;
  /** The tests that were made. */
  readonly comparisons: readonly Comparison[];
}

/** What is said of the time that a service itself took. */
export interface OwnTimeVerdict {
  /** Name of the service. */
  readonly service: string;
  /** What is said of it. */
  readonly verdict: Verdict;
  /** The reason in words and numbers. */
  readonly reason: string;
  /** By how much its own time rose. Unit: that of the latencies. @default - it could not be compared */
  readonly shift?: Shift | undefined;
  /** Probability of as large a rise in a release that changes nothing, raised because other services are tested too. @default - it could not be compared */
  readonly raised?: number | undefined;
}

/** What the judge says of a release. */
export interface ReleaseVerdict {
  /** Name of the release. */
  readonly release: string;
  /** What is said of it. */
  readonly verdict: Verdict;
  /** What to do now. */
  readonly action: Action;
  /** Why, the weightiest first. */
  readonly reasons: readonly string[];
  /** The few metrics that decided, the weightiest first. */
  readonly decidedBy: readonly MetricVerdict[];
  /** Every metric, in the order given. */
  readonly metrics: readonly MetricVerdict[];
  /** The services along the path, in the order given. */
  readonly ownTimes: readonly OwnTimeVerdict[];
  /** Service that added latency itself, the most first. */
  readonly slowedBy: readonly string[];
  /** Which look this was. */
  readonly look: {
    readonly number: number;
    readonly of: number;
    /** Probability of a false alarm that this look may use. */
    readonly falseAlarm: number;
  };
}
