import { z } from 'zod';
import { digest, ociUri } from './artifact.ts';
import { dataset } from './dataset.ts';
import { dnsLabel, field, text } from './field.ts';
import { API_VERSION } from './platform.ts';

/** Most releases of one endpoint: their files have four digits. */
export const MOST_RELEASES = 9_999;
/** Largest signature bundle that stands in a release. Unit: characters of base64. Cosign's have 1 to 12 thousand. */
const LARGEST_BUNDLE = 65_536;

/** A commit by its whole name, SHA-1 or SHA-256. */
const commit = z
  .string()
  .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'expected the whole commit, 40 characters of 0-9 and a-f; a branch can move');

const image = z
  .string()
  .max(1_000)
  .regex(
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*(:[A-Za-z0-9_.-]+)?(@sha256:[0-9a-f]{64})?$/,
    'expected an image such as docker.io/library/python@sha256:…',
  );

const signature = z
  .strictObject({
    kind: field(
      z.enum(['key', 'keyless']),
      'Cosign’s way: by a key pair, or by an identity whose certificate a transparency log has seen.',
      'key',
    ),
    signer: field(dnsLabel(40), 'Who signed: a name of the platform’s `releases.signers`.', 'vision-ci'),
    bundle: field(
      z
        .string()
        .max(LARGEST_BUNDLE)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'expected base64 of a Sigstore bundle')
        .optional(),
      'Sigstore bundle (cosign 3 writes it with `--bundle`), as base64 of JSON without spaces.',
      'eyJtZWRpYVR5cGUiOiJhcHBsaWNhdGlvbi92bmQuZGV2LnNpZ3N0b3JlLmJ1bmRsZS52MC4zK2pzb24ifQ==',
    ),
    manifest: field(
      z
        .string()
        .max(LARGEST_BUNDLE)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'expected base64')
        .optional(),
      'Manifest of the model as base64. Only where the bundle signs its bytes (`cosign sign-blob`), not its digest.',
      'eyJzY2hlbWFWZXJzaW9uIjoyfQ==',
    ),
    referrer: field(
      ociUri.optional(),
      'In place of the bundle: the artifact beside the model that holds it, by its digest.',
      'oci://registry.example.org/vision/defects@sha256:1ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab21ab2',
    ),
  })
  .readonly();

const identity = z
  .strictObject({
    team: field(dnsLabel(40), 'Team that the endpoint belongs to.', 'vision'),
    endpoint: field(dnsLabel(30), 'Endpoint that serves it.', 'defects'),
    number: field(
      z.int().min(1).max(MOST_RELEASES),
      'Place in the row of releases of this endpoint, counted from 1. Range 1–9,999.',
      3,
    ),
  })
  .readonly();

/** Measured figures by name. */
const metrics = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_./@-]{0,99}$/, 'expected the name of a metric, such as accuracy or f1/test'),
    z.number(),
  )
  .refine((given) => Object.keys(given).length > 0 && Object.keys(given).length <= 500, 'expected 1 to 500 metrics');

/** A comparison such as `accuracy >= 0.9`. */
export const GATE_RULE = /^([A-Za-z][A-Za-z0-9_./@-]{0,99})\s*(>=|<=|==|>|<)\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

/**
 * One release of a model: which data, code and run it came from, what it measured, what it is, who signed it and what runs it.
 * A file is written once and never changed; the next one names it by its digest.
 */
