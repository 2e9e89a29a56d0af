import { z } from 'zod';
import { hostname, httpsUrl } from './access.ts';
import { edgeRing } from './edge-ring.ts';
import { edgeSite } from './edge-site.ts';
import { edgeWorkload } from './edge-workload.ts';
import { field, imageByDigest } from './field.ts';
import { duration, size } from './units.ts';

const digests = z
  .array(z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 characters of 0-9 and a-f'))
  .max(1_000)
  .readonly()
  .default([]);

const store = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('volume').meta({ description: 'A volume of the hub.', examples: ['volume'] }),
      size: field(size.prefault('100Gi'), 'Room for the pieces of all versions of all models.', '500Gi'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('address').meta({
        description: 'An object store or a web server, which the hub reads for the sites.',
        examples: ['address'],
      }),
      url: field(httpsUrl, 'Where index and pieces begin.', 'https://s3.example.org/edge-models'),
      signed: field(
        z.boolean().default(false),
        'Whether a header is sent along; it is the key `header` (one line, `Name: value`) of the Secret `edge-store`.',
        true,
      ),
    })
    .readonly(),
]);

/** Sites far away that get models over thin links. */
export const edge = z
  .strictObject({
    image: field(
      imageByDigest('plinth-edge'),
      'Image with the hub and the agent, by digest: `agent/` of Plinth, built for amd64 and arm64.',
      `registry.example.org/platform/plinth-edge@sha256:${'a'.repeat(64)}`,
    ),
    host: field(
      hostname.optional(),
      'Host at which sites reach the hub. Without it: `edge` below the platform’s domain.',
      'edge.example.org',
    ),
    store: field(store.prefault({ kind: 'volume' }), 'Where models lie, cut into pieces.', { kind: 'volume' }),
    poll: field(duration.prefault('1m'), 'How often a site asks what to do.', '1m'),
    offlineAfter: field(duration.prefault('15m'), 'Silence after which a site counts as out of reach.', '15m'),
    rings: field(
      z.array(edgeRing).min(1).max(50).readonly(),
      'Rings in their order: a new model goes from one to the next.',
      [{ name: 'canary', healthyFor: '1h' }],
    ),
    sites: field(z.array(edgeSite).max(5_000).readonly(), 'The sites.', [
      {
        name: 'plant-7',
        ring: 'canary',
        link: { bandwidth: '2Mbit' },
        nodes: [{ name: 'box-1', architecture: 'arm64' }],
        disk: '20Gi',
      },
    ]),
    workloads: field(z.array(edgeWorkload).max(200).readonly(), 'What runs at the sites.', [
      {
        kind: 'server',
        name: 'defects',
        team: 'vision',
        image: `registry.example.org/vision/defects@sha256:${'b'.repeat(64)}`,
        model: { size: '1Gi', changed: 0.05 },
      },
    ]),
    revoked: field(
      z
        .strictObject({
          serials: field(
            z
              .array(z.string().regex(/^[0-9a-f]{1,40}$/, 'expected a serial number in 0-9 and a-f, without colons'))
              .max(1_000)
              .readonly()
              .default([]),
            'Serial numbers of certificates that are refused.',
            ['3f2a9c'],
          ),
          fingerprints: field(digests, 'Digests of certificates (DER) that are refused.', [`sha256:${'c'.repeat(64)}`]),
          models: field(digests, 'Models that no site may activate again.', [`sha256:${'d'.repeat(64)}`]),
        })
        .readonly()
        .prefault({}),
      'What is taken back at once, besides whole sites.',
      { serials: ['3f2a9c'] },
    ),
  })
  .readonly();

/** Sites far away. */
export type EdgeSpec = z.output<typeof edge>;
