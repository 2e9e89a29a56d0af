import { z } from 'zod';
import { hostname, httpsUrl } from './access.ts';
import { dnsLabel, field, imageByDigest, text } from './field.ts';
import { duration, size } from './units.ts';

const noScanner = z
  .strictObject({
    kind: z.literal('none').meta({ description: 'Nobody in the registry; your pipeline does.', examples: ['none'] }),
  })
  .readonly();

const trivy = z
  .strictObject({
    kind: z.literal('trivy').meta({
      description:
        'Trivy. Its releases were poisoned in March 2026: it is off unless asked for, and runs by a digest that you checked.',
      examples: ['trivy'],
    }),
    digest: field(
      z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 characters of 0-9 and a-f'),
      'Digest of the image of Harbor’s adapter for it, at the catalogue’s version of Harbor.',
      `sha256:${'0'.repeat(64)}`,
    ),
    block: field(
      z.enum(['none', 'low', 'medium', 'high', 'critical']).default('critical'),
      'Lowest severity with which an image may no longer be pulled. `none` lets all be pulled.',
      'high',
    ),
  })
  .readonly();

/** Events of a project that a webhook tells of, by Harbor's own words. */
const events = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'SCANNING_COMPLETED',
  'SCANNING_FAILED',
  'QUOTA_WARNING',
  'QUOTA_EXCEED',
  'REPLICATION',
  'TAG_RETENTION',
] as const;

const webhook = z
  .strictObject({
    name: field(dnsLabel(40), 'Name of the webhook.', 'chat'),
    to: field(httpsUrl, 'Address that is called.', 'https://hooks.example.org/registry'),
    events: field(
      z.array(z.enum(events)).min(1).max(events.length).readonly(),
      'What it tells of, in Harbor’s words.',
      ['QUOTA_WARNING', 'QUOTA_EXCEED'],
    ),
    teams: field(z.array(dnsLabel(40)).max(5_000).readonly().default([]), 'Teams whose projects have it. Empty: all.', [
      'vision',
    ]),
    signed: field(
      z.boolean().default(false),
      'Whether it sends an `Authorization` header; its value is the key `<name>.header` of the Secret `harbor-remotes`.',
      true,
    ),
  })
  .readonly();

/** Where images, charts and models lie, and what is known about how models came to be. */
export const registry = z
  .strictObject({
    hosts: field(
      z
        .strictObject({
          external: field(hostname, 'Host for people and other clusters.', 'registry.example.org'),
          internal: field(hostname, 'Host for the cluster’s own nodes.', 'registry.atlas.internal'),
        })
        .readonly(),
      'Names of the registry.',
      { external: 'registry.example.org', internal: 'registry.atlas.internal' },
    ),
    image: field(
      imageByDigest('plinth').optional(),
      'Image with this program, by digest, that keeps Harbor’s settings as this file says them, from inside the cluster. Without it you run `plinth registry apply` after each change.',
      `registry.example.org/platform/plinth@sha256:${'a'.repeat(64)}`,
    ),
    quota: field(size.prefault('2Ti'), 'Room of one team’s project.', '2Ti'),
    retention: field(
      z
        .strictObject({
          keep: field(z.int().min(1).max(10_000).default(50), 'Newest artifacts of a repository that stay.', 50),
          untagged: field(duration.prefault('14d'), 'How long what has no tag stays.', '14d'),
        })
        .readonly()
        .prefault({}),
      'What is cleaned away. Tags of releases stay.',
      { keep: 50 },
    ),
    signedOnly: field(
      z.boolean().default(false),
      'Whether only signed artifacts may be pulled from teams’ projects.',
      true,
    ),
    releases: field(
      z.string().min(1).max(200).default('v*'),
      'Tags of releases, as a pattern: they never change and are never cleaned away.',
      'v*',
    ),
    scanner: field(
      z.discriminatedUnion('kind', [noScanner, trivy]).prefault({ kind: 'none' }),
      'Who looks for known weaknesses.',
      { kind: 'none' },
    ),
    caches: field(
      z
        .array(z.enum(['docker.io', 'ghcr.io', 'quay.io', 'nvcr.io', 'registry.k8s.io', 'gcr.io']))
        .max(6)
        .readonly()
        .default([]),
      'Registries of the internet that are pulled through this one.',
      ['docker.io', 'ghcr.io'],
    ),
    replications: field(
      z
        .array(
          z
            .strictObject({
              name: field(dnsLabel(40), 'Name of the rule.', 'to-lyon'),
              to: field(hostname, 'Registry that gets them.', 'registry.lyon.example.org'),
              repositories: field(z.string().max(200).default('**'), 'Which repositories, as a pattern.', 'vision/**'),
              tags: field(z.string().max(200).default('**'), 'Which tags, as a pattern.', 'v*'),
              every: field(duration.optional(), 'How often. Without it: at each push.', '1h'),
              kibibytesPerSecond: field(
                z.int().min(1).optional(),
                'Most speed of one artifact. Unit: KiB/s. Without it there is no bound.',
                512,
              ),
            })
            .readonly(),
        )
        .max(100)
        .readonly()
        .default([]),
      'What is copied where, with its signatures. Without it nothing is.',
      [{ name: 'to-lyon', to: 'registry.lyon.example.org' }],
    ),
    fetchable: field(
      z.boolean().default(false),
      'Whether other registries may fetch from here: makes an account that may list and pull the teams’ projects.',
      true,
    ),
    maintainers: field(
      z
        .array(
          z
            .strictObject({
              team: field(dnsLabel(40), 'Team whose project it is.', 'vision'),
              groups: field(
                z.array(text(200)).min(1).max(20).readonly(),
                'Groups whose members may also change tags, rules and webhooks of the project.',
                ['oidc:vision-leads'],
              ),
            })
            .readonly(),
        )
        .max(5_000)
        .readonly()
        .default([]),
      'Who looks after a team’s project. A team’s other groups push and pull, its viewers pull.',
      [{ team: 'vision', groups: ['oidc:vision-leads'] }],
    ),
    webhooks: field(z.array(webhook).max(20).readonly().default([]), 'Who is told of what happens in projects.', [
      { name: 'chat', to: 'https://hooks.example.org/registry', events: ['QUOTA_WARNING'] },
    ]),
    tracking: field(
      z.boolean().default(true),
      'MLflow for experiments and registered models, one for each team, behind the gateway.',
      true,
    ),
  })
  .readonly();

/** Where images, charts and models lie. */
export type RegistrySpec = z.output<typeof registry>;
