import type { CatalogueModel } from '../model-shape.ts';

/**
 * Gemma 3 of Google: five layers that look back 1,024 tokens, then one that looks back at everything.
 *
 * Figures: `config.json` of the repository. The parameters count the part that reads images.
 */
export const gemma3 = {
  'gemma-3-27b': {
    title: 'Gemma 3 27B',
    parameters: 27_432_406_640,
    layers: 62,
    heads: 32,
    kvHeads: 16,
    headSize: 128,
    hidden: 5_376,
    width: 21_504,
    vocabulary: 262_208,
    context: 131_072,
    tiedEmbeddings: true,
    sliding: { layers: 52, window: 1_024 },
    source: 'https://huggingface.co/google/gemma-3-27b-it',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
