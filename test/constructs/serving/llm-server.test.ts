import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import type { PodSpec } from '../../../constructs/imports/kubernetes.gen.ts';
import { objectsOf } from '../../sample.ts';
import { restrictedFaults } from '../training/restricted-level.ts';
import {
  DIGEST,
  type EndpointInput,
  LANGUAGE,
  objectsOfEndpoint,
  only,
  revision,
  servingPlatform,
} from './serving-sample.ts';

interface LlmSpec {
  readonly template: PodSpec;
  readonly worker?: PodSpec;
  readonly prefill?: { readonly template: PodSpec };
  readonly parallelism: object;
}

function service(written: EndpointInput, change = {}): KubernetesObject {
  return only(objectsOfEndpoint(written, [revision(2, 100)], change), 'LLMInferenceService');
}

function specOf(object: KubernetesObject): LlmSpec {
  return object.spec as unknown as LlmSpec;
}

function commandOf(pod: PodSpec | undefined): string {
  return (pod?.containers[0]?.command ?? []).join(' ');
}

describe('a language model', () => {
  test('is one LLMInferenceService for each revision, in the team’s queue, without replicas or a route of its own', () => {
    const object = service({ ...LANGUAGE, priority: 'high' });
    expect(object.metadata).toMatchObject({
      name: 'chat-r2',
      namespace: 'vision',
      labels: { 'kueue.x-k8s.io/queue-name': 'default', 'kueue.x-k8s.io/priority-class': 'high' },
      annotations: { 'plinth.dev/release': DIGEST, 'plinth.dev/model-digest': DIGEST },
    });
    expect(object.spec).toMatchObject({
      model: { uri: `oci+native://registry.example.org/vision/model@${DIGEST}`, name: 'chat' },
    });
    expect(object.spec).not.toHaveProperty('replicas');
    expect(object.spec).not.toHaveProperty('router.route.http.spec');
  });

  test('names the endpoint’s route, in its own namespace, for KServe waits for the gateway of the routes it is told of', () => {
    for (const written of [LANGUAGE, { ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } }]) {
      const objects = objectsOfEndpoint(written, [revision(2, 100)]);
      const { metadata } = only(objects, 'AIGatewayRoute');
      const server = only(objects, 'LLMInferenceService');
      expect(server.spec).toMatchObject({ router: { route: { http: { refs: [{ name: metadata.name }] } } } });
      expect(server.metadata.namespace).toBe(metadata.namespace);
    }
  });

  test('is started with the figures that its size was reckoned with', () => {
    const { parallelism, template } = specOf(service(LANGUAGE));
    expect(commandOf(template)).toBe(
      'vllm serve /mnt/models --served-model-name chat --port 8000 --tensor-parallel-size 4 --max-model-len 8192 --max-num-seqs 16 --max-num-batched-tokens 8192 --gpu-memory-utilization 0.9 --kv-cache-dtype auto',
    );
    expect(parallelism).toEqual({ tensor: 4 });
    expect(template.containers[0]).toMatchObject({
      resources: { limits: { 'nvidia.com/gpu': '4' } },
      // 132 GiB at a quarter of a GiB a second, and five minutes.
      startupProbe: { httpGet: { path: '/health', port: 8000 }, periodSeconds: 10, failureThreshold: 83 },
    });
  });

  test('has its picker where no accelerator waits for it', () => {
    expect(service(LANGUAGE).spec).toMatchObject({
      router: {
        scheduler: {
          labels: { 'kueue.x-k8s.io/queue-name': 'default', 'plinth.dev/endpoint': 'chat' },
          template: { nodeSelector: { 'plinth.dev/pool': 'serve-cpu' } },
        },
      },
    });
  });

  test('runs as the image of its release where it names one, and in the sandbox of its team', () => {
    const image = `registry.example.org/vision/vllm@${DIGEST}`;
    const teams = servingPlatform().teams.map((team) => ({ ...team, sandbox: 'kata' as const, fabric: undefined }));
    const objects = objectsOfEndpoint(LANGUAGE, [revision(2, 100, { runtimeImage: image })], { teams });
    const { template } = specOf(only(objects, 'LLMInferenceService'));
    expect(template.containers[0]?.image).toBe(image);
    expect(template.runtimeClassName).toBe('kata');
  });
});

describe('a language model on several nodes', () => {
  const large: EndpointInput = { ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } };

  test('has a leader that answers and workers that do not', () => {
    const { parallelism, template, worker } = specOf(service(large));
    expect(parallelism).toEqual({ tensor: 8, pipeline: 2 });
    expect(commandOf(template)).toContain(
      '--pipeline-parallel-size 2 --max-model-len 8192 --max-num-seqs 16 --max-num-batched-tokens 8192 --gpu-memory-utilization 0.9 --kv-cache-dtype auto --nnodes $(LWS_GROUP_SIZE) --node-rank 0 --master-addr $(LWS_LEADER_ADDRESS)',
    );
    expect(commandOf(worker)).toContain('--node-rank $(LWS_WORKER_INDEX)');
    expect(commandOf(worker)).toMatch(/--headless$/);
    expect(worker?.containers[0]).not.toHaveProperty('readinessProbe');
  });

  test('uses RDMA in the namespace for it where the team may', () => {
    const object = service(large);
    expect(object.metadata.namespace).toBe('vision-fabric');
    expect(specOf(object).template.containers[0]).toMatchObject({
      securityContext: { capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] } },
    });
  });

  test('stays in the team’s namespace where the team may not', () => {
    const teams = servingPlatform().teams.map(({ fabric, ...team }) => team);
    expect(service(large, { teams }).metadata.namespace).toBe('vision');
  });
});

describe('a language model whose prompts are read apart', () => {
  const { prefill, template } = specOf(service({ ...LANGUAGE, prefill: { replicas: 1 } }));

  test('hands its cache over, behind a sidecar that asks the reader first', () => {
    expect(template.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ['llm-d-routing-sidecar', 'Always'],
    ]);
    expect(template.initContainers?.[0]?.command).toContain('--inference-pool=vision/chat-r2-inference-pool');
    expect(commandOf(template)).toContain('--port 8001');
    expect(commandOf(template)).toContain('"kv_connector":"NixlConnector"');
    expect(template.automountServiceAccountToken).toBe(true);
  });

  test('has readers without the sidecar and without a token', () => {
    expect(prefill).toMatchObject({ replicas: 1, template: { automountServiceAccountToken: false } });
    expect(prefill?.template.initContainers).toEqual([]);
    expect(commandOf(prefill?.template)).toContain('--port 8000');
  });
});

test('the restricted level takes every pod of a language model', () => {
  const split = specOf(service({ ...LANGUAGE, prefill: { replicas: 1 } }));
  const teams = servingPlatform().teams.map(({ fabric, ...team }) => team);
  const wide = specOf(service({ ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } }, { teams }));
  const presets = objectsOf(servingPlatform(), 'LLMInferenceServiceConfig');
  const picker = presets
    .map(({ spec }) => spec as { router?: { scheduler: { template: PodSpec } } } | undefined)
    .find((spec) => spec?.router !== undefined)?.router?.scheduler.template;
  const pods = [split.template, split.prefill?.template, wide.template, wide.worker, picker];
  expect(pods.map((pod) => pod && restrictedFaults(pod))).toEqual([[], [], [], [], []]);
});
