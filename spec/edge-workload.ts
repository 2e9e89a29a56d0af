import { z } from 'zod';
import { ARCHITECTURES } from './edge-site.ts';
import { cidr, dnsLabel, field, imageByDigest, text } from './field.ts';
import { duration, size } from './units.ts';

const image = imageByDigest('defects');

const path = (example: string) =>
  z
    .string()
    .max(200)
    .regex(/^\/[^\s"'\\]*$/, `expected a path such as ${example}`)
    .default(example);

const EXAMPLE_IMAGE = `registry.example.org/vision/defects@sha256:${'b'.repeat(64)}`;

const environment = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'expected the name of a variable'), z.string().max(1_000))
  .refine((given) => Object.keys(given).length <= 50, 'expected at most 50 variables');

const args = z.array(text(1_000)).max(50).readonly();
const cpu = z.string().regex(/^([1-9]\d{0,3}m|[1-9]\d{0,2})$/, 'expected processors such as 500m or 2');

const accelerators = field(
  z.int().min(0).max(16).default(0),
  'Accelerators that it takes, of the kind that its site has. Range 0–16.',
  1,
);

/** What may differ at one site. */
const override = z
  .strictObject({
    site: field(dnsLabel(40), 'The site.', 'plant-7'),
    image: field(image.optional(), 'Another image. Without it: as everywhere.', EXAMPLE_IMAGE),
    args: field(args.optional(), 'Other arguments. Without it: as everywhere.', ['--threads=2']),
    environment: field(environment.optional(), 'Variables that are added or replaced. Without it: as everywhere.', {
      THREADS: '2',
    }),
    cpu: field(cpu.optional(), 'Other processors. Without it: as everywhere.', '500m'),
    memory: field(size.optional(), 'Other memory. Without it: as everywhere.', '1Gi'),
    accelerators: field(
      z.int().min(0).max(16).optional(),
      'Other number of accelerators. Without it: as everywhere.',
      0,
    ),
  })
  .readonly();

const health = z
  .strictObject({
    path: field(path('/healthz'), 'Path that answers 200 while it is well.', '/v2/health/ready'),
    start: field(duration.prefault('2m'), 'How long it may take to start.', '5m'),
    watch: field(
      duration.prefault('5m'),
      'How long it is watched with a new model; when it is not well, the site goes back to the model before, by itself.',
      '10m',
    ),
    every: field(duration.prefault('10s'), 'Time between two looks.', '10s'),
    failures: field(z.int().min(1).max(100).default(3), 'Failed looks, one after another, that make it ill.', 3),
  })
  .readonly()
  .prefault({});

const carriedImages = z
  .strictObject({
    size: field(
      size,
      'Size of one version of all images of this workload, as registries keep them: for every architecture that is sent.',
      '2Gi',
    ),
    changed: field(
      z.number().positive().max(1).default(1),
      'Part of it that a new version changes. Layers that stay cost nothing; a layer that changes is sent whole, because it is compressed. Range above 0 to 1.',
      0.3,
    ),
    within: field(
      duration.prefault('7d'),
      'How soon a new version should be at every site; a site whose link needs longer is a warning.',
      '7d',
    ),
  })
  .readonly();

const common = {
  name: field(dnsLabel(30), 'Name of the workload.', 'defects'),
  team: field(dnsLabel(40), 'Team that it belongs to: the namespace at the site, and whose signers count.', 'vision'),
  sites: field(z.array(dnsLabel(40)).max(5_000).readonly().default([]), 'Sites that it runs at. Empty: all.', [
    'plant-7',
  ]),
  image: field(image, 'Its image, by digest. It lies at the site already, or is pulled once.', EXAMPLE_IMAGE),
  images: field(
    carriedImages.optional(),
    'Its images come to the sites in pieces, as models do: `plinth edge rollout --images`. Without it the container runtime of each machine pulls them over the link by itself.',
    { size: '2Gi', changed: 0.3 },
  ),
  architectures: field(
    z
      .array(z.enum(ARCHITECTURES))
      .min(1)
      .max(2)
      .readonly()
      .default([...ARCHITECTURES]),
    'Architectures that the image has.',
    ['arm64'],
  ),
  args: field(args.default([]), 'Its arguments.', ['--model=/models/current']),
  environment: field(environment.default({}), 'Its variables. Nothing secret: they stand in Git.', { THREADS: '4' }),
  port: field(z.int().min(1_024).max(65_535).default(8_080), 'Port that it listens on. Range 1,024–65,535.', 8_080),
  reaches: field(
    z.array(cidr).max(20).readonly().default([]),
    'Networks that it may reach, such as the cameras of its site. Empty: none but the site’s own names (DNS).',
    ['192.168.7.0/24'],
  ),
  health: field(health, 'How one sees that it is well.', { path: '/v2/health/ready' }),
  cpu: field(cpu.default('1'), 'Processors that it asks for.', '2'),
  memory: field(size.prefault('1Gi'), 'Memory that it may use.', '4Gi'),
  accelerators,
  accelerator: field(
    z.string().max(60).optional(),
    'The accelerator it is built for, by its name in the catalogue. Without it: whichever its site has.',
    'nvidia-jetson-orin-nano-8gb',
  ),
  overrides: field(
    z.array(override).max(5_000).readonly().default([]),
    'What differs at single sites. Without it nothing does.',
    [{ site: 'plant-7', memory: '2Gi' }],
  ),
};

const model = z
  .strictObject({
    size: field(size, 'Size of one version, all files together.', '1Gi'),
    changed: field(
      z.number().positive().max(1).default(1),
      'Part of it that a new version changes in contiguous runs; only that is sent. A model that was fine-tuned throughout changes all. Range above 0 to 1.',
      0.05,
    ),
    within: field(
      duration.prefault('7d'),
      'How soon a new version should be at every site; a site whose link needs longer is a warning.',
      '7d',
    ),
  })
  .readonly();

/** Something that runs at sites, described once. */
export const edgeWorkload = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('server').meta({
        description:
          'A server of a model: the model is sent to the sites apart from the image, and lies below `/models/workloads/<name>/current`.',
        examples: ['server'],
      }),
      model: field(model, 'What its model is like.', { size: '1Gi', changed: 0.05 }),
      reload: field(
        z.enum(['restart', 'watch', 'call']).default('restart'),
        'How it learns of a new model: it is started again, it watches the link by itself, or it is called.',
        'restart',
      ),
      reloadPath: field(
        path('/reload'),
        'Path that is called (POST) with `reload: call`.',
        '/v2/repository/models/defects/load',
      ),
      ...common,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('container').meta({ description: 'Any container, without a model.', examples: ['container'] }),
      ...common,
    })
    .readonly(),
]);

/** Something that runs at sites. */
export type EdgeWorkload = z.output<typeof edgeWorkload>;
/** A server of a model that runs at sites. */
export type EdgeServer = Extract<EdgeWorkload, { kind: 'server' }>;
