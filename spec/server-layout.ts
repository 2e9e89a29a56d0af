import type { ModelPrecision } from '../catalog/index.ts';

/** How a server keeps its model, and on how many accelerators. */
export interface ServerLayout {
  /** How weights are kept. */
  readonly precision: ModelPrecision;
  /** How the KV cache is kept. */
  readonly cache: 'bf16' | 'fp8';
  /** Accelerators that divide each layer among them: `--tensor-parallel-size`. */
  readonly tensorParallel: number;
  /** Stages that divide the layers among them: `--pipeline-parallel-size`. */
  readonly pipelineParallel: number;
  /** Answers in work at once: `--max-num-seqs`. */
  readonly sequences: number;
  /** Tokens of one step: `--max-num-batched-tokens`. */
  readonly batchedTokens: number;
}
