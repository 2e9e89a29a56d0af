import { z } from 'zod';
import { dnsLabel, field, text } from './field.ts';
import { fleetDispatch } from './fleet-dispatch.ts';
import { fleetGate } from './fleet-gate.ts';
import { MOST_WORKERS } from './fleet-role.ts';
import { API_VERSION } from './platform.ts';
import { duration, size } from './units.ts';

/** Fields of a platform, any of them; what they make together with the others is checked as a platform. */
const fields = z.record(z.string().min(1).max(100), z.unknown());

/** Name of a platform in its fleet; as long as the name of a platform may be. */
const platformName = dnsLabel(24);

const member = z
  .strictObject({
    name: field(platformName, 'Name in the fleet, and of the platform where nothing else names it.', 'paris'),
    role: field(
      z.enum(['manager', 'worker', 'standalone']).default('standalone'),
      '`manager`: jobs are submitted here and run on the workers. `worker`: runs them. `standalone`: sends and takes none.',
      'worker',
    ),
    region: field(text(60), 'Where it is, in your words; data sets name the same.', 'eu-west'),
    file: field(
      z
        .string()
        .min(1)
        .max(500)
        .regex(/\.(ya?ml|json)$/, 'expected a file that ends with .yaml, .yml or .json')
        .optional(),
      'Its own file, seen from this one. What stands there goes before what is shared. Without it `spec` says all that is its own.',
      'paris.yaml',
    ),
    spec: field(fields.default({}), 'What is different here. Goes before its file and before what is shared.', {
      target: { kind: 'existing', cluster: 'paris', networkPolicy: 'cilium' },
    }),
  })
  .readonly();

const dataset = z
  .strictObject({
    name: field(dnsLabel(63), 'Name.', 'street-scenes'),
    region: field(text(60), 'Where it lies: a region of one of the platforms.', 'eu-west'),
    size: field(size, 'How much it is.', '40Ti'),
    teams: field(z.array(dnsLabel(40)).min(1).max(5_000).readonly(), 'Teams whose jobs read it.', ['vision']),
  })
  .readonly();

const order = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('stated').meta({ description: 'As you say, the same for every team.', examples: ['stated'] }),
      workers: field(
        z.array(platformName).min(1).max(MOST_WORKERS).readonly(),
        'All workers, the preferred ones first.',
        ['paris', 'oslo'],
      ),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('computed').meta({
        description: 'For each team by what is given here, then as the platforms are listed.',
        examples: ['computed'],
      }),
      by: field(
        z
          .array(z.enum(['data', 'price']))
          .min(1)
          .max(2)
          .readonly()
          .default(['data', 'price']),
        '`data`: where most of what the team reads lies. `price`: where one unit costs the team least; an unknown price comes last. What stands first decides first.',
        ['data', 'price'],
      ),
    })
    .readonly(),
]);

const jobs = z
  .strictObject({
    order: field(order.prefault({ kind: 'computed' }), 'Which cluster a team’s jobs are offered first.', {
      kind: 'computed',
    }),
    dispatch: field(fleetDispatch.prefault({ kind: 'inOrder' }), 'How a job finds its cluster.', {
      kind: 'inOrder',
      atOnce: 2,
    }),
  })
  .readonly();

const replication = z
  .strictObject({
    from: field(platformName, 'Platform whose registry copies.', 'paris'),
    tags: field(z.string().min(1).max(200).default('**'), 'Which tags, as a pattern.', 'v*'),
    every: field(duration.optional(), 'How often. Without it: at each push.', '1h'),
    kibibytesPerSecond: field(
      z.int().min(1).optional(),
      'Most speed of one artifact. Unit: KiB/s. Without it there is no bound.',
      2_048,
    ),
  })
  .readonly();

const stage = z
  .strictObject({
    name: field(dnsLabel(24), 'Name of the stage.', 'staging'),
    platforms: field(z.array(platformName).min(1).max(200).readonly(), 'Platforms in it.', ['oslo']),
    after: field(
      z.array(dnsLabel(24)).max(50).readonly().optional(),
      'Stages that must run a version before this one may. Without it: the stage above.',
      ['dev'],
    ),
    gates: field(
      z.array(fleetGate).max(20).readonly().default([]),
      'What must hold before it takes the version of the stages before: `plinth fleet promote` looks. Without any it may at once.',
      [{ kind: 'soak', atLeast: '3d' }],
    ),
  })
  .readonly();

/** Several platforms that belong together: what they share, how they differ, who runs whose jobs, who gets a version first. */
export const fleet = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('Fleet').meta({ description: 'Always `Fleet`.', examples: ['Fleet'] }),
    metadata: field(
      z.strictObject({ name: field(dnsLabel(24), 'Name of the fleet.', 'world') }).readonly(),
      'What the fleet is called.',
      { name: 'world' },
    ),
    shared: field(
      fields.default({}),
      'What all platforms have: teams, versions, policies, any part of a platform. Lists of things with names, such as teams, are merged by name; all other lists are replaced.',
      { training: { frameworks: ['torch'] } },
    ),
    platforms: field(z.array(member).min(1).max(200).readonly(), 'The platforms.', [
      { name: 'paris', region: 'eu-west', file: 'paris.yaml' },
    ]),
    datasets: field(z.array(dataset).max(5_000).readonly().default([]), 'Data that should not travel to be read.', [
      { name: 'street-scenes', region: 'eu-west', size: '40Ti', teams: ['vision'] },
    ]),
    jobs: field(jobs.prefault({}), 'How jobs find the cluster that runs them.', { dispatch: { kind: 'race' } }),
    replication: field(
      replication.optional(),
      'Whose images, charts and models the registries of all other platforms get, each those of its own teams. Without it nothing is copied but what a platform says itself.',
      { from: 'paris', tags: 'v*' },
    ),
    promotion: field(
      z.array(stage).max(50).readonly().default([]),
      'In which order versions reach the platforms. Without it: in any.',
      [
        { name: 'staging', platforms: ['oslo'] },
        { name: 'prod', platforms: ['paris'] },
      ],
    ),
  })
  .readonly();

/** What a user may write. */
export type FleetInput = z.input<typeof fleet>;

/** A fleet whose shape is right. */
export type FleetSpec = z.output<typeof fleet>;

/** A platform of a fleet. */
export type FleetMember = FleetSpec['platforms'][number];

/** A stage of the promotion. */
export type FleetStage = FleetSpec['promotion'][number];
