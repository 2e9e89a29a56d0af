import type { LanguageLayout } from './language-size.ts';
import { MODEL_FOLDER } from './model-source.ts';

/** Which part of a server a pod is. */
export type LlmPart = 'leader' | 'worker';

/** What a server is told. */
export interface LlmFlags {
  /** Name that callers give in `model`. */
  readonly model: string;
  /** Port that it listens on. */
  readonly port: number;
  /** How it is laid out. */
  readonly layout: LanguageLayout;
  /** Whether its cache is handed from servers that read prompts to those that write answers. */
  readonly split: boolean;
}

/** Cache goes from one server to another by NIXL: RDMA where the nodes have it, TCP elsewhere. */
const HAND_OVER = JSON.stringify({ kv_connector: 'NixlConnector', kv_role: 'kv_both' });

/** The command of a vLLM server. */
export function llmCommand(flags: LlmFlags, part: LlmPart): readonly string[] {
  const { layout, model, port, split } = flags;
  return [
    ...['vllm', 'serve', MODEL_FOLDER, '--served-model-name', model, '--port', `${port}`],
    ...(layout.size === undefined ? parallel(layout.units, layout.nodes) : sized(layout.size)),
    ...(layout.nodes === 1 ? [] : grouped(part)),
    ...(split ? ['--kv-transfer-config', HAND_OVER] : []),
  ];
}

function sized(size: NonNullable<LanguageLayout['size']>): readonly string[] {
  return [
    ...parallel(size.tensorParallel, size.pipelineParallel),
    ...['--max-model-len', `${size.maxModelLen}`, '--max-num-seqs', `${size.maxNumSeqs}`],
    ...['--max-num-batched-tokens', `${size.maxNumBatchedTokens}`],
    ...['--gpu-memory-utilization', `${size.gpuMemoryUtilization}`, '--kv-cache-dtype', size.kvCacheDtype],
  ];
}

function parallel(tensor: number, pipeline: number): readonly string[] {
  return [
    '--tensor-parallel-size',
    `${tensor}`,
    ...(pipeline === 1 ? [] : ['--pipeline-parallel-size', `${pipeline}`]),
  ];
}

/** LeaderWorkerSet tells each pod of a group where its leader is; only the leader answers requests. */
function grouped(part: LlmPart): readonly string[] {
  const rank = part === 'leader' ? '0' : '$(LWS_WORKER_INDEX)';
  return [
    ...['--nnodes', '$(LWS_GROUP_SIZE)', '--node-rank', rank, '--master-addr', '$(LWS_LEADER_ADDRESS)'],
    ...(part === 'leader' ? [] : ['--headless']),
  ];
}
