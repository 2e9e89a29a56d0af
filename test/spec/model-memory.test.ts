import { describe, expect, test } from 'vitest';
import type { ModelPrecision, ModelShape } from '../../catalog/index.ts';
import { models } from '../../catalog/index.ts';
import { requestGibibytes, serverMemory, weightGibibytes } from '../../spec/model-memory.ts';
import type { ServerLayout } from '../../spec/server-layout.ts';
import type { Gibibytes } from '../../spec/units.ts';

/** Qwen3-14B, which is not in the catalogue: figures of its `config.json`. */
const QWEN3_14B: ModelShape = {
  parameters: 14_768_307_200,
  layers: 40,
  heads: 40,
  kvHeads: 8,
  headSize: 128,
  hidden: 5_120,
  width: 17_408,
  vocabulary: 151_936,
  context: 40_960,
};

function layout(change: Partial<ServerLayout> = {}): ServerLayout {
  return {
    precision: 'bf16',
    cache: 'bf16',
    tensorParallel: 1,
    pipelineParallel: 1,
    sequences: 256,
    batchedTokens: 8_192,
    ...change,
  };
}

/** The versions whose logs are compared captured their CUDA graphs outside the budget. */
const NO_GRAPHS = 0 as Gibibytes;

/** Tokens that fit the KV cache: vLLM's `GPU KV cache size`. */
function cacheTokens(shape: ModelShape, how: ServerLayout, device: number, utilization = 0.9): number {
  const { cache } = serverMemory(shape, how, device, utilization, NO_GRAPHS);
  return (cache / requestGibibytes(shape, how, shape.context)) * shape.context;
}

/** How far a figure of ours is from a published one, as a share of the published one. */
function apart(ours: number, published: number): number {
  return Math.abs(ours - published) / published;
}

describe('weights', () => {
  /** `Model loading took` and `model weights take` of vLLM, in GiB. */
  const published: readonly [string, ModelShape, ModelPrecision, number, string][] = [
    ['Llama 3 8B', models['llama-3.1-8b'], 'bf16', 14.96, 'vllm-project/vllm pull request 10511'],
    ['Llama 3.1 70B', models['llama-3.1-70b'], 'int8', 67.72, 'vllm-project/vllm pull request 12569'],
    ['gpt-oss-120b', models['gpt-oss-120b'], 'mxfp4', 64.38, 'vllm-project/vllm issue 33155'],
    ['gpt-oss-120b, other kernel', models['gpt-oss-120b'], 'mxfp4', 65.97, 'vllm-project/vllm issue 23278'],
  ];
  test.each(published)('of %s are within 3 %% of what vLLM logged', (_, shape, precision, gibibytes, _source) => {
    expect(apart(weightGibibytes(shape, precision), gibibytes)).toBeLessThan(0.03);
  });

  test('are halved by two accelerators and by two stages', () => {
    const on = (change: Partial<ServerLayout>) =>
      serverMemory(models['llama-3.1-8b'], layout(change), 79.22, 0.9, NO_GRAPHS).weights;
    // vLLM pull request 10511: 7.48 GiB with -tp 2.
    expect(on({ tensorParallel: 2 })).toBeCloseTo(7.48, 2);
    expect(on({ pipelineParallel: 2 })).toBeCloseTo(7.48, 2);
  });

  test('of a quantised model keep two bytes for embeddings', () => {
    const { hidden, parameters, vocabulary } = models['llama-3.1-8b'];
    const embeddings = 2 * vocabulary * hidden;
    const expected = (parameters - embeddings) * (0.5 + 2.5 / 128) + embeddings * 2;
    expect(weightGibibytes(models['llama-3.1-8b'], 'int4')).toBeCloseTo(expected / 2 ** 30, 6);
  });
});

