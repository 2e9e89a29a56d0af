import type { CatalogueModel } from '../model-shape.ts';

/**
 * DeepSeek-V3 (R1 and V3.1 have the same shape): latent attention, 256 experts in 58 of 61 layers, published in FP8.
 *
 * Figures: `config.json` and README_WEIGHTS.md of the repository: 671 thousand million parameters without the module that
 * guesses further tokens, 36.6 of them active; `kv_lora_rank` 512 and `qk_rope_head_dim` 64.
 */
export const deepseekV3 = {
  'deepseek-v3': {
    title: 'DeepSeek-V3',
    parameters: 671_026_419_200,
    activeParameters: 36_600_000_000,
    layers: 61,
    heads: 128,
    kvHeads: 128,
    headSize: 128,
    hidden: 7_168,
    width: 18_432,
    vocabulary: 129_280,
    context: 163_840,
    latent: 512 + 64,
    experts: { perToken: 8, width: 2_048, parameters: 58 * 256 * 3 * 7_168 * 2_048 },
    published: 'fp8',
    source: 'https://huggingface.co/deepseek-ai/DeepSeek-V3',
  },
} as const satisfies Readonly<Record<string, CatalogueModel>>;
