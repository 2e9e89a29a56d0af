import { spent } from '../statistics/alpha-spending.ts';
import { holm } from '../statistics/holm.ts';
import { compareMetric, testsOf } from './compare-metric.ts';
import type { Arm, Evidence, MetricEvidence, ServiceEvidence } from './evidence.ts';
import { judgeMetric, judgeSilence } from './judge-metric.ts';
import { ownTimes } from './own-time.ts';
import { releaseVerdict } from './release-verdict.ts';
import { type Obstacle, usableSample } from './usable-sample.ts';
import type { MetricVerdict, ReleaseVerdict, Sample } from './verdict.ts';

/**
 * Judges a release against its baseline.
 *
 * Pure: same evidence, same verdict. Whatever is missing is said; nothing passes because nobody looked.
 */
export function judgeRelease(evidence: Evidence): ReleaseVerdict {
  const { looks, services } = evidence;
  const falseAlarm = allowedNow(evidence);
  const cases = evidence.metrics.map((metric) => ({ metric, sample: sampleOf(metric, evidence) }));
  const judged = [true, false].flatMap((critical) =>
    judgedFamily(
      cases.filter(({ metric }) => metric.critical === critical),
      evidence,
      falseAlarm,
    ),
  );
  const metrics = evidence.metrics.flatMap((metric) => judged.find((each) => each.metric === metric) ?? []);
  return releaseVerdict({
    ...{ release: evidence.release, metrics },
    ownTimes: ownTimes(services, falseAlarm),
    look: { ...looks, falseAlarm },
  });
}

/** Probability of a false alarm that this look may use: what has become free since the one before. */
function allowedNow({ chances, looks }: Evidence): number {
  const shares = Array.from({ length: looks.of }, (_, at) => (at + 1) / looks.of);
  const free = spent(shares, chances.falseAlarm)[looks.number - 1];
  if (free === undefined) throw new Error(`bug: there is no look ${looks.number} of ${looks.of}`);
  return free;
}

interface Case {
  readonly metric: MetricEvidence;
  readonly sample: Sample | Obstacle;
}

/**
 * Judges metrics that share one probability of a false alarm. Those that may roll a release back are one family, the others
 * another: the more is watched, the less sure would the first be otherwise.
 */
function judgedFamily(cases: readonly Case[], evidence: Evidence, falseAlarm: number): readonly MetricVerdict[] {
  const last = evidence.looks.number === evidence.looks.of;
  const usable = cases.flatMap(({ metric, sample }) => ('cause' in sample ? [] : [{ metric, sample }]));
  const tests = usable.reduce((sum, { metric }) => sum + testsOf(metric), 0);
  const chances = { ...evidence.chances, falseAlarm: falseAlarm / Math.max(1, tests) };
  const compared = usable.map((each) => ({ ...each, tests: compareMetric(each.metric, each.sample, chances) }));
  const raised = [...holm(compared.flatMap((each) => each.tests.map(({ probability }) => probability)))];
  const verdicts = compared.map(({ metric, sample, tests: made }) =>
    judgeMetric({
      metric,
      sample,
      falseAlarm,
      comparisons: made.map((test) => ({ ...test, raised: raised.shift() ?? 1 })),
    }),
  );
  const silent = cases.flatMap(({ metric, sample }) =>
    'cause' in sample ? [judgeSilence(metric, sample, last && hadRequests(metric, evidence.services))] : [],
  );
  return [...verdicts, ...silent];
}

function sampleOf(metric: MetricEvidence, { services, until }: Evidence): Sample | Obstacle {
  const traffic = services.find(({ name }) => name === metric.service)?.traffic;
  if (traffic !== undefined && requestsIn(traffic.canary) === 0)
    return { cause: 'no traffic', reason: `no request reached the canary of ${metric.service}` };
  return usableSample(metric, until);
}

function hadRequests({ service }: MetricEvidence, services: readonly ServiceEvidence[]): boolean {
  const traffic = services.find(({ name }) => name === service)?.traffic;
  return traffic !== undefined && (requestsIn(traffic.canary) ?? 0) > 0;
}

/** Requests of an arm; nothing where nobody could ask. */
function requestsIn(arm: Arm): number | undefined {
  if (arm.kind === 'unreachable') return undefined;
  return arm.points.reduce((sum, { value }) => sum + (Number.isFinite(value) ? value : 0), 0);
}