describe('the KV cache that vLLM found room for', () => {
  /**
   * `GPU KV cache size` with 4,096 tokens a step and 1,024 answers, as github.com/mlsys-io/helium_demo keeps them at commit
   * 9c0b06e4 (src/helium/constants.py). Memory of the accelerators: 93.1 GiB is what H100 NVL reports, 47.37 what vLLM
   * logged for RTX 6000 Ada.
   */
  const logged: readonly [string, ModelShape, number, number, number][] = [
    ['Llama 3.1 8B on H100 NVL', models['llama-3.1-8b'], 93.1, 542_960, 0.01],
    ['Qwen3 8B on H100 NVL', models['qwen3-8b'], 93.1, 478_560, 0.01],
    ['Qwen3 14B on H100 NVL', QWEN3_14B, 93.1, 350_304, 0.01],
    ['Qwen3 32B on H100 NVL', models['qwen3-32b'], 93.1, 81_648, 0.01],
    ['Llama 3.1 8B on RTX 6000 Ada', models['llama-3.1-8b'], 47.37, 207_536, 0.01],
    ['Qwen3 8B on RTX 6000 Ada', models['qwen3-8b'], 47.37, 191_568, 0.06],
  ];
  test.each(logged)('%s', (_, shape, device, tokens, allowed) => {
    const ours = cacheTokens(shape, layout({ sequences: 1_024, batchedTokens: 4_096 }), device);
    expect(apart(ours, tokens)).toBeLessThan(allowed);
  });

  test('Llama 3 8B on an accelerator of 79.22 GiB: 53.29 GiB, after a step of 1.26 GiB', () => {
    const memory = serverMemory(models['llama-3.1-8b'], layout(), 79.22, 0.9, NO_GRAPHS);
    expect(apart(memory.activations, 1.26)).toBeLessThan(0.02);
    expect(apart(memory.cache, 53.29)).toBeLessThan(0.03);
  });

  test('one token of a model on several accelerators takes what vLLM divided by', () => {
    // vllm-project/vllm issue 21348: Qwen3-235B-A22B in FP8 on four H100: 8.11 GiB on each hold 178,880 tokens.
    const shape = models['qwen3-235b-a22b'];
    const request = requestGibibytes(shape, layout({ precision: 'fp8', tensorParallel: 4 }), shape.context);
    expect(apart((8.11 / request) * shape.context, 178_880)).toBeLessThan(0.02);
  });
});

describe('one answer', () => {
  const context = 131_072;
  const bytesOfToken = (shape: ModelShape, change: Partial<ServerLayout> = {}) =>
    (requestGibibytes(shape, layout(change), context) * 2 ** 30) / context;

  test('takes two numbers for each head of keys and values in each layer', () => {
    expect(bytesOfToken(models['llama-3.1-70b'])).toBe(80 * 2 * 8 * 128 * 2);
    expect(bytesOfToken(models['llama-3.1-70b'], { cache: 'fp8' })).toBe(80 * 2 * 8 * 128);
    expect(bytesOfToken(models['llama-3.1-70b'], { tensorParallel: 8 })).toBe(80 * 2 * 128 * 2);
  });

  test('takes at least one head of each accelerator', () => {
    expect(bytesOfToken(models['llama-3.1-70b'], { tensorParallel: 16 })).toBe(80 * 2 * 128 * 2);
  });

  test('takes the latent numbers whole on each accelerator', () => {
    const expected = 61 * 576 * 2;
    expect(bytesOfToken(models['deepseek-v3'])).toBe(expected);
    expect(bytesOfToken(models['deepseek-v3'], { tensorParallel: 8 })).toBe(expected);
  });

  test('of stages that are not equal takes what the longest does', () => {
    expect(bytesOfToken(models['deepseek-v3'], { pipelineParallel: 2 })).toBe(31 * 576 * 2);
  });

  test('fills whole blocks', () => {
    const shape = models['llama-3.1-8b'];
    expect(requestGibibytes(shape, layout(), 17)).toBe(requestGibibytes(shape, layout(), 32));
  });

  test('keeps no more than the window and a step where layers look back a little only', () => {
    const full = 10 * Math.ceil(context / 16);
    const some = 6 * 10 * (Math.ceil((1_023 + 8_192) / 16) + 1);
    const block = 16 * 2 * 16 * 128 * 2;
    expect(requestGibibytes(models['gemma-3-27b'], layout(), context) * 2 ** 30).toBe((full + some) * block);
  });
});
