import type { CatalogueModel } from '../model-shape.ts';

const common = { headSize: 128, kvHeads: 8, vocabulary: 128_256, context: 131_072 } as const;

/** Llama 3.1 of Meta: dense, grouped-query attention. Figures: `config.json` of each repository; numbers of parameters: its safetensors index. */
export const llama31 = {
  'llama-3.1-8b': {
    title: 'Llama 3.1 8B',
    parameters: 8_030_261_248,
    layers: 32,
    heads: 32,
    hidden: 4_096,
    width: 14_336,
    ...common,
    source: 'https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct',
  },
  'llama-3.1-70b': {
    title: 'Llama 3.1 70B',
    parameters: 70_553_706_496,
    layers: 80,
    heads: 64,
    hidden: 8_192,
    width: 28_672,
    ...common,
    source: 'https://huggingface.co/meta-llama/Llama-3.1-70B-Instruct',
  },
  'llama-3.1-405b': {
    title: 'Llama 3.1 405B',
    parameters: 405_853_388_800,
    layers: 126,
    heads: 128,
    hidden: 16_384,
    width: 53_248,
    ...common,
    source: 'https://huggingface.co/meta-llama/Llama-3.1-405B-Instruct',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
