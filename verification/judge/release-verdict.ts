import type { Action, MetricVerdict, OwnTimeVerdict, ReleaseVerdict, Verdict } from './verdict.ts';

/** Metrics that a verdict names. */
const MOST_NAMED = 5;
/** Share of metrics that may stay unknown in a release that passes. */
const MOST_UNKNOWN = 0.5;

/** Puts the verdicts on single metrics together to that on the release. */
export function releaseVerdict(
  parts: Pick<ReleaseVerdict, 'look' | 'metrics' | 'ownTimes' | 'release'>,
): ReleaseVerdict {
  const { look, metrics, ownTimes } = parts;
  const { action, decidedBy, summary, verdict } = decision(metrics, look.number === look.of);
  const slowedBy = ownTimes
    .filter((each) => each.verdict === 'fail')
    .toSorted((a, b) => (b.shift?.estimate ?? 0) - (a.shift?.estimate ?? 0));
  return {
    ...parts,
    ...{ verdict, action },
    reasons: [summary, ...decidedBy.map(metricText), ...slowedBy.map(slowedText)],
    decidedBy,
    slowedBy: slowedBy.map(({ service }) => service),
  };
}

/** A metric with what is said of it. */
function metricText({ cause, metric, reason }: MetricVerdict): string {
  return `${metric.service}/${metric.name}: ${cause}: ${reason}`;
}

interface Decision {
  readonly verdict: Verdict;
  readonly action: Action;
  readonly summary: string;
  readonly decidedBy: readonly MetricVerdict[];
}

function decision(metrics: readonly MetricVerdict[], last: boolean): Decision {
  const of = (verdict: Verdict, critical: boolean) =>
    metrics.filter((each) => each.verdict === verdict && each.metric.critical === critical).toSorted(byProbability);
  const say = (verdict: Verdict, action: Action, summary: string, by: readonly MetricVerdict[]): Decision => ({
    ...{ verdict, action, summary },
    decidedBy: by.slice(0, MOST_NAMED),
  });
  const [bad, uneasy] = [of('fail', true), of('fail', false)];
  const [unknown, unheard] = [of('inconclusive', true), of('inconclusive', false)];
  if (bad.length > 0) return say('fail', 'roll back', `${counted(bad)} worse than tolerated`, bad);
  if (metrics.length === 0) return say('inconclusive', 'hold', 'there is no metric to judge by', []);
  const open = [...uneasy, ...unknown, ...unheard];
  if (!last)
    return say('inconclusive', 'look again', 'nothing critical is worse so far, and there are looks to come', open);
  if (unknown.length > 0) return say('inconclusive', 'hold', `${counted(unknown)} not known`, unknown);
  if (uneasy.length > 0)
    return say('inconclusive', 'hold', `${counted(uneasy)} worse than tolerated, but not critical`, uneasy);
  if (unheard.length > metrics.length * MOST_UNKNOWN)
    return say('inconclusive', 'hold', `${unheard.length} of ${metrics.length} metrics are not known`, unheard);
  return passed(metrics, unheard);
}

function passed(metrics: readonly MetricVerdict[], unheard: readonly MetricVerdict[]): Decision {
  const known = metrics.filter(({ verdict }) => verdict === 'pass').toSorted(byProbability);
  const but = unheard.length === 0 ? '' : `; ${unheard.length} not critical not known`;
  return {
    verdict: 'pass',
    action: 'promote',
    summary: `${known.length} of ${metrics.length} metrics are no worse than tolerated, with points enough to tell${but}`,
    // Those nearest to an alarm, then those that nobody knows.
    decidedBy: [...known.slice(0, 3), ...unheard].slice(0, MOST_NAMED),
  };
}

function counted(metrics: readonly MetricVerdict[]): string {
  const critical = metrics.every(({ metric }) => metric.critical) ? 'critical ' : '';
  return `${metrics.length} ${critical}${metrics.length === 1 ? 'metric is' : 'metrics are'}`;
}

function byProbability(one: MetricVerdict, other: MetricVerdict): number {
  return least(one) - least(other);
}

function least({ comparisons }: MetricVerdict): number {
  return comparisons.reduce((low, { probability }) => Math.min(low, probability), 1);
}

function slowedText({ reason, service }: OwnTimeVerdict): string {
  return `${service} is ${reason}`;
}
