import { z } from 'zod';
import { digest } from './artifact.ts';
import { dnsLabel, field, text } from './field.ts';
import { API_VERSION } from './platform.ts';

/** Most rollouts of one workload: their files have four digits. */
const MOST_ROLLOUTS = 9_999;

const base64 = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'expected base64');

/**
 * One model, or one set of images, for one workload of the sites: written once by `plinth edge rollout` and never changed.
 * Nothing in it is filled in on reading: what is read is what is hashed.
 */
export const edgeRollout = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('EdgeRollout').meta({ description: 'Always `EdgeRollout`.', examples: ['EdgeRollout'] }),
    metadata: z
      .strictObject({
        workload: field(dnsLabel(30), 'Workload that gets it.', 'defects'),
        carries: field(
          z.literal('images').optional(),
          'What comes with it where that is no model: the images of the workload, a row of their own.',
          'images',
        ),
        number: field(z.int().min(1).max(MOST_ROLLOUTS), 'Place in its row. Range 1–9,999.', 2),
      })
      .readonly(),
    previous: field(
      digest.optional(),
      'Digest of the rollout before it; only the first has none.',
      `sha256:${'9'.repeat(64)}`,
    ),
    model: z
      .strictObject({
        digest: field(digest, 'Digest of the manifest: what is signed.', `sha256:${'1'.repeat(64)}`),
        manifest: field(
          base64(1_000_000),
          'The manifest: the files of the model with their digests and sizes.',
          'eyJ9',
        ),
        bytes: field(z.int().min(1), 'Size of all its files. Unit: bytes.', 1_073_741_824),
        indexes: field(
          z.record(z.string().min(1).max(500), digest),
          'Per file: digest of the index of its pieces in the store.',
          { 'model.onnx': `sha256:${'2'.repeat(64)}` },
        ),
        signature: z
          .strictObject({
            signer: field(dnsLabel(40), 'Who signed: a name of `releases.signers`.', 'vision-ci'),
            bundle: field(base64(65_536), 'Sigstore bundle.', 'eyJ9'),
          })
          .readonly(),
      })
      .readonly(),
    note: field(text(2_000).optional(), 'Anything worth knowing.', 'Trained on the images of line 4 too.'),
  })
  .readonly();

/** One model for one workload of the sites. */
export type EdgeRollout = z.output<typeof edgeRollout>;

const entry = z
  .strictObject({
    number: z.int().min(1).max(MOST_ROLLOUTS),
    digest,
    attempt: z.int().min(1).max(1_000_000),
    paused: z.boolean(),
    withdrawn: z.boolean(),
    urgent: z.boolean(),
    verdicts: z.record(dnsLabel(30), z.enum(['pass', 'fail'])),
  })
  .readonly();

/** What shall become of the rollouts of a workload: the one file of them that changes. */
export const edgeRolloutState = z
  .strictObject({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal('EdgeRolloutState'),
    workload: dnsLabel(30),
    carries: z.literal('images').optional(),
    rollouts: z.array(entry).max(MOST_ROLLOUTS).readonly(),
  })
  .readonly();

/** What shall become of the rollouts of a workload. */
export type EdgeRolloutState = z.output<typeof edgeRolloutState>;
/** What shall become of one of them. */
export type EdgeRolloutEntry = EdgeRolloutState['rollouts'][number];
