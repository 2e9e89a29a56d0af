import { describe, expect, test } from 'vitest';
import type { AddOn } from '../../../constructs/core/index.ts';
import { objectOf, objectsOf, rendered } from '../../sample.ts';
import { LANGUAGE, servingOf, servingPlatform } from './serving-sample.ts';

const training = { frameworks: ['torch' as const] };

function addOn(name: string, input = servingPlatform()): AddOn {
  const found = rendered(input).platform.addOns.filter(({ component }) => component.name === name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${name} is installed ${found.length} times`);
  return first;
}

describe('serving installs', () => {
  test('KServe without Knative, without Istio and without routes of its own', () => {
    const { values } = addOn('kserve');
    expect(values).toMatchObject({
      kserve: {
        controller: {
          deploymentMode: 'Standard',
          gateway: {
            disableIstioVirtualHost: true,
            disableIngressCreation: true,
            ingressGateway: { enableGatewayApi: true, kserveGateway: 'plinth-gateway/plinth' },
          },
        },
        storage: { enableModelcar: true, s3: { endpoint: 's3.lab.example.org', useHttps: '1' } },
      },
    });
  });

  test('what both charts of KServe would bring but once', () => {
    expect(addOn('kserve-llmisvc').values).toMatchObject({
      kserve: { createSharedResources: false, llmisvc: { createGIECRDs: true } },
    });
    expect(addOn('kserve').values).not.toHaveProperty('kserve.createSharedResources');
  });

  test('definitions before what reads them, and the way in before both', () => {
    const before = (name: string) => addOn(name).after.map(({ component }) => component.name);
    expect(before('kserve')).toEqual(
      expect.arrayContaining(['cert-manager', 'gateway-api', 'leaderworkerset', 'kserve-crd']),
    );
    expect(before('kserve-llmisvc')).toEqual(expect.arrayContaining(['kserve', 'kserve-llmisvc-crd']));
    expect(before('envoy-ai-gateway')).toEqual(
      expect.arrayContaining(['envoy-gateway', 'envoy-ai-gateway-crd', 'kserve-llmisvc']),
    );
  });

  test('LeaderWorkerSet where training does not, and the queue knows it either way', () => {
    expect(addOn('leaderworkerset').release).toBe('lws');
    expect(addOn('leaderworkerset', servingPlatform([], { training })).release).toBe('lws');
    const frameworks = (input = servingPlatform()) => JSON.stringify(addOn('kueue', input).values);
    expect(frameworks()).toContain('leaderworkerset.x-k8s.io/leaderworkerset');
    expect(frameworks()).not.toContain('trainer.kubeflow.org/trainjob');
    expect(frameworks(servingPlatform([], { serving: undefined }))).not.toContain('leaderworkerset');
  });

  test('KEDA, which may set replicas of Deployments and of groups of pods alone', () => {
    expect(addOn('keda').values).toMatchObject({
      rbac: { scaledRefKinds: [{ apiGroup: 'leaderworkerset.x-k8s.io', kind: 'LeaderWorkerSet' }] },
      service: { portHttpsTarget: 8_443 },
    });
    expect(objectOf(servingPlatform(), 'NetworkPolicy', 'allow-metrics-server', 'keda').spec).toMatchObject({
      ingress: [{ ports: [{ protocol: 'TCP', port: 9_666 }] }],
    });
  });

  test('nothing where the spec serves nothing', () => {
    const { platform } = rendered(servingPlatform([], { serving: undefined }));
    expect(platform.serving).toBeUndefined();
    expect(platform.addOns.map(({ component }) => component.name)).not.toContain('kserve');
  });
});

describe('the gateway', () => {
  const settings = (input = servingPlatform()) => addOn('envoy-gateway', input).values;

  test('asks the AI gateway what to change, and takes groups of pods as targets', () => {
    expect(settings()).toMatchObject({
      config: {
        envoyGateway: {
          extensionApis: { enableBackend: true, enableEnvoyPatchPolicy: false },
          extensionManager: {
            backendResources: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', version: 'v1' }],
            service: {
              fqdn: { hostname: 'ai-gateway-controller.envoy-ai-gateway-system.svc.cluster.local', port: 1_063 },
            },
          },
        },
      },
    });
    expect(settings()).not.toHaveProperty('config.envoyGateway.rateLimit');
    expect(settings(servingPlatform([], { serving: undefined }))).not.toHaveProperty(
      'config.envoyGateway.extensionManager',
    );
  });

  test('counts budgets in the store where there are some', () => {
    expect(settings(servingPlatform([{ ...LANGUAGE, tokensPerMinute: 1_000 }]))).toMatchObject({
      config: {
        envoyGateway: {
          rateLimit: { backend: { type: 'Redis', redis: { url: 'budget-store.envoy-ai-gateway-system.svc:6379' } } },
        },
      },
    });
  });
});

describe('token budgets', () => {
  test('have a store that the gateway’s rate limit service alone reaches', () => {
    const input = servingPlatform([{ ...LANGUAGE, tokensPerMinute: 1_000 }]);
    expect(objectOf(input, 'NetworkPolicy', 'allow-budget-store', 'envoy-ai-gateway-system').spec).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'envoy-ratelimit' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 6_379 }],
        },
      ],
    });
    expect(objectOf(input, 'Deployment', 'budget-store', 'envoy-ai-gateway-system').spec).toMatchObject({
      template: { spec: { containers: [{ securityContext: { readOnlyRootFilesystem: true } }] } },
    });
  });

  test('have no store where nobody has one', () => {
    const stores = objectsOf(servingPlatform([LANGUAGE]), 'Deployment').filter(
      ({ metadata }) => metadata.name === 'budget-store',
    );
    expect(stores).toEqual([]);
  });
});

describe('the way of a team’s pods to endpoints', () => {
  const namespaces = (input = servingPlatform()) =>
    objectsOf(input, 'NetworkPolicy')
      .filter(({ metadata }) => metadata.name === 'allow-endpoints')
      .map(({ metadata }) => metadata.namespace);

  test('leads to the gateway, and is open to the owner of an endpoint', () => {
    expect(namespaces()).toEqual([]);
    const input = servingPlatform([LANGUAGE]);
    expect(namespaces(input)).toEqual(['vision', 'vision-fabric']);
    expect(objectOf(input, 'NetworkPolicy', 'allow-endpoints', 'vision').spec).toMatchObject({
      policyTypes: ['Egress'],
      egress: [{ ports: [{ protocol: 'TCP', port: 10_443 }] }],
    });
  });

  test('is open to all teams where an endpoint is public', () => {
    expect(namespaces(servingPlatform([{ ...LANGUAGE, public: true }]))).toEqual(['speech', 'vision', 'vision-fabric']);
  });
});

test('every preset that KServe looks for is there, those of several nodes too', () => {
  const names = objectsOf(servingPlatform(), 'LLMInferenceServiceConfig').map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual([
    'kserve-config-llm-decode-template',
    'kserve-config-llm-decode-worker-pipeline-parallel',
    'kserve-config-llm-prefill-template',
    'kserve-config-llm-prefill-worker-pipeline-parallel',
    'kserve-config-llm-scheduler',
    'kserve-config-llm-template',
    'kserve-config-llm-worker-pipeline-parallel',
  ]);
});

test('a hundred endpoints have hosts before they have models', () => {
  const endpoints = Array.from({ length: 100 }, (_, index) => ({ ...LANGUAGE, name: `chat-${index}` }));
  expect(servingOf(servingPlatform(endpoints)).places).toHaveLength(4);
});
