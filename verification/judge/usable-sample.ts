import type { Arm, MetricEvidence, Point } from './evidence.ts';
import type { Cause, Sample } from './verdict.ts';

/** Share of an arm's points that may be no numbers before the rest is not believed either. */
const MOST_NOT_NUMBERS = 0.5;
/** Part of the common window that one arm may miss at an end before that is an end of its own. */
const SLACK = 0.1;
/** Steps between points that one arm may miss at an end. */
const SLACK_STEPS = 3;
/** Smallest part of an arm's time that both arms must share. */
const LEAST_SHARED = 0.5;

/** Why two arms cannot be compared. */
export interface Obstacle {
  readonly cause: Cause;
  /** In words and numbers. */
  readonly reason: string;
  /** Whether it is the canary alone that is silent: the release may be at fault. @default false */
  readonly ofCanary?: boolean;
}

/**
 * The values of both arms that may be compared, or why none may.
 *
 * @param until - end of the time that was asked for. Unit: seconds since 1970. @default - not known: both may have ended early
 */
export function usableSample(
  { baseline, canary }: Pick<MetricEvidence, 'baseline' | 'canary'>,
  until?: number,
): Sample | Obstacle {
  const arms = { baseline: points(baseline), canary: points(canary) };
  if (!Array.isArray(arms.baseline)) return arms.baseline as Obstacle;
  if (!Array.isArray(arms.canary)) return arms.canary as Obstacle;
  return endedEarly(arms.baseline, arms.canary, until) ?? compared(arms.baseline, arms.canary);
}

function compared(baseline: readonly Point[], canary: readonly Point[]): Sample | Obstacle {
  const [known, seen] = [numbersOf(baseline), numbersOf(canary)];
  const obstacle =
    emptiness(baseline, canary) ?? notNumbers('baseline', baseline, known) ?? notNumbers('canary', canary, seen);
  if (obstacle !== undefined) return obstacle;
  const placed = sameTime(known, seen);
  if ('cause' in placed) return placed;
  const { notes, values } = bounded(placed.baseline, placed.canary);
  const dropped = baseline.length - known.length + (canary.length - seen.length);
  return {
    ...values,
    notes: [...(dropped > 0 ? [`${dropped} values that are no numbers left out`] : []), ...placed.notes, ...notes],
  };
}

function points(arm: Arm): Obstacle | readonly Point[] {
  if (arm.kind === 'unreachable')
    return { cause: 'not asked', reason: `the source could not be asked: ${arm.because}` };
  return arm.points.toSorted((a, b) => a.at - b.at);
}

function numbersOf(arm: readonly Point[]): readonly Point[] {
  return arm.filter(({ at, value }) => Number.isFinite(at) && !Number.isNaN(value));
}

function emptiness(baseline: readonly Point[], canary: readonly Point[]): Obstacle | undefined {
  if (baseline.length === 0 && canary.length === 0)
    return { cause: 'no data', reason: 'neither arm has a point: is the metric called so?' };
  if (canary.length === 0)
    return { cause: 'no data', reason: `the canary has no point, the baseline ${baseline.length}`, ofCanary: true };
  if (baseline.length === 0)
    return { cause: 'no data', reason: `the baseline has no point, the canary ${canary.length}` };
  return undefined;
}

function notNumbers(name: string, all: readonly Point[], numbers: readonly Point[]): Obstacle | undefined {
  const missing = all.length - numbers.length;
  if (missing <= all.length * MOST_NOT_NUMBERS) return undefined;
  return { cause: 'not numbers', reason: `${missing} of ${all.length} values of the ${name} are no numbers` };
}

/** Both arms stopped before the time was over: what came then, nobody saw. */
function endedEarly(
  baseline: readonly Point[],
  canary: readonly Point[],
  until = Number.NEGATIVE_INFINITY,
): Obstacle | undefined {
  const [one, other] = [spanOf(baseline), spanOf(canary)];
  const [begin, end] = [Math.min(one.begin, other.begin), Math.max(one.end, other.end)];
  const slack = Math.max(SLACK * (until - begin), SLACK_STEPS * Math.max(one.step, other.step));
  if (baseline.length === 0 || canary.length === 0 || until - end <= slack) return undefined;
  const [after, window] = [seconds(end - begin), seconds(until - begin)];
  return { cause: 'vanished', reason: `the metric of both vanished after ${after} of ${window}` };
}