export const release = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('ModelRelease').meta({ description: 'Always `ModelRelease`.', examples: ['ModelRelease'] }),
    metadata: field(identity, 'Which release of which endpoint it is.', {
      team: 'vision',
      endpoint: 'defects',
      number: 3,
    }),
    previous: field(
      digest.optional(),
      'Digest of the release before it; only the first has none.',
      'sha256:90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab90ab',
    ),
    dataset: field(dataset, 'Version of the data that it was trained on.', {
      kind: 'lakefs',
      uri: 'lakefs://defects/images',
      version: '4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c',
    }),
    code: field(
      z
        .strictObject({
          repository: field(
            z
              .string()
              .max(300)
              .regex(/^(https:\/\/|ssh:\/\/|git@)[^\s]+$/, 'expected an https://, ssh:// or git@ address'),
            'Git repository of the training code.',
            'https://git.example.org/defects.git',
          ),
          commit: field(commit, 'Commit that was run.', '2f7a1c0d9b3e4f5a6b7c8d9e0f1a2b3c4d5e6f70'),
        })
        .readonly(),
      'Code that trained it.',
      { repository: 'https://git.example.org/defects.git', commit: '2f7a1c0d9b3e4f5a6b7c8d9e0f1a2b3c4d5e6f70' },
    ),
    run: field(
      z
        .strictObject({
          tracker: field(
            z
              .string()
              .max(500)
              .regex(/^https?:\/\/[^\s]+$/, 'expected an address'),
            'Where experiments are recorded.',
            'https://mlflow-vision.ml.example.org',
          ),
          id: field(text(200), 'The run, as the tracker names it.', '8c1d6a0f4b2e4b0f9c55c2a7a6c0e3d1'),
        })
        .readonly(),
      'Run that trained it.',
      { tracker: 'https://mlflow-vision.ml.example.org', id: '8c1d6a0f4b2e4b0f9c55c2a7a6c0e3d1' },
    ),
    metrics: field(metrics, 'What was measured, by name.', { accuracy: 0.94 }),
    gate: field(
      z
        .array(z.string().regex(GATE_RULE, 'expected a metric, one of >= <= == > <, and a number'))
        .min(1)
        .max(100)
        .readonly(),
      'What the metrics must be; a model that fails one of them is not released.',
      ['accuracy >= 0.9'],
    ),
    model: field(
      z
        .strictObject({
          uri: field(
            ociUri,
            'The model by its digest.',
            'oci://registry.example.org/vision/defects@sha256:0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a',
          ),
          digest: field(
            digest,
            'Digest of its manifest, the same as in `uri`.',
            'sha256:0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a',
          ),
          bytes: field(z.int().min(1), 'Size of all its layers. Unit: bytes.', 48_213_992),
          format: field(text(60), 'Format, as the endpoint’s.', 'onnx'),
        })
        .readonly(),
      'The model itself, an OCI artifact.',
      {
        uri: 'oci://registry.example.org/vision/defects@sha256:0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a',
        digest: 'sha256:0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a0f3a',
        bytes: 48_213_992,
        format: 'onnx',
      },
    ),
    signature: field(signature.optional(), 'Who vouches for the model. Needed where the spec has `releases`.', {
      kind: 'key',
      signer: 'vision-ci',
      bundle: 'eyJtZWRpYVR5cGUiOiJhcHBsaWNhdGlvbi92bmQuZGV2LnNpZ3N0b3JlLmJ1bmRsZS52MC4zK2pzb24ifQ==',
    }),
    runtime: field(
      z
        .strictObject({
          image: field(
            image,
            'Image that runs it, by its digest.',
            'docker.io/vllm/vllm-openai@sha256:5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c',
          ),
          args: field(z.array(text(1_000)).max(100).readonly().optional(), 'Its arguments.', ['--threads=4']),
        })
        .readonly(),
      'What runs it.',
      { image: 'docker.io/vllm/vllm-openai@sha256:5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c5b1c' },
    ),
    created: field(
      z
        .string()
        .regex(
          /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
          'expected a time such as 2026-11-21T10:00:00Z',
        ),
      'When, as its author says. Nothing of Plinth reads the clock.',
      '2026-11-21T10:00:00Z',
    ),
    author: field(text(200), 'Who released it.', 'ada@example.org'),
    note: field(text(2_000).optional(), 'Anything worth knowing.', 'Trained on the images of line 4 too.'),
  })
  .readonly();

/** One release as it is written. Nothing in it is filled in: what is read is what is hashed. */
export type Release = z.output<typeof release>;
