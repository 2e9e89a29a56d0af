import { z } from 'zod';
import { field, text } from './field.ts';
import { type DurationText, duration } from './units.ts';

/** What a metric is of; reports speak of it so, and drift is judged by its own test. */
export const METRIC_KINDS = [
  'latency',
  'errors',
  'saturation',
  'logs',
  'quality',
  'drift',
  'business',
  'other',
] as const;

/** 95 of 100 harms are seen, and fewer than two of a hundred good releases are called worse: 1.5, as a sample of those varies too. */
export const USUAL_CHANCES = { falseAlarm: 0.015, power: 0.95 } as const;

/** Points that Prometheus gives for one series at most. */
export const MOST_POINTS = 11_000;
/** Most characters of a query. */
const LONGEST_QUERY = 4_000;

const amounts = z
  .strictObject({
    relative: field(
      z.number().min(0).max(100).optional(),
      'As a share of the baseline. Unit: shares. Without it none.',
      0.1,
    ),
    absolute: field(z.number().min(0).optional(), 'As an amount. Unit: the metric’s. Without it none.', 5),
  })
  .readonly();

const query = z
  .string()
  .min(1)
  .max(LONGEST_QUERY)
  .refine((given) => given.includes('$arm'), 'expected $arm where the labels of baseline and canary go');

/** One metric that a release is judged by. */
export const verifiedMetric = z
  .strictObject({
    name: field(text(60), 'Name of the metric, unique in its service.', 'latency'),
    kind: field(z.enum(METRIC_KINDS), 'What it is of; `drift` compares whole distributions.', 'latency'),
    unit: field(text(20).optional(), 'Unit of its values, for people. Without it none is printed.', 'ms'),
    query: field(
      query,
      'PromQL; `$arm` becomes the labels of an arm, `$step` the time between two points. Each series of the answer counts.',
      'rate(http_seconds_sum{$arm}[$step]) / rate(http_seconds_count{$arm}[$step])',
    ),
    direction: field(
      z.enum(['higherIsWorse', 'lowerIsWorse', 'anyChangeIsWorse']).default('higherIsWorse'),
      'Which way it is bad.',
      'higherIsWorse',
    ),
    tolerance: field(
      amounts.optional(),
      'How much worse is still all right. Without it nothing is; for drift a stability index of 0.1.',
      { relative: 0.05 },
    ),
    harm: field(
      amounts.optional(),
      'What must not be missed, beyond the tolerance; the sample that is needed follows from it. Without it half as much again.',
      {
        relative: 0.5,
      },
    ),
    tail: field(
      z
        .strictObject({
          quantile: field(z.number().gt(0.5).lt(1), 'Part of the values below the tail.', 0.95),
          worse: field(
            z.number().gt(1).max(1_000).default(2),
            'How many times as many in the tail must not be missed.',
            2,
          ),
        })
        .readonly()
        .optional(),
      'A tail that is also looked at by itself; it needs many points. Without it none is.',
      { quantile: 0.95, worse: 2 },
    ),
    critical: field(
      z.boolean().default(true),
      'Whether it alone may roll a release back; another one can only hold it.',
      true,
    ),
  })
  .readonly();

/** What a service waits for. */
export const calledServices = field(
  z
    .array(
      z
        .strictObject({
          service: field(text(60), 'Service that it waits for.', 'cart'),
          times: field(z.number().gt(0).max(1_000).default(1), 'How many times for each of its own requests.', 1),
        })
        .readonly(),
    )
    .max(50)
    .readonly()
    .default([]),
  'Services that it waits for, one after the other.',
  [{ service: 'cart' }],
);

/** One service on the path of a request. */
export const verifiedService = z
  .strictObject({
    name: field(text(60), 'Name of the service.', 'shop'),
    traffic: field(
      query.optional(),
      'Requests over time: a canary without any cannot be judged. Without it they are taken as there.',
      'rate(http_total{$arm}[$step])',
    ),
    latency: field(
      query.optional(),
      'Mean latency over time, in one unit for all services: with it the service that added latency is named. Without it its own time is not judged.',
      'rate(http_seconds_sum{$arm}[$step]) / rate(http_seconds_count{$arm}[$step])',
    ),
    calls: calledServices,
    metrics: field(z.array(verifiedMetric).max(500).readonly().default([]), 'What it is judged by.', []),
  })
  .readonly();

/** How a release is watched where nothing else is said. */
export interface UsualWatch {
  /** Time that it is watched. */
  readonly window: DurationText;
  /** Time between two points. */
  readonly step: DurationText;
}

/** How a release is watched: when, how often, how sure. */
export function watching({ step, window }: UsualWatch) {
  return {
    window: field(duration.prefault(window), 'Time that a release is watched.', window),
    step: field(
      duration.prefault(step),
      'Time between two points; make ranges of queries as long, so that points are independent.',
      step,
    ),
    looks: field(
      z.int().min(1).max(50).default(5),
      'Looks in that time; a bad release is stopped at the first that shows it.',
      5,
    ),
    timeout: field(duration.prefault('10s'), 'Longest wait for an answer; later is no answer.', '10s'),
    falseAlarm: field(
      z.number().gt(0).max(0.2).default(USUAL_CHANCES.falseAlarm),
      'Probability that a release that changes nothing is called worse, over all metrics and looks.',
      USUAL_CHANCES.falseAlarm,
    ),
    power: field(
      z.number().min(0.5).lt(1).default(USUAL_CHANCES.power),
      'Probability of seeing the harm.',
      USUAL_CHANCES.power,
    ),
  } as const;
}

/** Whether a window has no more points than Prometheus gives for one series. */
export function fewEnough({ step, window }: { readonly step: number; readonly window: number }): boolean {
  return window / step <= MOST_POINTS;
}

/** A metric that a release is judged by. */
export type VerifiedMetric = z.output<typeof verifiedMetric>;
/** A service on the path of a request. */
export type VerifiedService = z.output<typeof verifiedService>;
