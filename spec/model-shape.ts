import { z } from 'zod';
import { type CatalogueModel, findModel, MODEL_PRECISIONS, type ModelShape, models } from '../catalog/index.ts';
import { field, text } from './field.ts';

const count = (most: number) => z.int().min(1).max(most);

const experts = z
  .strictObject({
    perToken: field(count(1_000), 'Experts that one token meets in a layer: `num_experts_per_tok`.', 8),
    width: field(count(1_000_000), 'Width of one expert: `moe_intermediate_size`.', 1_536),
    parameters: field(count(100e12), 'Parameters of all routed experts of all layers.', 227e9),
  })
  .readonly();

const sliding = z
  .strictObject({
    layers: field(count(1_000), 'How many layers.', 52),
    window: field(count(10_000_000), 'How far each looks: `sliding_window`. Unit: tokens.', 1_024),
  })
  .readonly();

const ownShape = z
  .strictObject({
    parameters: field(count(100e12), 'All its parameters, embeddings and experts included.', 14_770_033_664),
    layers: field(count(1_000), 'Layers: `num_hidden_layers`.', 48),
    heads: field(count(10_000), 'Attention heads: `num_attention_heads`.', 40),
    kvHeads: field(count(10_000), 'Heads of keys and values: `num_key_value_heads`.', 8),
    headSize: field(count(10_000), 'Numbers in one head: `head_dim`.', 128),
    hidden: field(count(1_000_000), 'Numbers between two layers for one token: `hidden_size`.', 5_120),
    width: field(
      count(10_000_000).optional(),
      'Width of the feed-forward part: `intermediate_size`. Without it: four times `hidden`.',
      13_824,
    ),
    vocabulary: field(count(100_000_000), 'Tokens that it knows: `vocab_size`.', 152_064),
    context: field(
      count(10_000_000),
      'Longest prompt with its answer: `max_position_embeddings`. Unit: tokens.',
      131_072,
    ),
    tiedEmbeddings: field(
      z.boolean().optional(),
      'Whether the first and the last matrix are one: `tie_word_embeddings`. Without it: they are two.',
      false,
    ),
    latent: field(
      count(1_000_000).optional(),
      'Numbers of one token in one layer’s cache with latent attention: `kv_lora_rank` + `qk_rope_head_dim`. Without it: keys and values are kept.',
      576,
    ),
    sliding: field(
      sliding.optional(),
      'Layers that look back only a little way. Without it: all look back at everything.',
      { layers: 52, window: 1_024 },
    ),
    experts: field(experts.optional(), 'Experts, of which each token meets few. Without it there are none.', {
      perToken: 8,
      width: 1_536,
      parameters: 227e9,
    }),
    published: field(z.enum(MODEL_PRECISIONS).optional(), 'How its makers publish it. Without it: bf16.', 'fp8'),
  })
  .readonly();

/** A model of the catalogue by name, or the figures of another. */
export const modelShape = field(
  z.union([text(100), ownShape]),
  `Model whose layers and heads decide how much memory it takes: one of ${Object.keys(models).join(', ')}, or the figures of another as its \`config.json\` has them.`,
  'llama-3.1-70b',
);

/** A model of the catalogue by name, or the figures of another. */
export type ModelShapeSpec = z.output<typeof modelShape>;

/** The figures of a model; nothing where the catalogue has none of this name. */
export function shapeOf(spec: ModelShapeSpec): ModelShape | undefined {
  return typeof spec === 'string' ? findModel(spec) : spec;
}

/** What to call it in texts: its title, or `the model` where users stated the figures. */
export function shapeTitle(spec: ModelShapeSpec): string {
  const known: CatalogueModel | undefined = typeof spec === 'string' ? findModel(spec) : undefined;
  return known?.title ?? 'the model';
}
