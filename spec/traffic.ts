import { z } from 'zod';
import { digest } from './artifact.ts';
import { dnsLabel, field } from './field.ts';
import { API_VERSION } from './platform.ts';
import { MOST_RELEASES } from './release.ts';

/** Earlier states of the traffic that are kept; a rollback goes back through them. */
export const MOST_STATES = 200;

const headers = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9-]+$/, 'expected the name of a header, such as x-canary'),
    z
      .string()
      .min(1)
      .max(200)
      .regex(/^[\x21-\x7e]+$/, 'expected a value without spaces'),
  )
  .refine((given) => Object.keys(given).length <= 8, 'expected at most 8 headers');

const share = z
  .strictObject({
    release: field(z.int().min(1).max(MOST_RELEASES), 'Number of the release.', 3),
    digest: field(
      digest,
      'Digest of its file, so that no other can stand in its place.',
      'sha256:90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab',
    ),
    weight: field(
      z.int().min(0).max(100),
      'Part of the requests that it answers; all of an endpoint add up to 100. Unit: per cent.',
      90,
    ),
    headers: field(headers.optional(), 'Requests with all of these headers go to it, whatever its weight.', {
      'x-canary': 'yes',
    }),
  })
  .readonly();

const state = z.array(share).min(1).max(10).readonly();

/** What an endpoint answers with, and what it answered with before. The only file of a release that changes. */
export const traffic = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('ModelTraffic').meta({ description: 'Always `ModelTraffic`.', examples: ['ModelTraffic'] }),
    metadata: field(
      z
        .strictObject({
          team: field(dnsLabel(40), 'Team that the endpoint belongs to.', 'vision'),
          endpoint: field(dnsLabel(30), 'The endpoint.', 'defects'),
        })
        .readonly(),
      'Which endpoint it is.',
      { team: 'vision', endpoint: 'defects' },
    ),
    traffic: field(state, 'Which release gets how much.', [
      { release: 3, digest: 'sha256:90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab', weight: 100 },
    ]),
    before: field(z.array(state).max(MOST_STATES).readonly(), 'Earlier states, the newest first.', []),
  })
  .readonly();

/** The traffic of one endpoint, and what it was. */
export type Traffic = z.output<typeof traffic>;
/** Shares of all releases that an endpoint answers with. */
export type TrafficState = Traffic['traffic'];
/** Share of one release. */
export type TrafficShare = TrafficState[number];
