import type { MetricVerdict, ReleaseVerdict } from '../judge/verdict.ts';

/** A verdict as plain JSON, without the series: what programs read. */
export function verdictJson(found: ReleaseVerdict) {
  return {
    release: found.release,
    verdict: found.verdict,
    action: found.action,
    reasons: found.reasons,
    decidedBy: found.decidedBy.map(({ metric }) => `${metric.service}/${metric.name}`),
    slowedBy: found.slowedBy,
    look: found.look,
    metrics: found.metrics.map(metricJson),
    ownTimes: found.ownTimes,
  };
}

function metricJson({ cause, comparisons, metric, reason, sample, verdict }: MetricVerdict) {
  return {
    ...{ service: metric.service, name: metric.name, kind: metric.kind, critical: metric.critical },
    ...{ verdict, cause, reason },
    points: { baseline: sample?.baseline.length ?? 0, canary: sample?.canary.length ?? 0 },
    comparisons,
  };
}