interface Placed {
  readonly baseline: readonly Point[];
  readonly canary: readonly Point[];
  readonly notes: readonly string[];
}

/** Both arms within the time that they share. */
function sameTime(baseline: readonly Point[], canary: readonly Point[]): Placed | Obstacle {
  const [one, other] = [spanOf(baseline), spanOf(canary)];
  const slack = Math.max(
    SLACK * Math.max(one.end - one.begin, other.end - other.begin),
    SLACK_STEPS * Math.max(one.step, other.step),
  );
  const [late, early] = [other.begin - one.begin, one.end - other.end];
  // One arm starts later and also ends later: not a lack of data, but another clock.
  const apart = Math.abs(late) > slack && Math.abs(early) > slack && late * early < 0;
  if (!apart && early > slack) return vanished('canary', 'baseline', early, other, one);
  if (!apart && early < -slack) return vanished('baseline', 'canary', -early, one, other);
  return shared(baseline, canary, apart ? late : 0);
}

function vanished(name: string, still: string, missing: number, gone: Span, there: Span): Obstacle {
  const window = there.end - there.begin;
  const after = Math.max(0, gone.end - there.begin);
  return {
    cause: 'vanished',
    ofCanary: name === 'canary',
    reason: `the metric of the ${name} vanished after ${seconds(after)} of ${seconds(window)}; that of the ${still} went on for ${seconds(missing)}`,
  };
}

function shared(baseline: readonly Point[], canary: readonly Point[], offset: number): Placed | Obstacle {
  const [one, other] = [spanOf(baseline), spanOf(canary)];
  // A step more on each side: two scrapes are never at the same moment.
  const margin = Math.max(one.step, other.step);
  const [from, to] = [Math.max(one.begin, other.begin) - margin, Math.min(one.end, other.end) + margin];
  const within = (arm: readonly Point[]) => arm.filter(({ at }) => at >= from && at <= to);
  const [known, seen] = [within(baseline), within(canary)];
  const least = Math.min(known.length / baseline.length, seen.length / canary.length);
  const words = `the canary's clock is ${seconds(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`;
  if (offset !== 0 && least < LEAST_SHARED)
    return {
      cause: 'clocks differ',
      reason: `${words}, and ${Math.round(least * 100)} % of the points are of the same time`,
    };
  return {
    baseline: offset === 0 ? baseline : known,
    canary: offset === 0 ? canary : seen,
    notes: offset === 0 ? [] : [`${words}; compared where both have points`],
  };
}

interface Span {
  readonly begin: number;
  readonly end: number;
  /** Usual time from one point to the next. Unit: seconds. */
  readonly step: number;
}

function spanOf(arm: readonly Point[]): Span {
  const [begin, end] = [arm[0]?.at ?? 0, arm.at(-1)?.at ?? 0];
  return { begin, end, step: arm.length > 1 ? (end - begin) / (arm.length - 1) : 0 };
}

/** Infinite values, as quantiles beyond the last bucket are, count as the largest finite ones: ranks stay what they are. */
function bounded(baseline: readonly Point[], canary: readonly Point[]) {
  const all = [...baseline, ...canary];
  const finite = all.filter(({ value }) => Number.isFinite(value));
  const infinite = all.length - finite.length;
  const most = finite.reduce((top, { value }) => Math.max(top, value), Number.NEGATIVE_INFINITY);
  const least = finite.reduce((bottom, { value }) => Math.min(bottom, value), Number.POSITIVE_INFINITY);
  const [high, low] = finite.length === 0 ? [1, -1] : [most, least];
  const values = (arm: readonly Point[]) => arm.map(({ value }) => Math.min(high, Math.max(low, value)));
  return {
    values: { baseline: values(baseline), canary: values(canary) },
    notes: infinite === 0 ? [] : [`${infinite} infinite values counted as the largest finite one`],
  };
}

function seconds(value: number): string {
  return `${Math.round(value)} s`;
}
