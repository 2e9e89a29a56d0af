import type { ModelPrecision, ModelShape } from '../catalog/index.ts';
import { requestCacheBytes } from './model-cache.ts';
import type { ServerLayout } from './server-layout.ts';
import type { Gibibytes } from './units.ts';

const GIBIBYTE = 2 ** 30;

/**
 * Bytes of one parameter, scales included.
 *
 * int4: groups of 128 with a scale of two bytes and a zero point of half a byte, as GPTQ and AWQ write them; mxfp4: blocks
 * of 32 with a scale of one byte (OCP Microscaling 1.0); fp8: blocks of 128 × 128 with a scale of four bytes; int8: one
 * scale for a row, which is next to nothing.
 */
const BYTES: Readonly<Record<ModelPrecision, number>> = {
  bf16: 2,
  fp8: 1 + 4 / 128 ** 2,
  int8: 1,
  int4: 0.5 + 2.5 / 128,
  mxfp4: 0.5 + 1 / 32,
};

/** What one accelerator of a server holds; of several the one that holds most. Unit: GiB. */
export interface ServerMemory {
  /** Share of the accelerator that vLLM may use: its memory × `--gpu-memory-utilization`. */
  readonly budget: Gibibytes;
  /** Weights. */
  readonly weights: Gibibytes;
  /** What a step needs at its peak. */
  readonly activations: Gibibytes;
  /** CUDA context, libraries, buffers between accelerators, CUDA graphs. */
  readonly overhead: Gibibytes;
  /** What is left for the KV cache; negative where the weights do not even fit. */
  readonly cache: Gibibytes;
}

/**
 * CUDA context and libraries beyond PyTorch. Unit: GiB.
 *
 * Public logs of vLLM show `non_torch_memory` between 0.05 and 0.4 on one accelerator, and about 1 more where several talk
 * (NCCL and the buffers of its own all-reduce).
 */
const NON_TORCH = { alone: 0.3, talking: 1.3 } as const;

/** CUDA graphs of one server: logs show 0.2 to 0.6 (`Graph capturing finished`). Unit: GiB. */
export const CUDA_GRAPHS: Gibibytes = 0.5 as Gibibytes;

/** All weights of a model. Unit: GiB. */
export function weightGibibytes(shape: ModelShape, precision: ModelPrecision): Gibibytes {
  const { body, embeddings } = weightBytes(shape, precision);
  return gibibytes(body + embeddings * embeddingMatrices(shape));
}

/**
 * What one accelerator of a server holds, as vLLM measures it when it starts: weights, then the peak of a step with
 * `--max-num-batched-tokens` tokens; the rest of its budget is the KV cache.
 *
 * Weights and the bytes of one token are exact to a few percent; what a step takes is not known as well. Logs in which
 * vLLM found much less room than this: Qwen3-235B-A22B in FP8 on four H100 (8.1 GiB, here 13.1; vllm-project/vllm issue 21348,
 * with a cache connector) and gpt-oss-120b on one H100 (1.7 GiB with 1,024 tokens a step at 0.95, here 7.9; issues 27508 and
 * 23278). Small steps do not help there, so it is not their buffers; what it is no log says, and nothing is added for it.
 * Leave room there.
 *
 * @param device - memory of one accelerator as its driver reports it. Unit: GiB
 * @param utilization - `--gpu-memory-utilization`
 * @param graphs - what CUDA graphs take of the budget. Unit: GiB
 */
export function serverMemory(
  shape: ModelShape,
  layout: ServerLayout,
  device: number,
  utilization: number,
  graphs: Gibibytes = CUDA_GRAPHS,
): ServerMemory {
  const alone = layout.tensorParallel * layout.pipelineParallel === 1;
  const budget = device * utilization;
  const weights = heaviestStage(shape, layout);
  const activations = activationBytes(shape, layout) / GIBIBYTE;
  const overhead = (alone ? NON_TORCH.alone : NON_TORCH.talking) + graphs;
  return {
    budget: budget as Gibibytes,
    weights: weights as Gibibytes,
    activations: activations as Gibibytes,
    overhead: overhead as Gibibytes,
    cache: (budget - weights - activations - overhead) as Gibibytes,
  };
}

/** KV cache of one answer of full length on one accelerator. Unit: GiB. */
export function requestGibibytes(shape: ModelShape, layout: ServerLayout, context: number): Gibibytes {
  return gibibytes(requestCacheBytes(shape, layout, context));
}

function weightBytes(shape: ModelShape, precision: ModelPrecision): { body: number; embeddings: number } {
  const embeddings = shape.vocabulary * shape.hidden;
  const body = shape.parameters - embeddings * embeddingMatrices(shape);
  const { padding = 1, parameters: experts = 0 } = shape.experts ?? {};
  // Only experts are published in MXFP4; other precisions are those of every layer. Embeddings always keep two bytes.
  const others = (body - experts) * (precision === 'mxfp4' ? BYTES.bf16 : BYTES[precision]);
  return { body: others + experts * padding * BYTES[precision], embeddings: embeddings * BYTES.bf16 };
}

function embeddingMatrices({ tiedEmbeddings = false }: ModelShape): number {
  return tiedEmbeddings ? 1 : 2;
}

/** Of several stages the one with most layers; each of the two outer ones has one embedding matrix. */
function heaviestStage(shape: ModelShape, { pipelineParallel, precision, tensorParallel }: ServerLayout): number {
  const { body, embeddings } = weightBytes(shape, precision);
  const share = Math.ceil(shape.layers / pipelineParallel) / shape.layers;
  const matrices = pipelineParallel === 1 ? embeddingMatrices(shape) : 1;
  return (body * share + embeddings * matrices) / tensorParallel / GIBIBYTE;
}

/**
 * Peak of one step: the feed-forward part of one layer with two bytes each (gate, up and their product, of experts also
 * what goes in and out), four times the hidden numbers beside it, and three copies of the logits in four bytes.
 *
 * Fitted to vLLM's own figures: 1.26 GiB for Llama 3 8B with 8,192 tokens and 256 answers (vllm-project/vllm pull request
 * 10511), and to the caches of the other logs in this function's test.
 */
function activationBytes(shape: ModelShape, { batchedTokens, sequences, tensorParallel }: ServerLayout): number {
  const { experts, hidden, vocabulary, width = 4 * hidden } = shape;
  const dense = (3 * width) / tensorParallel;
  const routed =
    experts === undefined
      ? 0
      : experts.perToken *
        (Math.max((2 * experts.width) / tensorParallel, hidden) + experts.width / tensorParallel + hidden);
  return batchedTokens * (Math.max(dense, routed) + 4 * hidden) * 2 + sequences * vocabulary * 4 * 3;
}

function gibibytes(bytes: number): Gibibytes {
  return (bytes / GIBIBYTE) as Gibibytes;
}
