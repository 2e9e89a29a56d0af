import { z } from 'zod';
import { access } from './access.ts';
import { components } from './components.ts';
import { delivery } from './delivery.ts';
import { edge } from './edge.ts';
import { field } from './field.ts';
import { fleetRole } from './fleet-role.ts';
import { images } from './images.ts';
import { metadata } from './metadata.ts';
import { observability } from './observability.ts';
import { override } from './overrides.ts';
import { policy } from './policy.ts';
import { pool } from './pool.ts';
import { queueing } from './queueing.ts';
import { registry } from './registry.ts';
import { releases } from './releases.ts';
import { serving } from './serving.ts';
import { type TargetKind, target } from './target.ts';
import { team } from './team.ts';
import { training } from './training.ts';
import { verification } from './verification.ts';

/** Version of the spec's form, the first line of every file. */
export const API_VERSION = 'plinth.dev/v1alpha1';

/** What a user may write: unknown keys are mistakes, every text and list is bounded, every default is filled. */
export const platform = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('Platform').meta({ description: 'Always `Platform`.', examples: ['Platform'] }),
    metadata: field(metadata, 'What the platform is called.', { name: 'atlas', environment: 'prod' }),
    target: field(target, 'Where the platform runs.', { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' }),
    pools: field(z.array(pool).min(1).max(64).readonly(), 'Groups of equal nodes, with or without accelerators.', [
      { name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 16 } },
    ]),
    teams: field(
      z.array(team).min(1).max(5_000).readonly(),
      'Teams; each becomes namespaces, rules, quotas and a queue.',
      [{ name: 'vision', groups: ['oidc:vision'], quota: {} }],
    ),
    queueing: field(queueing.prefault({}), 'Who waits for whom.', { gangs: { timeout: '10m' } }),
    training: field(training.optional(), 'Training jobs. Without it none of their operators is installed.', {
      frameworks: ['torch'],
    }),
    access: field(
      access.optional(),
      'The one way in: host names, sign-in, certificates. Serving and registry need it. Without it there is no way in.',
      {
        domain: 'ml.example.org',
        signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
      },
    ),
    registry: field(registry.optional(), 'Images, charts, models and experiments. Without it none is installed.', {
      hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' },
    }),
    images: field(images.optional(), 'Where images are pulled from. Without it from where they come from.', {
      mirrors: [{ source: 'docker.io', mirror: 'registry.internal.example.org/docker.io' }],
    }),
    serving: field(serving.optional(), 'Models that answer. Without it nothing of it is installed.', {
      endpoints: [{ kind: 'classic', name: 'defects', team: 'vision', pool: 'share', format: 'onnx' }],
    }),
    releases: field(releases.optional(), 'Whose models may be served. Without it no signature is asked for.', {
      signers: [
        {
          kind: 'keyless',
          name: 'vision-ci',
          issuer: 'https://token.actions.githubusercontent.com',
          identity: 'https://github.com/example/defects/.github/workflows/release.yaml@refs/heads/main',
        },
      ],
    }),
    edge: field(edge.optional(), 'Sites far away that get signed models over thin links. Without it there are none.', {
      image: `registry.example.org/platform/plinth-edge@sha256:${'a'.repeat(64)}`,
      rings: [{ name: 'all' }],
      sites: [
        {
          name: 'plant-7',
          ring: 'all',
          link: { bandwidth: '2Mbit' },
          nodes: [{ name: 'box-1', architecture: 'arm64' }],
          disk: '20Gi',
        },
      ],
      workloads: [],
    }),
    observability: field(
      observability.optional(),
      'Figures, alerts and dashboards of the platform. Without it none is installed.',
      { receivers: [{ kind: 'pagerduty', name: 'on-call', severities: ['page'] }] },
    ),
    policy: field(
      policy.optional(),
      'What the cluster refuses beyond what keeps teams apart. Without it nothing more.',
      {
        images: { registries: ['registry.example.org'] },
      },
    ),
    verification: field(
      verification.optional(),
      'Releases that are judged by evidence. Without it nothing of it is installed, and `plinth verify` judges by files of its own.',
      {
        image: `registry.example.org/platform/plinth@sha256:${'0f3a'.repeat(16)}`,
        releases: [{ kind: 'endpoint', team: 'vision', endpoint: 'defects' }],
      },
    ),
    fleet: field(
      fleetRole.optional(),
      'What the platform is among others, written by a fleet file and not by hand. Without it the platform stands alone.',
      { kind: 'worker', fleet: 'world', manager: 'control', teams: ['vision'] },
    ),
    delivery: field(delivery, 'How the manifests reach the cluster.', { kind: 'plain' }),
    components: field(components.default({}), 'Other versions than the catalogue’s, by component.', {
      kueue: { version: '0.19.2' },
    }),
    overrides: field(
      z.array(override).max(200).readonly().default([]),
      'Changes to single objects, the last step before writing.',
      [
        {
          kind: 'ClusterQueue',
          name: 'vision',
          because: 'weight agreed with the board',
          patch: [{ op: 'replace', path: '/spec/fairSharing/weight', value: '3' }],
        },
      ],
    ),
  })
  .readonly();

/** What a user may write. */
export type PlatformInput = z.input<typeof platform>;

/** A platform that passed every check: frozen, complete. Only `parsePlatform` makes one. */
export type PlatformSpec = z.output<typeof platform>;

/** A platform for one kind of target. */
export type PlatformOn<K extends TargetKind> = PlatformSpec & {
  readonly target: Extract<PlatformSpec['target'], { kind: K }>;
};
