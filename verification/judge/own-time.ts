import { inflationOf } from '../statistics/dependence.ts';
import { holm } from '../statistics/holm.ts';
import { ascending, rankTest } from '../statistics/rank-test.ts';
import { type Shift, shiftOf } from '../statistics/shift.ts';
import type { Arm, Point, ServiceEvidence } from './evidence.ts';
import { changeText, oddsText } from './number-text.ts';
import { usableSample } from './usable-sample.ts';
import type { OwnTimeVerdict } from './verdict.ts';

/** Points of each arm below which a service is not cleared. */
const FEWEST_POINTS = 20;

/**
 * Which services became slower by themselves: the time of each without that of those it waits for.
 *
 * Own time is the mean latency less the mean latencies of all calls, moment by moment: means add up, quantiles do not.
 *
 * @param falseAlarm - probability that any of the services is blamed wrongly
 */
export function ownTimes(services: readonly ServiceEvidence[], falseAlarm: number): readonly OwnTimeVerdict[] {
  const measured = services.filter(({ latency }) => latency !== undefined);
  const found = measured.map((service) => ({ service, compared: comparedOf(service, services) }));
  const tested = found.flatMap(({ compared }) => (typeof compared === 'string' ? [] : [compared.probability]));
  const raised = [...holm(tested)];
  return found.map(({ compared, service }) => {
    if (typeof compared === 'string') return { service: service.name, verdict: 'inconclusive', reason: compared };
    return said(service.name, compared, raised.shift() ?? 1, falseAlarm);
  });
}

interface Compared {
  readonly shift: Shift;
  readonly probability: number;
  readonly points: number;
}

function said(service: string, { points, shift }: Compared, raised: number, falseAlarm: number): OwnTimeVerdict {
  const by = `${changeText(shift.estimate)}, 98 % sure of ${changeText(shift.low)} to ${changeText(shift.high)}; ${oddsText(raised)}`;
  const slower = raised <= falseAlarm;
  const known = points >= FEWEST_POINTS;
  const words = slower
    ? 'slower by itself'
    : known
      ? 'not slower by itself'
      : `${points} points are too few to clear it`;
  return {
    ...{ service, shift, raised },
    verdict: slower ? 'fail' : known ? 'pass' : 'inconclusive',
    reason: `${words}: ${by}`,
  };
}

function comparedOf(service: ServiceEvidence, services: readonly ServiceEvidence[]): Compared | string {
  const baseline = ownArm(service, services, 'baseline');
  const canary = ownArm(service, services, 'canary');
  if (typeof baseline === 'string') return baseline;
  if (typeof canary === 'string') return canary;
  const sample = usableSample({ baseline, canary });
  if ('cause' in sample) return sample.reason;
  const [before, after] = [ascending(sample.baseline), ascending(sample.canary)];
  const inflation = inflationOf(sample.baseline, sample.canary);
  return {
    shift: shiftOf(before, after, { inflation }),
    probability: rankTest(before, after, inflation).larger,
    points: Math.min(before.length, after.length),
  };
}

/** A service's own time in one arm, or why it is not known. */
function ownArm(
  service: ServiceEvidence,
  services: readonly ServiceEvidence[],
  arm: 'baseline' | 'canary',
): Arm | string {
  const latency = service.latency?.[arm];
  if (latency?.kind !== 'points') return latency?.because ?? 'no latency';
  const calls: { readonly times: number; readonly nearest: Nearest }[] = [];
  for (const { service: name, times } of service.calls) {
    const callee = services.find((each) => each.name === name)?.latency?.[arm];
    if (callee?.kind !== 'points' || callee.points.length === 0)
      return `its own time is not known: no latency of ${name} in the ${arm}`;
    calls.push({ times, nearest: nearestIn(callee.points) });
  }
  const points = latency.points.map(({ at, value }) => ({
    at,
    // Nine digits: what is left beyond them is how computers subtract.
    value: Number((value - calls.reduce((sum, { nearest, times }) => sum + times * nearest(at), 0)).toFixed(9)),
  }));
  return { kind: 'points', points };
}

/** The value nearest to a moment; NaN where none is near. */
type Nearest = (at: number) => number;

function nearestIn(points: readonly Point[]): Nearest {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const [begin, end] = [sorted[0]?.at ?? 0, sorted.at(-1)?.at ?? 0];
  const step = sorted.length > 1 ? (end - begin) / (sorted.length - 1) : 0;
  return (at) => {
    const after = firstFrom(sorted, at);
    const near = [sorted[after - 1], sorted[after]].flatMap((point) =>
      point === undefined ? [] : [{ value: point.value, away: Math.abs(point.at - at) }],
    );
    const [best] = near.sort((a, b) => a.away - b.away);
    return best === undefined || best.away > step ? Number.NaN : best.value;
  };
}

/** Place of the first point at a moment or after it. */
function firstFrom(sorted: readonly Point[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
