import { type ComponentName, components } from '../../catalog/index.ts';
import type { CLASSIC_FORMATS } from '../../spec/serving.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import type { ClusterServingRuntimeSpec } from '../imports/kserve.gen.ts';
import type { Container, EnvVar } from '../imports/kubernetes.gen.ts';
import { MODEL_FOLDER } from './model-source.ts';
import { scratch } from './server-pod.ts';

/** Format of a classic model. */
export type ClassicFormat = (typeof CLASSIC_FORMATS)[number];

/** Port on which every classic server answers, and shows its metrics unless its runtime says otherwise. */
export const CLASSIC_PORT = 8_080;

/** A server of classic models. */
export interface ClassicRuntime {
  /** Component whose image it is. */
  readonly component: ComponentName;
  /** Version of the inference protocol that it speaks. */
  readonly protocol: 'v1' | 'v2';
  /** Beginnings of the paths that callers need; all others, such as those of Triton's shared memory, stay inside. */
  readonly paths: readonly string[];
  /** Path that answers when the model `name` is loaded. */
  readonly ready: (name: string) => string;
  /** What tells it the name that callers use. */
  readonly named: (name: string) => { readonly args?: readonly string[]; readonly env?: readonly EnvVar[] };
  /** Command and arguments that all its models have. */
  readonly base: Pick<Container, 'command' | 'args' | 'env'>;
  /** Port of its metrics. @default - that of its answers */
  readonly metricsPort?: number;
  /** Whether its root file system is read-only. @default false - it works on an accelerator, whose hooks write there, or was not seen to work so */
  readonly readOnly?: boolean;
}

const byArgument = (name: string) => ({ args: [`--model_name=${name}`] });
const V2_PATHS = ['/v2/models', '/v2/health'];
const v2Ready = (name: string) => `/v2/models/${name}/ready`;

/** KServe's own servers in Python: user 1000, no shell. */
function python(component: ComponentName): ClassicRuntime {
  return {
    component,
    protocol: 'v2',
    paths: V2_PATHS,
    ready: v2Ready,
    named: byArgument,
    base: { args: [`--model_dir=${MODEL_FOLDER}`, `--http_port=${CLASSIC_PORT}`, '--enable_grpc=false'] },
    readOnly: true,
  };
}

/** Reads a repository: a folder for each model, named as callers name it, with a folder for each version in it. */
const triton: ClassicRuntime = {
  component: 'triton-server',
  protocol: 'v2',
  paths: V2_PATHS,
  ready: () => '/v2/health/ready',
  named: () => ({}),
  base: {
    command: ['tritonserver'],
    args: [`--model-repository=${MODEL_FOLDER}`, `--http-port=${CLASSIC_PORT}`, '--allow-grpc=false'],
  },
  metricsPort: 8_002,
};

/** What serves which format. */
export const CLASSIC_RUNTIMES: Readonly<Record<ClassicFormat, ClassicRuntime>> = {
  sklearn: python('sklearn-server'),
  xgboost: python('xgboost-server'),
  lightgbm: python('lightgbm-server'),
  onnx: triton,
  triton,
  torch: triton,
  tensorflow: {
    component: 'tensorflow-serving',
    protocol: 'v1',
    paths: ['/v1/models'],
    ready: (name) => `/v1/models/${name}`,
    named: byArgument,
    base: {
      command: ['/usr/bin/tensorflow_model_server'],
      args: [`--model_base_path=${MODEL_FOLDER}`, `--rest_api_port=${CLASSIC_PORT}`, '--port=0'],
    },
    readOnly: true,
  },
  mlflow: {
    component: 'mlserver',
    protocol: 'v2',
    paths: V2_PATHS,
    ready: v2Ready,
    named: (name) => ({ env: [{ name: 'MLSERVER_MODEL_NAME', value: name }] }),
    base: {
      env: [
        { name: 'MLSERVER_MODEL_IMPLEMENTATION', value: 'mlserver_mlflow.MLflowRuntime' },
        { name: 'MLSERVER_MODEL_URI', value: MODEL_FOLDER },
        { name: 'MLSERVER_HTTP_PORT', value: `${CLASSIC_PORT}` },
      ],
    },
  },
};

/** Name of a format's runtime object. */
export function classicRuntimeName(format: ClassicFormat): string {
  return `plinth-${format}`;
}

/** The runtime of a format as KServe reads it. Chosen by name only: no other InferenceService falls into it. */
export function classicRuntimeSpec(format: ClassicFormat): ClusterServingRuntimeSpec {
  const { base, component, metricsPort, protocol, readOnly = false } = CLASSIC_RUNTIMES[format];
  const temporary = scratch('tmp', '/tmp');
  return {
    annotations: {
      'prometheus.kserve.io/port': `${metricsPort ?? CLASSIC_PORT}`,
      'prometheus.kserve.io/path': '/metrics',
    },
    supportedModelFormats: [{ name: format, autoSelect: false }],
    protocolVersions: [protocol],
    containers: [
      {
        name: 'kserve-container',
        image: components[component].images[0],
        ...base,
        env: [...(base.env ?? []), { name: 'HOME', value: temporary.mount.mountPath }],
        ports: [{ name: 'http', containerPort: CLASSIC_PORT, protocol: 'TCP' }],
        securityContext: { ...RESTRICTED_CONTAINER, ...(readOnly ? { readOnlyRootFilesystem: true } : {}) },
        volumeMounts: [temporary.mount],
      },
    ],
    volumes: [temporary.volume],
  };
}
