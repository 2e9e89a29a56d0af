import type { ModelShape } from '../catalog/index.ts';
import type { ServerLayout } from './server-layout.ts';

/** Tokens of one block of vLLM's KV cache (`--block-size` on NVIDIA accelerators). */
export const CACHE_BLOCK = 16;

/**
 * Bytes that one answer of full length takes of the KV cache, on one accelerator.
 *
 * Tensor parallelism divides the heads of keys and values until each accelerator has one; the latent numbers of MLA lie on
 * every accelerator whole. Layers with a sliding window keep the window and what one step adds; vLLM puts layers into groups
 * of equal size and pads the last one, and so does this.
 */
export function requestCacheBytes(shape: ModelShape, layout: ServerLayout, context: number): number {
  const blockOfLayer = CACHE_BLOCK * layerTokenBytes(shape, layout);
  const share = Math.ceil(shape.layers / layout.pipelineParallel) / shape.layers;
  return layerBlocks(shape, layout.batchedTokens, context) * share * blockOfLayer;
}

/** Bytes that one token takes in one layer, on one accelerator. */
function layerTokenBytes(shape: ModelShape, { cache, tensorParallel }: ServerLayout): number {
  const bytes = cache === 'fp8' ? 1 : 2;
  if (shape.latent !== undefined) return shape.latent * bytes;
  return 2 * Math.max(1, shape.kvHeads / tensorParallel) * shape.headSize * bytes;
}

/** Blocks of all layers together. */
function layerBlocks({ layers, sliding }: ModelShape, batchedTokens: number, context: number): number {
  const whole = Math.ceil(context / CACHE_BLOCK);
  if (sliding === undefined) return layers * whole;
  const seen = Math.min(sliding.window - 1 + batchedTokens, context);
  const some = Math.min(whole, Math.ceil(seen / CACHE_BLOCK) + 1);
  const full = layers - sliding.layers;
  if (full <= 0) return layers * some;
  const group = groupSize(full, sliding.layers);
  return group * (Math.ceil(full / group) * whole + Math.ceil(sliding.layers / group) * some);
}

/** vLLM takes the smaller kind of layers as the size of a group, unless padding the smaller one up costs less than a quarter. */
function groupSize(one: number, other: number): number {
  const [less, more] = one < other ? [one, other] : [other, one];
  return more < less * 1.25 ? more : less;
}
