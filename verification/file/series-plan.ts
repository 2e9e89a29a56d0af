import type { Arm, Evidence, Looks, MetricEvidence, ServiceEvidence } from '../judge/evidence.ts';
import { USUAL_DRIFT_TOLERANCE, USUAL_HARM } from '../judge/evidence.ts';
import type { Verification, VerifiedMetric } from './verification-file.ts';

/** The two arms of a release. */
const ARMS = ['baseline', 'canary'] as const;

/** Name of an arm. */
export type ArmName = (typeof ARMS)[number];

/** One series to ask for. */
export interface SeriesQuestion {
  /** `service/metric`, `service/@traffic` or `service/@latency`. */
  readonly key: string;
  readonly arm: ArmName;
  /** PromQL with the labels of the arm. */
  readonly query: string;
}

/** Gives the answer to a question. */
export type Answers = (key: string, arm: ArmName) => Arm;

/** Every series that a verification asks for. */
export function seriesPlan({ arms, services, step }: Verification): readonly SeriesQuestion[] {
  const asked = services.flatMap((service) => [
    ...(service.traffic === undefined ? [] : [{ key: keyOf(service.name, '@traffic'), query: service.traffic }]),
    ...(service.latency === undefined ? [] : [{ key: keyOf(service.name, '@latency'), query: service.latency }]),
    ...service.metrics.map(({ name, query }) => ({ key: keyOf(service.name, name), query })),
  ]);
  return asked.flatMap(({ key, query }) =>
    ARMS.map((arm) => ({
      ...{ key, arm },
      query: query.replaceAll('$arm', matchersText(arms[arm])).replaceAll('$step', `${step}s`),
    })),
  );
}

/**
 * The evidence of a look, put together from answers.
 *
 * @param until - end of the time that was asked for. Unit: seconds since 1970. @default - not known
 */
export function evidenceFrom(file: Verification, looks: Looks, answers: Answers, until?: number): Evidence {
  const both = (key: string) => ({ baseline: answers(key, 'baseline'), canary: answers(key, 'canary') });
  return {
    release: file.metadata.name,
    metrics: file.services.flatMap((service) =>
      service.metrics.map((metric) => metricFrom(service.name, metric, both(keyOf(service.name, metric.name)))),
    ),
    services: file.services.map(
      ({ calls, latency, name, traffic }): ServiceEvidence => ({
        ...{ name, calls },
        latency: latency === undefined ? undefined : both(keyOf(name, '@latency')),
        traffic: traffic === undefined ? undefined : both(keyOf(name, '@traffic')),
      }),
    ),
    looks,
    until,
    chances: { falseAlarm: file.falseAlarm, power: file.power },
  };
}

function metricFrom(
  service: string,
  { query: _, ...metric }: VerifiedMetric,
  arms: Pick<MetricEvidence, 'baseline' | 'canary'>,
): MetricEvidence {
  const drift = metric.kind === 'drift';
  return {
    ...metric,
    ...arms,
    service,
    tolerance: metric.tolerance ?? (drift ? USUAL_DRIFT_TOLERANCE : {}),
    harm: metric.harm ?? (drift ? {} : USUAL_HARM),
  };
}

function keyOf(service: string, metric: string): string {
  return `${service}/${metric}`;
}

/** Labels as PromQL takes them: `a="x",b="y"`. */
function matchersText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
}
