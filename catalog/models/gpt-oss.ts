import type { CatalogueModel } from '../model-shape.ts';

const common = {
  heads: 64,
  kvHeads: 8,
  headSize: 64,
  hidden: 2_880,
  width: 2_880,
  vocabulary: 201_088,
  context: 131_072,
  published: 'mxfp4',
} as const;

/** vLLM lays experts of width 2,880 out as 3,072: 64.4 GiB were seen for gpt-oss-120b (vllm-project/vllm issue 33155). */
const PADDING = 3_072 / 2_880;

/**
 * gpt-oss of OpenAI: experts in MXFP4, every second layer looks back 128 tokens.
 *
 * Figures: `config.json` of each repository and the model card (arXiv 2508.10925): 116.83 and 20.91 thousand million
 * parameters, 5.13 and 3.61 of them active, checkpoints of 60.8 and 12.8 GiB.
 */
export const gptOss = {
  'gpt-oss-20b': {
    title: 'gpt-oss-20b',
    parameters: 20_914_757_184,
    activeParameters: 3_610_000_000,
    layers: 24,
    ...common,
    sliding: { layers: 12, window: 128 },
    experts: { perToken: 4, width: 2_880, parameters: 24 * 32 * 3 * 2_880 * 2_880, padding: PADDING },
    source: 'https://huggingface.co/openai/gpt-oss-20b',
  },
  'gpt-oss-120b': {
    title: 'gpt-oss-120b',
    parameters: 116_829_156_672,
    activeParameters: 5_130_000_000,
    layers: 36,
    ...common,
    sliding: { layers: 18, window: 128 },
    experts: { perToken: 4, width: 2_880, parameters: 36 * 128 * 3 * 2_880 * 2_880, padding: PADDING },
    source: 'https://huggingface.co/openai/gpt-oss-120b',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
