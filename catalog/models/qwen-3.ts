import type { CatalogueModel } from '../model-shape.ts';

/** `max_position_embeddings`; 131,072 with YaRN is a setting of its own (state a shape then). */
const common = { headSize: 128, vocabulary: 151_936, context: 40_960 } as const;

/** Qwen3 of Alibaba: two dense models and one of 128 experts. Figures: `config.json` of each repository. */
export const qwen3 = {
  'qwen3-8b': {
    title: 'Qwen3 8B',
    parameters: 8_190_735_360,
    layers: 36,
    heads: 32,
    kvHeads: 8,
    hidden: 4_096,
    width: 12_288,
    ...common,
    source: 'https://huggingface.co/Qwen/Qwen3-8B',
  },
  'qwen3-32b': {
    title: 'Qwen3 32B',
    parameters: 32_762_123_264,
    layers: 64,
    heads: 64,
    kvHeads: 8,
    hidden: 5_120,
    width: 25_600,
    ...common,
    source: 'https://huggingface.co/Qwen/Qwen3-32B',
  },
  'qwen3-235b-a22b': {
    title: 'Qwen3 235B-A22B',
    parameters: 235_093_634_560,
    activeParameters: 22_000_000_000,
    layers: 94,
    heads: 64,
    kvHeads: 4,
    hidden: 4_096,
    width: 12_288,
    experts: { perToken: 8, width: 1_536, parameters: 94 * 128 * 3 * 4_096 * 1_536 },
    ...common,
    source: 'https://huggingface.co/Qwen/Qwen3-235B-A22B',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
