import type { CatalogueModel } from '../model-shape.ts';

/** Open models of Mistral. Figures: `config.json` of each repository; Mixtral's also in its paper, table 1 (arXiv 2401.04088). */
export const mistral = {
  /** With its part that reads images; the text model alone has 23.57 thousand million parameters. */
  'mistral-small-3.1-24b': {
    title: 'Mistral Small 3.1 24B',
    parameters: 24_000_000_000,
    layers: 40,
    heads: 32,
    kvHeads: 8,
    headSize: 128,
    hidden: 5_120,
    width: 32_768,
    vocabulary: 131_072,
    context: 131_072,
    source: 'https://huggingface.co/mistralai/Mistral-Small-3.1-24B-Instruct-2503',
  },
  'mixtral-8x7b': {
    title: 'Mixtral 8x7B',
    parameters: 46_702_792_704,
    activeParameters: 12_900_000_000,
    layers: 32,
    heads: 32,
    kvHeads: 8,
    headSize: 128,
    hidden: 4_096,
    width: 14_336,
    vocabulary: 32_000,
    context: 32_768,
    experts: { perToken: 2, width: 14_336, parameters: 32 * 8 * 3 * 4_096 * 14_336 },
    source: 'https://huggingface.co/mistralai/Mixtral-8x7B-Instruct-v0.1',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
