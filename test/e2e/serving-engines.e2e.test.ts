import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bindVolumes } from '../../rehearsal/apply/bound-volumes.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { type Installation, install } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import * as components from './serving-components.ts';
import * as workload from './serving-workloads.ts';

/** How long a controller may take to do what it is there for. Unit: milliseconds. */
const RECONCILED_MILLISECONDS = 120_000;

/** The engines of this test; LeaderWorkerSet is one of the batch group. */
const CONTROLLERS = ['ai-gateway', 'cloudnative-pg', 'envoy-gateway', 'kserve', 'kserve-llmisvc'] as const;

/** What Envoy Gateway writes when it stops telling its proxies anything. */
const FROZEN = 'skipped publishing xds resources';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** An object with the fields of a status that the tests look at. */
interface Observed extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly parents?: readonly { readonly conditions: readonly Condition[] }[];
    readonly phase?: string;
    readonly url?: string;
  };
}

interface BackendRef {
  readonly kind?: string;
  readonly name: string;
  readonly weight?: number;
}

interface RouteSpec {
  readonly hostnames?: readonly string[];
  readonly rules: readonly { readonly name?: string; readonly backendRefs?: readonly BackendRef[] }[];
}

describe('the serving components of a platform on a real control plane', () => {
  let plane: ControlPlane;
  let installed: Installation;

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'batch']);
    await buildPrograms(CONTROLLERS.map(engine));
    plane = await startControlPlane();
    await createSimulatedNodes(
      plane.client,
      ['gpu-0', 'gpu-1', 'gpu-2', 'gpu-3'].map((name) => ({
        name,
        capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
      })),
    );
    installed = await install(plane, [
      ...(await components.gatewayApiObjects()),
      ...(await components.envoyGatewayObjects()),
      ...(await components.aiGatewayObjects()),
      ...(await components.lwsObjects()),
      ...(await components.kserveObjects()),
      ...(await components.cloudnativePgObjects()),
    ]);
    for (const object of workload.GATEWAY_OBJECTS) await submit(object);
  }, 1_800_000);

  afterAll(() => plane?.stop());

  async function submit(object: KubernetesObject): Promise<void> {
    const answer = await plane.client.apply(object);
    expect(answer.status, messageOf(answer)).toBeLessThan(300);
  }

  /** Waits until an object is there and says what is wanted; tells what happened in its namespace if it never does. */
  async function until(
    apiVersion: string,
    kind: string,
    name: string,
    done: (seen: Observed) => boolean = () => true,
    namespace: string = workload.TEAM,
  ): Promise<Observed> {
    const path = await plane.client.pathOf({ apiVersion, kind, metadata: { name, namespace } });
    const look = async () => {
      const { status, body } = await plane.client.send({ method: 'GET', path });
      return status === 200 && done(body as Observed) ? (body as Observed) : undefined;
    };
    return waitFor(look, {
      what: `${kind} ${name}`,
      timeoutMilliseconds: RECONCILED_MILLISECONDS,
      explain: async () => {
        const seen = await plane.client.send({ method: 'GET', path });
        const { stdout } = await plane.kubectl(['get', 'all,httproutes,events', '-n', namespace, '-o', 'wide']);
        return `${JSON.stringify(seen.body, null, 1)}\n${stdout}`;
      },
    });
  }

  const has = (type: string) => (seen: Observed) =>
    seen.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;

  const parentSays = (type: string, status: string) => (seen: Observed) =>
    seen.status?.parents?.some((parent) =>
      parent.conditions.some((one) => one.type === type && one.status === status),
    ) ?? false;

  function gatewayLog(): string {
    return readFileSync(plane.files.log('envoy-gateway-system.envoy-gateway'), 'utf8');
  }

  test('takes every object of every component in the first pass', () => {
    expect(installed.rejections).toEqual([]);
  });

  test('runs the real controllers', () => {
    expect(installed.controllers.map(({ name }) => name).sort()).toEqual([...CONTROLLERS, 'lws']);
  });

  describe('Envoy Gateway', () => {
    test('accepts and programs a gateway, and deploys its proxies', async () => {
      const { name, namespace } = components.GATEWAY;
      const api = 'gateway.networking.k8s.io/v1';
      await until(api, 'Gateway', name, (seen) => has('Accepted')(seen) && has('Programmed')(seen), namespace);
    });

    test('accepts a route with weights', async () => {
      for (const object of workload.WEIGHTED_ROUTE) await submit(object);
      const resolved = parentSays('ResolvedRefs', 'True');
      const accepted = parentSays('Accepted', 'True');
      await until('gateway.networking.k8s.io/v1', 'HTTPRoute', 'weighted', (seen) => accepted(seen) && resolved(seen));
    });

    test('refuses a route to a listener that is not there', async () => {
      await submit(workload.LOST_ROUTE);
      await until('gateway.networking.k8s.io/v1', 'HTTPRoute', 'lost', parentSays('Accepted', 'False'));
    });
  });

  describe('KServe', () => {
    test('makes a Deployment, a Service and a route of an InferenceService, and says that it is ready', async () => {
      await submit(workload.INFERENCE_SERVICE);
      await until('apps/v1', 'Deployment', 'iris-predictor');
      await until('v1', 'Service', 'iris-predictor');
      const route = await until('gateway.networking.k8s.io/v1', 'HTTPRoute', 'iris', parentSays('Accepted', 'True'));
      const { hostnames, rules } = route.spec as RouteSpec;
      expect(hostnames).toContain('iris-team-serving.models.example.org');
      expect(rules.at(-1)?.backendRefs?.map(({ name }) => name)).toEqual(['iris-predictor']);
      await until('serving.kserve.io/v1beta1', 'InferenceService', 'iris', has('Ready'));
    });

    test('refuses an InferenceService with fewer replicas at most than at least', async () => {
      const spec = { predictor: { minReplicas: 3, maxReplicas: 1, model: { modelFormat: { name: 'sklearn' } } } };
      const metadata = { name: 'wrong', namespace: workload.TEAM };
      const answer = await plane.client.apply({ ...workload.INFERENCE_SERVICE, metadata, spec });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    });

    test('makes a Deployment, an endpoint picker, a pool and a route of a language model', async () => {
      await submit(workload.LANGUAGE_MODEL);
      await until('apps/v1', 'Deployment', 'chat-kserve');
      await until('apps/v1', 'Deployment', 'chat-kserve-router-scheduler');
      await until('inference.networking.k8s.io/v1', 'InferencePool', 'chat-inference-pool');
      const route = await until('gateway.networking.k8s.io/v1', 'HTTPRoute', 'chat-kserve-route');
      const { rules } = route.spec as RouteSpec;
      expect(rules[0]?.backendRefs?.map(({ kind }) => kind)).toEqual(['InferencePool']);
    });

    test('says that a language model is ready once both gateways have accepted its route and its pool', async () => {
      await until('serving.kserve.io/v1alpha2', 'LLMInferenceService', 'chat', has('Ready'));
    });

    test('makes a LeaderWorkerSet of a language model that spans nodes', async () => {
      await submit(workload.WIDE_MODEL);
      const set = await until('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'wide-kserve-mn', has('Available'));
      expect((set.spec as { leaderWorkerTemplate: { size: number } }).leaderWorkerTemplate.size).toBe(2);
    });

    test('shares the traffic of one name between two releases by their weights', async () => {
      await submit(workload.groupMember('shared-a', 90, {}));
      await submit(workload.groupMember('shared-b', 10, {}));
      const weights = ({ spec }: Observed) => {
        const shared = (spec as RouteSpec).rules.find(({ name }) => name === 'v1-model-routing');
        return shared?.backendRefs?.map(({ kind, name, weight }) => `${kind} ${name} ${weight}`);
      };
      const wanted = ['Service shared-a-kserve-workload-svc 90', 'Service shared-b-kserve-workload-svc 10'];
      const both = (seen: Observed) => weights(seen)?.join() === wanted.join();
      await until('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shared-a-kserve-route', both);
      await until('serving.kserve.io/v1alpha2', 'LLMInferenceService', 'shared-b', has('Ready'));
      expect(gatewayLog()).not.toContain(FROZEN);
    });

    test('freezes its whole gateway if the releases have endpoint pickers, and nothing but a log says so', async () => {
      await submit(workload.groupMember('frozen-a', 90, { scheduler: {} }));
      await submit(workload.groupMember('frozen-b', 10, { scheduler: {} }));
      const look = async () => (gatewayLog().includes(FROZEN) ? true : undefined);
      await waitFor(look, { what: 'Envoy Gateway to give up', timeoutMilliseconds: RECONCILED_MILLISECONDS });
      expect(gatewayLog()).toContain('at most one inferencepool can be referenced per route rule');
      await until('serving.kserve.io/v1alpha2', 'LLMInferenceService', 'frozen-a', has('Ready'));
    });
  });

  test('CloudNativePG claims a volume, and makes its first instance with its certificates', async () => {
    await submit(workload.DATABASE);
    await until('v1', 'PersistentVolumeClaim', 'runs-1');
    const volumes = bindVolumes(plane.client);
    plane.onStop(async () => volumes.close());
    await until('v1', 'Secret', 'runs-server');
    await until('v1', 'Pod', 'runs-1', ({ status }) => status?.phase === 'Running');
  });
});
