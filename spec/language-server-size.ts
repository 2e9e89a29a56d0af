import type { ModelPrecision, ModelShape } from '../catalog/index.ts';
import { unitMemory } from './accelerator-memory.ts';
import { requestGibibytes, type ServerMemory, serverMemory, weightGibibytes } from './model-memory.ts';
import { shapeOf } from './model-shape.ts';
import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';
import type { ServerLayout } from './server-layout.ts';
import type { EndpointSpec } from './serving.ts';
import type { Gibibytes } from './units.ts';

/** An endpoint of a language model. */
export type LanguageEndpoint = Extract<EndpointSpec, { kind: 'language' }>;

/** How one server of a language model is laid out, in vLLM's own words, and what it then holds. */
export interface LanguageServerSize {
  /** `--tensor-parallel-size`: accelerators of one node. */
  readonly tensorParallel: number;
  /** `--pipeline-parallel-size`: nodes. */
  readonly pipelineParallel: number;
  /** Units that the pods of each node ask for: devices, partitions or shares. */
  readonly acceleratorsPerNode: number;
  /** Nodes of one server. */
  readonly nodes: number;
  /** `--max-model-len`. Unit: tokens. */
  readonly maxModelLen: number;
  /** `--max-num-seqs`. */
  readonly maxNumSeqs: number;
  /** `--max-num-batched-tokens`; the arithmetic holds only with it. */
  readonly maxNumBatchedTokens: number;
  /** `--gpu-memory-utilization`. Range: above 0, at most 0.9. */
  readonly gpuMemoryUtilization: number;
  /** How weights are kept. */
  readonly precision: ModelPrecision;
  /** `--kv-cache-dtype`: `auto` keeps what the weights have. */
  readonly kvCacheDtype: 'auto' | 'fp8';
  /** All weights together: what a server downloads, and what a node's cache must have room for. */
  readonly weightsGibibytes: Gibibytes;
  /** Memory that one accelerator reports. */
  readonly acceleratorGibibytes: Gibibytes;
  /** What the fullest accelerator holds. */
  readonly memory: ServerMemory;
  /** KV cache of one answer of full length on one accelerator. */
  readonly requestGibibytes: Gibibytes;
  /** Answers of full length that fit at once: vLLM's `Maximum concurrency`. May be a fraction; 0 where none fits. */
  readonly concurrency: number;
  /** Whether all `maxNumSeqs` answers fit at their full length. The rules of the spec refuse an endpoint where they do not. */
  readonly fits: boolean;
}

/** Part of an accelerator's memory that vLLM uses: its own default. */
const UTILIZATION = 0.9;

/** Tokens of one step: vLLM's defaults of its server, on accelerators of 70 GiB and more, and on others. */
const BATCHED_TOKENS = { large: 8_192, small: 2_048, from: 70 } as const;

/**
 * The smallest layout that holds an endpoint's model and `sequences` answers of full `context`: a power of two accelerators
 * on each of its nodes, tensor parallel within a node and pipeline parallel between nodes.
 *
 * @param pool - the machines, as `poolShape` gives them
 * @param sharing - how their accelerators are divided
 * @returns nothing where the model's shape or the accelerator's memory is not known; what holds most (with `fits` false)
 *   where nothing holds it
 */
export function languageServerSize(
  endpoint: LanguageEndpoint,
  pool: PoolShape,
  sharing: PoolSpec['sharing'] = { kind: 'whole' },
): LanguageServerSize | undefined {
  const shape = shapeOf(endpoint.shape);
  const device = pool.accelerator && unitMemory(pool.accelerator, sharing);
  if (shape === undefined || device === undefined) return undefined;
  const counts = endpoint.accelerators === undefined ? candidates(shape, pool, sharing) : [endpoint.accelerators];
  const sizes = counts.map((count) => sizeOn(endpoint, shape, { device, count, utilization: utilization(sharing) }));
  return sizes.find(({ fits }) => fits) ?? sizes.at(-1);
}

/** Whether a model's heads can be divided among so many accelerators: evenly, or each head of keys and values on several. */
export function dividesHeads({ heads, kvHeads, latent }: ModelShape, accelerators: number): boolean {
  if (heads % accelerators !== 0) return false;
  return latent !== undefined || kvHeads % accelerators === 0 || accelerators % kvHeads === 0;
}

/** Partitions and shares cannot talk to each other: a server has one of them. */
function candidates(shape: ModelShape, pool: PoolShape, sharing: PoolSpec['sharing']): readonly number[] {
  const most = sharing.kind === 'whole' ? pool.devicesPerNode : 1;
  return [1, 2, 4, 8, 16].filter((count) => count <= most && dividesHeads(shape, count));
}

/** Of a device that pods take turns on, each server may use its part only. */
function utilization(sharing: PoolSpec['sharing']): number {
  if (sharing.kind === 'whole' || sharing.kind === 'partition') return UTILIZATION;
  return Math.floor((UTILIZATION / sharing.replicas) * 100) / 100;
}

interface Unit {
  readonly device: number;
  readonly count: number;
  readonly utilization: number;
}

function sizeOn(endpoint: LanguageEndpoint, shape: ModelShape, unit: Unit): LanguageServerSize {
  const layout = layoutOn(endpoint, shape, unit);
  // A server that hands its cache to another keeps every layer's cache whole.
  const cached = endpoint.prefill === undefined ? shape : { ...shape, sliding: undefined };
  const memory = serverMemory(shape, layout, unit.device, unit.utilization);
  const request = requestGibibytes(cached, layout, endpoint.context);
  const concurrency = Math.max(0, memory.cache / request);
  return {
    tensorParallel: layout.tensorParallel,
    pipelineParallel: layout.pipelineParallel,
    acceleratorsPerNode: unit.count,
    nodes: endpoint.nodes,
    maxModelLen: endpoint.context,
    maxNumSeqs: endpoint.sequences,
    maxNumBatchedTokens: layout.batchedTokens,
    gpuMemoryUtilization: unit.utilization,
    precision: layout.precision,
    kvCacheDtype: endpoint.kvCache === 'fp8' ? 'fp8' : 'auto',
    weightsGibibytes: weightGibibytes(shape, layout.precision),
    acceleratorGibibytes: unit.device as Gibibytes,
    memory,
    requestGibibytes: request,
    concurrency,
    fits: concurrency >= endpoint.sequences,
  };
}

function layoutOn(endpoint: LanguageEndpoint, shape: ModelShape, { count, device }: Unit): ServerLayout {
  const step = device >= BATCHED_TOKENS.from ? BATCHED_TOKENS.large : BATCHED_TOKENS.small;
  return {
    precision: endpoint.precision ?? shape.published ?? 'bf16',
    cache: endpoint.kvCache,
    tensorParallel: count,
    pipelineParallel: endpoint.nodes,
    sequences: endpoint.sequences,
    // vLLM refuses fewer tokens in a step than answers in work.
    batchedTokens: Math.max(step, endpoint.sequences),
  };
}
