import { z } from 'zod';
import { MODEL_PRECISIONS } from '../catalog/index.ts';
import { dnsLabel, field, text } from './field.ts';
import { modelShape } from './model-shape.ts';
import { duration } from './units.ts';

/** Formats of classic models, and with each the server that reads it. */
export const CLASSIC_FORMATS = [
  'sklearn',
  'xgboost',
  'lightgbm',
  'onnx',
  'triton',
  'torch',
  'tensorflow',
  'mlflow',
] as const;

const model = field(
  text(1_000).optional(),
  'Where the model lies until a release says so: `oci://registry/team/model@sha256:…`, or a folder of the team’s bucket; with `images.mirrors` also `hf://owner/name:COMMIT`, which `plinth bundle models` makes an artefact of. Without it the endpoint waits for its first release.',
  'oci://registry.example.org/vision/defects@sha256:0f3a…',
);

const common = {
  name: field(dnsLabel(30), 'Name of the endpoint, unique in its team.', 'defects'),
  team: field(dnsLabel(40), 'Team that it belongs to.', 'vision'),
  pool: field(dnsLabel(30), 'Pool that its servers run on; the team needs a quota there.', 'serve-l40s'),
  model,
  replicas: field(
    z
      .strictObject({
        min: field(
          z.int().min(0).max(1_000).default(1),
          'Servers that always run; 0 goes to none when nobody asks.',
          1,
        ),
        max: field(z.int().min(1).max(1_000).default(4), 'Most servers.', 8),
      })
      .readonly()
      .prefault({}),
    'How many servers there are.',
    { min: 1, max: 8 },
  ),
  priority: field(
    text(40).optional(),
    'Priority towards training jobs on the same pool, one of `queueing.priorities`. Without it: the queue’s usual one.',
    'high',
  ),
  public: field(
    z.boolean().default(false),
    'Whether other teams may call it too. Anonymous calls are refused in any case.',
    true,
  ),
  keys: field(
    z.array(dnsLabel(30)).max(100).readonly().default([]),
    'Programs that cannot get a token of the sign-in: each has a key of its own, a Secret beside the endpoint, which opens this endpoint alone, on a host of its own. Without it nobody comes in by a key.',
    ['billing', 'till-7'],
  ),
};

const classic = z
  .strictObject({
    kind: z.literal('classic').meta({ description: 'One answer for one input.', examples: ['classic'] }),
    ...common,
    format: field(z.enum(CLASSIC_FORMATS), 'Format of the model.', 'onnx'),
    accelerators: field(
      z.int().min(0).max(16).default(0),
      'Accelerators of one server (partitions or shares where the pool is divided).',
      1,
    ),
    vcpus: field(
      z.int().min(1).max(256).default(2),
      'CPU of one server that takes no accelerators; memory goes with it. Unit: vCPUs.',
      4,
    ),
    targetQueue: field(
      z.int().min(1).max(10_000).default(8),
      'Requests in work at one server from which another is started.',
      8,
    ),
  })
  .readonly();

const language = z
  .strictObject({
    kind: z
      .literal('language')
      .meta({ description: 'A language model behind OpenAI’s routes.', examples: ['language'] }),
    ...common,
    shape: modelShape,
    precision: field(
      z.enum(MODEL_PRECISIONS).optional(),
      'How weights are kept. Without it: as the model’s makers publish them.',
      'fp8',
    ),
    kvCache: field(
      z.enum(['bf16', 'fp8']).default('bf16'),
      'How keys and values of the answers in work are kept.',
      'fp8',
    ),
    context: field(
      z.int().min(256).max(10_000_000).default(8_192),
      'Longest prompt with its answer. Unit: tokens.',
      32_768,
    ),
    sequences: field(z.int().min(1).max(4_096).default(16), 'Answers in work at once on one server.', 64),
    nodes: field(z.int().min(1).max(64).default(1), 'Nodes of one server; more than one is run by LeaderWorkerSet.', 2),
    accelerators: field(
      z.int().min(1).max(16).optional(),
      'Accelerators on each of them. Without it: as few as hold it.',
      8,
    ),
    prefill: field(
      z
        .strictObject({ replicas: field(z.int().min(1).max(1_000), 'Servers that only read prompts.', 2) })
        .readonly()
        .optional(),
      'Servers apart for reading prompts; the others write answers. Without it each server does both.',
      { replicas: 2 },
    ),
    tokensPerMinute: field(
      z.int().min(1).optional(),
      'Budget of tokens of the team; on a public endpoint, of each caller; and of each holder of a key. Prompts and answers count. Without it there is none.',
      200_000,
    ),
    idle: field(duration.prefault('10m'), 'How long nobody must ask before servers go.', '10m'),
  })
  .readonly();

/** Models that answer. */
export const serving = z
  .strictObject({
    endpoints: field(
      z
        .array(z.discriminatedUnion('kind', [classic, language]))
        .max(2_000)
        .readonly()
        .default([]),
      'What is served: name, team, place and size. Which model it is says a release. Without it nothing is served.',
      [{ kind: 'classic', name: 'defects', team: 'vision', pool: 'share', format: 'onnx' }],
    ),
  })
  .readonly();

/** Models that answer. */
export type ServingSpec = z.output<typeof serving>;
/** One endpoint. */
export type EndpointSpec = ServingSpec['endpoints'][number];
