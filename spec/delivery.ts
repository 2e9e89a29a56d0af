import { z } from 'zod';
import { field, text } from './field.ts';

const repository = field(
  z
    .string()
    .max(300)
    .regex(/^(https:\/\/|ssh:\/\/|git@)[^\s]+$/, 'expected an https://, ssh:// or git@ address'),
  'Git repository that the rendered folder is committed to.',
  'https://git.example.org/atlas.git',
);
const path = field(
  z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/,
      'expected a relative folder without .. or a leading /',
    ),
  'Folder inside the repository that holds the output of `synth`.',
  'clusters/prod',
);
const revision = field(
  text(200).default('main'),
  'Branch that is deployed, or a full reference such as `refs/tags/v1.2.0`.',
  'main',
);

/** How the manifests reach the cluster. */
export const delivery = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z
        .literal('argocd')
        .meta({ description: 'Argo CD pulls the folder: an app of apps with sync waves.', examples: ['argocd'] }),
      repository,
      path,
      revision,
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('flux')
        .meta({ description: 'Flux pulls the folder: Kustomizations that depend on one another.', examples: ['flux'] }),
      repository,
      path,
      revision,
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('plain')
        .meta({ description: '`kubectl apply -k`, wave by wave. Needs a lock.', examples: ['plain'] }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('pulumi')
        .meta({ description: '`pulumi up` applies the objects itself. Needs a lock.', examples: ['pulumi'] }),
    })
    .readonly(),
]);

/** How the manifests reach the cluster. */
export type DeliverySpec = z.output<typeof delivery>;
/** Names of the ways of delivery. */
export type DeliveryKind = DeliverySpec['kind'];
