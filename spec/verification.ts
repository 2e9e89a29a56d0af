import { z } from 'zod';
import { dnsLabel, field } from './field.ts';
import { duration } from './units.ts';
import {
  calledServices,
  fewEnough,
  MOST_POINTS,
  verifiedMetric,
  verifiedService,
  watching,
} from './verification-form.ts';

const watched = {
  team: field(dnsLabel(40), 'Team that it belongs to.', 'vision'),
  ...watching({ window: '15m', step: '15s' }),
  scrape: field(
    duration.prefault('5s'),
    'How often both arms are asked for their figures; at most a third of `step`, so that rates have points.',
    '5s',
  ),
};

const endpointRelease = z
  .strictObject({
    kind: z.literal('endpoint').meta({
      description: 'Releases of a model: `plinth verify FILE --endpoint TEAM/ENDPOINT` judges and acts by the traffic.',
      examples: ['endpoint'],
    }),
    endpoint: field(dnsLabel(30), 'One of `serving.endpoints`.', 'defects'),
    ...watched,
    steps: field(
      z.array(z.int().min(1).max(100)).min(1).max(20).readonly().default([10, 50, 100]),
      'Parts of the requests that a release which passes gets, one after the other, the last of them 100. Unit: per cent.',
      [10, 50, 100],
    ),
    calls: calledServices,
    metrics: field(
      z.array(verifiedMetric).max(100).readonly().default([]),
      'Further metrics of the endpoint, such as the quality of its answers or a business figure. Those of its server are there.',
      [
        {
          name: 'parts sorted out',
          kind: 'business',
          query: 'sum(rate(parts_sorted_out_total{$arm}[$step]))',
          critical: false,
        },
      ],
    ),
    services: field(
      z.array(verifiedService).max(50).readonly().default([]),
      'Further services on the path of a request.',
      [{ name: 'features' }],
    ),
  })
  .readonly();

const rolloutRelease = z
  .strictObject({
    kind: z.literal('rollout').meta({
      description: 'Revisions of a service of a team: a Rollout of Argo Rollouts asks the judge between its steps.',
      examples: ['rollout'],
    }),
    name: field(dnsLabel(40), 'Name of the AnalysisTemplate that the Rollout refers to, unique in its team.', 'shop'),
    ...watched,
    pods: field(
      z
        .record(z.string().max(317), z.string().max(63))
        .refine((given) => Object.keys(given).length > 0, 'expected at least one label'),
      'Labels of the Rollout’s pods, whose figures are asked for.',
      { app: 'shop' },
    ),
    port: field(z.int().min(1).max(65_535).default(8_080), 'Port at which they show their figures.', 8_080),
    path: field(
      z
        .string()
        .max(200)
        .regex(/^\/[\w./-]*$/, 'expected a path such as /metrics')
        .default('/metrics'),
      'Path of their figures.',
      '/metrics',
    ),
    services: field(
      z.array(verifiedService).min(1).max(50).readonly(),
      'The services on the path of a request, with their metrics.',
      [{ name: 'shop' }],
    ),
  })
  .readonly();

const release = z
  .discriminatedUnion('kind', [endpointRelease, rolloutRelease])
  .refine(fewEnough, { path: ['step'], message: `expected at most ${MOST_POINTS} points in the window` })
  .refine(({ scrape, step }) => step >= 3 * scrape, {
    path: ['step'],
    message: 'expected at least three times `scrape`',
  });

/** Releases that are judged by evidence, and what stops a change of the platform itself. */
export const verification = z
  .strictObject({
    image: field(
      z
        .string()
        .max(500)
        .regex(/^[^\s'"\\@]+@sha256:[0-9a-f]{64}$/, 'expected an image by digest, such as name@sha256:…'),
      'Image with `plinth` in it, by digest: what judges must not change by itself.',
      `registry.example.org/platform/plinth@sha256:${'0f3a'.repeat(16)}`,
    ),
    releases: field(
      z.array(release).max(500).readonly().default([]),
      'What is judged, by which metrics of which services. Without it nothing is.',
      [{ kind: 'endpoint', team: 'vision', endpoint: 'defects', steps: [10, 50, 100] }],
    ),
    burn: field(
      z
        .strictObject({
          factor: field(
            z.number().min(1).max(1_000).default(6),
            'How many times too fast a promise’s error budget must be spent, over the last hour and the last five minutes.',
            6,
          ),
          watch: field(duration.prefault('5m'), 'Time that promises are watched before a wave may begin.', '5m'),
        })
        .readonly()
        .optional(),
      'A change of the platform stops before the wave of its teams while a promise is being broken. Take it out in the commit that mends what burns. Without it no change is stopped.',
      { factor: 6, watch: '5m' },
    ),
  })
  .readonly();

/** What the platform verifies. */
export type VerificationSpec = z.output<typeof verification>;
/** One thing whose releases are judged. */
export type VerifiedRelease = VerificationSpec['releases'][number];
/** An endpoint whose releases are judged. */
export type VerifiedEndpoint = Extract<VerifiedRelease, { kind: 'endpoint' }>;
/** A Rollout whose revisions are judged. */
export type VerifiedRollout = Extract<VerifiedRelease, { kind: 'rollout' }>;
