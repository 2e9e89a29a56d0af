import { z } from 'zod';
import { field, text } from '../../spec/field.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { duration } from '../../spec/units.ts';
import { METRIC_KINDS, USUAL_CHANCES } from '../judge/evidence.ts';

/** Points that Prometheus gives for one series at most. */
const MOST_POINTS = 11_000;
/** Most characters of a query. */
const LONGEST_QUERY = 4_000;

const amounts = z
  .strictObject({
    relative: field(z.number().min(0).max(100).optional(), 'As a share of the baseline. Unit: shares.', 0.1),
    absolute: field(z.number().min(0).optional(), 'As an amount. Unit: the metric’s.', 5),
  })
  .readonly();

const query = z
  .string()
  .min(1)
  .max(LONGEST_QUERY)
  .refine((given) => given.includes('$arm'), 'expected $arm where the labels of baseline and canary go');

const metric = z
  .strictObject({
    name: field(text(60), 'Name of the metric, unique in its service.', 'latency'),
    kind: field(z.enum(METRIC_KINDS), 'What it is of; `drift` compares whole distributions.', 'latency'),
    unit: field(text(20).optional(), 'Unit of its values, for people.', 'ms'),
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
    tolerance: field(amounts.optional(), 'How much worse is still all right.', { relative: 0.05 }),
    harm: field(
      amounts.optional(),
      'What must not be missed, beyond the tolerance; the sample that is needed follows from it.',
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
      'A tail that is also looked at by itself; it needs many points.',
      { quantile: 0.95, worse: 2 },
    ),
    critical: field(
      z.boolean().default(true),
      'Whether it alone may roll a release back; another one can only hold it.',
      true,
    ),
  })
  .readonly();

const service = z
  .strictObject({
    name: field(text(60), 'Name of the service.', 'shop'),
    traffic: field(
      query.optional(),
      'Requests over time: a canary without any cannot be judged.',
      'rate(http_total{$arm}[$step])',
    ),
    latency: field(
      query.optional(),
      'Mean latency over time, in one unit for all services: with it the service that added latency is named.',
      'rate(http_seconds_sum{$arm}[$step]) / rate(http_seconds_count{$arm}[$step])',
    ),
    calls: field(
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
    ),
    metrics: field(z.array(metric).max(500).readonly().default([]), 'What it is judged by.', []),
  })
  .readonly();

const matchers = z
  .record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label'), z.string().max(200))
  .refine((given) => Object.keys(given).length > 0, 'expected at least one label')
  .readonly();

/** A release verification: what a release is judged by, and where to ask. */
export const verification = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('Verification').meta({ description: 'Always `Verification`.', examples: ['Verification'] }),
    metadata: field(
      z.strictObject({ name: field(text(60), 'What is released.', 'shop') }).readonly(),
      'What it is called.',
      {
        name: 'shop',
      },
    ),
    window: field(duration.prefault('5m'), 'Time that a release is watched.', '5m'),
    step: field(
      duration.prefault('1s'),
      'Time between two points; make ranges of queries as long, so that points are independent.',
      '1s',
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
    arms: field(
      z
        .strictObject({
          baseline: field(matchers, 'Labels of the release that is known.', { revision: 'stable' }),
          canary: field(matchers, 'Labels of the release that is looked at.', { revision: 'canary' }),
        })
        .readonly(),
      'How the two are told apart: what `$arm` becomes.',
      { baseline: { revision: 'stable' }, canary: { revision: 'canary' } },
    ),
    services: field(z.array(service).min(1).max(100).readonly(), 'The services on the path of a request.', [
      { name: 'shop' },
    ]),
  })
  .refine(({ step, window }) => window / step <= MOST_POINTS, {
    path: ['step'],
    message: `expected at most ${MOST_POINTS} points in the window`,
  })
  .refine(({ services }) => services.some(({ metrics }) => metrics.length > 0), {
    path: ['services'],
    message: 'expected at least one metric',
  })
  .readonly();

/** A verification that passed every check. */
export type Verification = z.output<typeof verification>;

/** What a user may write. */
export type VerificationInput = z.input<typeof verification>;

/** A metric of it. */
export type VerifiedMetric = Verification['services'][number]['metrics'][number];
