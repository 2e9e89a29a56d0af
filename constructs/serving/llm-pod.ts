import { components } from '../../catalog/index.ts';
import { serverStart } from '../../spec/server-start.ts';
import type { LLMInferenceServiceTemplate } from '../imports/kserve-llmisvc.gen.ts';
import type { Container, EnvVar } from '../imports/kubernetes.gen.ts';
import { nodeShare, SHARED_MEMORY } from '../training/index.ts';
import type { LanguageLayout } from './language-size.ts';
import { type LlmPart, llmCommand } from './llm-flags.ts';
import type { ModelCheckParts } from './model-check.ts';
import type { ModelSource } from './model-source.ts';
import { containerSecurity, probes, scratch, serverPod } from './server-pod.ts';
import type { ServingPlace } from './serving-place.ts';

/** Port at which a language endpoint's servers, or the sidecars before them, are asked. KServe knows no other. */
export const LLM_PORT = 8_000;

/** Port of the server behind the sidecar that asks another server to read the prompt. */
const BEHIND_SIDECAR = 8_001;

/** What one pod of a language model's server is made from. */
export interface LlmPodProps {
  /** Where it runs. */
  readonly place: ServingPlace;
  /** Name that callers give in `model`. */
  readonly model: string;
  /** Image of the server. @default - vLLM of the catalogue */
  readonly image?: string;
  /** Arguments after the server's own. @default - none */
  readonly args?: readonly string[];
  /** How the server is laid out. */
  readonly layout: LanguageLayout;
  /** Where the model comes from. */
  readonly source: ModelSource;
  /** What looks at the model before. @default - nothing */
  readonly check?: ModelCheckParts;
  /** Labels that its pods are spread with. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it does where reading prompts is split from writing answers. @default - both */
  readonly role?: 'prefill' | 'decode';
  /** Group of servers that the sidecar may ask: `namespace/name`. */
  readonly pool: string;
}

/** Longest that answers in work may take when a pod goes. Unit: seconds. */
const GRACE = 120;
/** Time for the gateway and the picker to stop asking a pod that goes. Unit: seconds. */
const DRAIN = 15;

const FOLDERS = [scratch('home', '/home/team'), scratch('tmp', '/tmp')];

const ENV: readonly EnvVar[] = [
  { name: 'HOME', value: '/home/team' },
  { name: 'HF_HUB_OFFLINE', value: '1' },
  { name: 'VLLM_NO_USAGE_STATS', value: '1' },
];

/** A pod of a language model's server. */
export function llmPod(props: LlmPodProps, part: LlmPart = 'leader'): LLMInferenceServiceTemplate {
  const { check, labels, place, role, source } = props;
  const sidecar = role === 'decode' && part === 'leader';
  const pod = serverPod(place, labels);
  return {
    ...pod,
    // The sidecar looks up which pods it may ask.
    ...(sidecar ? { automountServiceAccountToken: true } : {}),
    terminationGracePeriodSeconds: GRACE,
    initContainers: [...(check === undefined ? [] : [check.container]), ...(sidecar ? [splitSidecar(props.pool)] : [])],
    containers: [main(props, part, sidecar ? BEHIND_SIDECAR : LLM_PORT)],
    volumes: [
      SHARED_MEMORY.volume,
      ...FOLDERS.map(({ volume }) => volume),
      ...(check !== undefined && source.volume !== undefined ? [source.volume.volume] : []),
      ...(check?.volumes ?? []),
    ],
  };
}

function main({ args = [], image, layout, model, place, role }: LlmPodProps, part: LlmPart, port: number): Container {
  const flags = { model, port, layout, split: role !== undefined };
  return {
    name: 'main',
    image: image ?? components.vllm.images[0],
    command: [...llmCommand(flags, part), ...args],
    env: [...ENV, ...(role === undefined ? [] : [HAND_OVER_HOST])],
    resources: nodeShare(place.pool, layout.units, layout.fabric),
    securityContext: containerSecurity(layout.fabric),
    volumeMounts: [SHARED_MEMORY.mount, ...FOLDERS.map(({ mount }) => mount)],
    lifecycle: { preStop: { sleep: { seconds: DRAIN } } },
    ...(part === 'worker'
      ? {}
      : {
          ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
          ...probes('/health', port, serverStart(layout.size?.weightsGibibytes)),
        }),
  };
}

/** Address that other servers fetch this one's cache from. */
const HAND_OVER_HOST: EnvVar = {
  name: 'VLLM_NIXL_SIDE_CHANNEL_HOST',
  valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
};

/** Asks a server of the group to read the prompt, then its own to write the answer. */
function splitSidecar(pool: string): Container {
  return {
    name: 'llm-d-routing-sidecar',
    image: components['llm-d-router'].images[1],
    restartPolicy: 'Always',
    command: [
      '/app/pd-sidecar',
      ...[`--port=${LLM_PORT}`, `--vllm-port=${BEHIND_SIDECAR}`, '--kv-connector=nixlv2', '--secure-proxy=false'],
      ...['--enable-ssrf-protection=true', '--pool-group=inference.networking.x-k8s.io', `--inference-pool=${pool}`],
    ],
    env: [{ name: 'INFERENCE_POOL_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
    ports: [{ name: 'split', containerPort: LLM_PORT, protocol: 'TCP' }],
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    securityContext: { ...containerSecurity(), readOnlyRootFilesystem: true },
  };
}
