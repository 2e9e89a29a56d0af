import { z } from 'zod';
import { httpsUrl } from './access.ts';
import { dnsLabel, field, text } from './field.ts';

const EXAMPLE_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEG2oNtx7Cbf8r/ZdEHu56u9zLUPUG
Rcq66X1Gk6Dyg+0qxrVwlgDUtjyrtkUbYV6EqUynPBbT+GrEKk99KWt6Vg==
-----END PUBLIC KEY-----
`;

const teams = field(
  z.array(dnsLabel(40)).min(1).max(5_000).readonly().optional(),
  'Teams whose models it may sign. Without it: all.',
  ['vision'],
);
const name = field(dnsLabel(40), 'Name that releases call it by.', 'vision-ci');

const key = z
  .strictObject({
    kind: z
      .literal('key')
      .meta({ description: 'A key pair, as `cosign generate-key-pair` makes it.', examples: ['key'] }),
    name,
    publicKey: field(
      z
        .string()
        .max(2_000)
        .regex(
          /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END PUBLIC KEY-----\n?$/,
          'expected a public key in PEM form (the content of cosign.pub)',
        ),
      'Public half of the pair, in PEM form: ECDSA P-256 or P-384, Ed25519, or RSA from 2048 bits.',
      EXAMPLE_KEY,
    ),
    teams,
  })
  .readonly();

const keyless = z
  .strictObject({
    kind: z.literal('keyless').meta({
      description: 'An identity, proved by a certificate of Fulcio and a log of Rekor.',
      examples: ['keyless'],
    }),
    name,
    issuer: field(
      httpsUrl,
      'Who said who it is, as it stands in the certificate.',
      'https://token.actions.githubusercontent.com',
    ),
    identity: field(
      text(500),
      'Who it is, exactly as in the certificate’s subject.',
      'https://github.com/example/defects/.github/workflows/release.yaml@refs/heads/main',
    ),
    teams,
  })
  .readonly();

/** Whom the platform trusts to sign models. */
export const releases = z
  .strictObject({
    signers: field(
      z
        .array(z.discriminatedUnion('kind', [key, keyless]))
        .min(1)
        .max(100)
        .readonly(),
      'Whose signatures count.',
      [
        {
          kind: 'keyless',
          name: 'vision-ci',
          issuer: 'https://token.actions.githubusercontent.com',
          identity: 'https://github.com/example/defects/.github/workflows/release.yaml@refs/heads/main',
        },
      ],
    ),
    required: field(
      z.boolean().default(true),
      'Whether a model without a signed release is refused: by `plinth release`, by the API server, and by the pod that would load it. `false` only warns, while endpoints move over.',
      true,
    ),
  })
  .readonly();

/** Whom the platform trusts to sign models. */
export type ReleasesSpec = z.output<typeof releases>;
/** One that may sign. */
export type SignerSpec = ReleasesSpec['signers'][number];
