import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { findingsOf, platformOn, poolOn, textOf } from '../findings-of.ts';

type EndpointInput = NonNullable<NonNullable<PlatformInput['serving']>['endpoints']>[number];
type LanguageInput = Extract<EndpointInput, { kind: 'language' }>;

/** A platform whose pool `train` has nodes with eight H100 and serves one language model. */
function serving(change: Partial<LanguageInput> = {}, pool: Parameters<typeof poolOn>[1] = {}) {
  const endpoint: LanguageInput = {
    kind: 'language',
    name: 'chat',
    team: 'vision',
    pool: 'train',
    shape: 'llama-3.1-70b',
    ...change,
  };
  return platformOn('existing', { pools: [poolOn('existing', pool)], serving: { endpoints: [endpoint] } });
}

function codes(input: unknown): string[] {
  return findingsOf(input)
    .map(({ code }) => code)
    .filter((code) => /^ENDPOINT_(MODEL|SHAPE|CONTEXT|HEADS)/.test(code));
}

describe('ENDPOINT_MODEL_MEMORY', () => {
  test('is not raised where the model fits', () => {
    expect(codes(serving())).toEqual([]);
    expect(codes(serving({ shape: 'deepseek-v3', precision: 'int4' }))).toEqual([]);
    expect(codes(serving({ shape: 'llama-3.1-405b', nodes: 2 }))).toEqual([]);
  });

  test('shows the arithmetic, and what would fit', () => {
    expect(textOf(serving({ accelerators: 2, sequences: 64 }), 'ENDPOINT_MODEL_MEMORY')).toBe(
      'Llama 3.1 70B in bf16 does not fit 2 × NVIDIA H100 80GB of pool train: weights 131.4 GiB + KV cache 160.0 GiB (64 answers of 8,192 tokens) + 6.1 GiB for a step and libraries = 297.5 GiB > 2 × 79.1 × 0.9 = 142.4 GiB; remove accelerators, or set nodes to 4, or set sequences to 1',
    );
  });

  test('proposes a lower precision where the weights alone are too much', () => {
    expect(textOf(serving({ shape: 'deepseek-v3', nodes: 1 }), 'ENDPOINT_MODEL_MEMORY')).toContain('weights 626.8 GiB');
    const text = textOf(serving({ accelerators: 1, shape: 'qwen3-32b', sequences: 64 }), 'ENDPOINT_MODEL_MEMORY');
    expect(text).toContain('remove accelerators, or set nodes to 4');
  });

  test('says so where nothing helps', () => {
    const text = textOf(
      serving({ shape: 'llama-3.1-405b', context: 131_072, sequences: 4_096 }),
      'ENDPOINT_MODEL_MEMORY',
    );
    expect(text).toContain('choose a pool whose nodes have more accelerator memory, or a smaller model');
  });

  test('counts one partition only, because partitions cannot talk to each other', () => {
    const partition = { sharing: { kind: 'partition' as const, profile: '3g.40gb' } };
    expect(codes(serving({ shape: 'llama-3.1-8b', sequences: 8 }, partition))).toEqual([]);
    expect(textOf(serving({ shape: 'qwen3-32b' }, partition), 'ENDPOINT_MODEL_MEMORY')).toContain('1 × 38.0 × 0.9');
  });

  test('counts the part of a device that a share may use', () => {
    const shares = { sharing: { kind: 'timeSlicing' as const, replicas: 2, trust: 'single' as const } };
    expect(textOf(serving({ shape: 'qwen3-32b' }, shares), 'ENDPOINT_MODEL_MEMORY')).toContain('1 × 79.1 × 0.45');
  });
});

test('ENDPOINT_SHAPE_UNKNOWN names the nearest model, or lists them', () => {
  expect(textOf(serving({ shape: 'llama-3.1-70' }), 'ENDPOINT_SHAPE_UNKNOWN')).toBe(
    'no model of the catalogue is called llama-3.1-70; write llama-3.1-70b, or state its figures',
  );
  expect(textOf(serving({ shape: 'something-else-altogether' }), 'ENDPOINT_SHAPE_UNKNOWN')).toContain('choose one of');
});

test('a shape of one’s own is taken', () => {
  const shape = {
    parameters: 14_768_307_200,
    layers: 40,
    heads: 40,
    kvHeads: 8,
    headSize: 128,
    hidden: 5_120,
    vocabulary: 151_936,
    context: 40_960,
  };
  expect(codes(serving({ shape }))).toEqual([]);
  expect(textOf(serving({ shape, context: 50_000 }), 'ENDPOINT_CONTEXT_TOO_LONG')).toContain('the model was made for');
});

test('ENDPOINT_CONTEXT_TOO_LONG says how long it may be', () => {
  expect(codes(serving({ shape: 'qwen3-8b', context: 40_960 }))).toEqual([]);
  expect(textOf(serving({ shape: 'qwen3-8b', context: 131_072 }), 'ENDPOINT_CONTEXT_TOO_LONG')).toBe(
    'Qwen3 8B was made for at most 40,960 tokens, not 131,072; set context to 40960 or less; if the model’s settings stretch it, state its figures as shape',
  );
});

test('ENDPOINT_HEADS_INDIVISIBLE says among how many they can be divided', () => {
  expect(codes(serving({ accelerators: 4 }))).toEqual([]);
  expect(textOf(serving({ accelerators: 3 }), 'ENDPOINT_HEADS_INDIVISIBLE')).toBe(
    '64 attention heads and 8 of keys and values of Llama 3.1 70B cannot be divided among 3 accelerators; set accelerators to one of 1, 2, 4, 8, 16, or remove it',
  );
});

test('a mistake in a shape of one’s own is found at its field', () => {
  const figures = {
    parameters: 8e9,
    layers: 32,
    heads: 32,
    kvHeads: 8,
    headSize: 128,
    hidden: 4_096,
    vocabulary: 128_256,
  };
  const found = (shape: object) =>
    findingsOf(serving({ shape: shape as LanguageInput['shape'] })).map(({ at, fix }) => `${at}: ${fix}`);
  const at = 'serving.endpoints[0].shape';
  expect(found(figures)).toEqual([`${at}.context: add it, such as context: 131072`]);
  expect(found({ ...figures, context: 'long' })).toEqual([`${at}.context: give a number`]);
  expect(found({ ...figures, context: 8_192, kvheads: 8 })).toEqual([
    `${at}.kvheads: choose one of ${'width, tiedEmbeddings, latent, sliding, experts, published'}`,
  ]);
});
