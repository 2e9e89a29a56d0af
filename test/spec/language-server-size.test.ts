import { expect, test } from 'vitest';
import { type LanguageEndpoint, languageServerSize } from '../../spec/language-server-size.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { serving } from '../../spec/serving.ts';

function endpoint(change: object = {}): LanguageEndpoint {
  const written = { kind: 'language', name: 'chat', team: 'vision', pool: 'serve', shape: 'llama-3.1-70b', ...change };
  const [parsed] = serving.parse({ endpoints: [written] }).endpoints;
  if (parsed?.kind !== 'language') throw new Error('bug: not a language model');
  return parsed;
}

function size(change: object = {}, instance = 'p5.48xlarge', sharing?: PoolSpec['sharing']) {
  const shape = poolShape('aws', { instance, sharing: sharing ?? { kind: 'whole' } } as PoolSpec);
  return shape && languageServerSize(endpoint(change), shape, sharing);
}

test('a server gets as few accelerators as hold the model and its answers', () => {
  expect(size()).toMatchObject({
    tensorParallel: 4,
    pipelineParallel: 1,
    acceleratorsPerNode: 4,
    nodes: 1,
    maxModelLen: 8_192,
    maxNumSeqs: 16,
    maxNumBatchedTokens: 8_192,
    gpuMemoryUtilization: 0.9,
    precision: 'bf16',
    kvCacheDtype: 'auto',
    fits: true,
  });
  expect(size({ precision: 'fp8' })).toMatchObject({ tensorParallel: 2, fits: true });
  expect(size({ shape: 'llama-3.1-8b', kvCache: 'fp8' })).toMatchObject({ tensorParallel: 1, kvCacheDtype: 'fp8' });
});

test('what users ask for is kept, and whether it fits is said', () => {
  expect(size({ accelerators: 8 })).toMatchObject({ tensorParallel: 8, fits: true });
  expect(size({ accelerators: 2 })).toMatchObject({ tensorParallel: 2, fits: false });
});

test('several nodes are stages of a pipeline', () => {
  expect(size({ shape: 'llama-3.1-405b', nodes: 2 })).toMatchObject({
    tensorParallel: 8,
    pipelineParallel: 2,
    nodes: 2,
    fits: true,
  });
});

test('a model is kept as its makers publish it', () => {
  expect(size({ shape: 'gpt-oss-120b' })?.precision).toBe('mxfp4');
  expect(size({ shape: 'deepseek-v3' }, 'p5en.48xlarge')).toMatchObject({
    precision: 'fp8',
    tensorParallel: 8,
    fits: true,
  });
});

test('gpt-oss-120b fits one H100 by this arithmetic for few answers only', () => {
  expect(size({ shape: 'gpt-oss-120b', sequences: 2 })?.tensorParallel).toBe(1);
  expect(size({ shape: 'gpt-oss-120b', sequences: 16, context: 131_072 })?.tensorParallel).toBeGreaterThan(1);
});

test('small accelerators take smaller steps', () => {
  expect(size({ shape: 'llama-3.1-8b', context: 2_048, sequences: 4 }, 'g6.xlarge')).toMatchObject({
    maxNumBatchedTokens: 2_048,
    acceleratorGibibytes: 22.07,
    fits: true,
  });
});

test('shares use their part of the device', () => {
  const sharing = { kind: 'timeSlicing', replicas: 4, trust: 'single' } as const;
  expect(size({ shape: 'gpt-oss-20b' }, 'p5.48xlarge', sharing)).toMatchObject({
    gpuMemoryUtilization: 0.22,
    tensorParallel: 1,
  });
});

test('a server that hands its cache on keeps all of it', () => {
  const alone = size({ shape: 'gemma-3-27b', context: 32_768 });
  const split = size({ shape: 'gemma-3-27b', context: 32_768, prefill: { replicas: 1 } });
  expect(split?.requestGibibytes).toBeGreaterThan(alone?.requestGibibytes ?? 0);
});

test('nothing is said about machines whose memory is not known', () => {
  expect(size({}, 'm7i.4xlarge')).toBeUndefined();
  expect(size({ shape: 'nobody-knows' })).toBeUndefined();
});
