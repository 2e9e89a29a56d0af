import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { renderPlatform } from '../../constructs/render.ts';
import { endpointChart } from '../../constructs/serving/index.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import type { StagedPlatform } from '../../rehearsal/stage-platform.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { EndpointSpec } from '../../spec/serving.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { revision } from '../constructs/serving/serving-sample.ts';
import { LANGUAGE_PLATFORM } from './language-platform.ts';
import { GATEWAY_API, type Observed, ServedFlowers, says, stagedPlane } from './served-flowers.ts';

/** What KServe reads of language models. */
const LANGUAGE_API = 'serving.kserve.io/v1alpha2';
/** Namespace of the team. */
const TEAM = 'speech';
/** What Envoy Gateway writes when it stops telling its proxies anything. */
const FROZEN = 'skipped publishing xds resources';
/** Everything that KServe asks before it calls a language model with a picker ready. */
const READY = [
  'Ready',
  'WorkloadsReady',
  'RouterReady',
  'HTTPRoutesReady',
  'InferencePoolReady',
  'SchedulerWorkloadReady',
];

/** Secrets with the keys of the endpoint's holders. */
const KEY_SECRETS = ['chat-key.billing', 'chat-key.till-7'];

interface Ancestor {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly message: string;
    readonly observedGeneration?: number;
  }[];
}

/** What Envoy Gateway says of a policy as it is now. */
function acceptance({ metadata, status }: Observed): { readonly status: string; readonly message: string } | undefined {
  const { ancestors = [] } = (status ?? {}) as { readonly ancestors?: readonly Ancestor[] };
  const { generation } = metadata as { readonly generation?: number };
  return ancestors
    .flatMap(({ conditions = [] }) => conditions)
    .find(({ observedGeneration, type }) => type === 'Accepted' && observedGeneration === generation);
}

function accepted(seen: Observed): boolean {
  return acceptance(seen)?.status === 'True';
}

function refused(words: string): (seen: Observed) => boolean {
  return (seen) => acceptance(seen)?.status === 'False' && (acceptance(seen)?.message ?? '').includes(words);
}

/** The Secret of a holder with a value. */
function keyOf(name: string, holder: string, value: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: TEAM }, stringData: { [holder]: value } };
}

/** What KServe says of a condition that is not met. */
function denies(type: string, reason: string): (seen: Observed) => boolean {
  return ({ status }) =>
    status?.conditions?.some((one) => one.type === type && one.status === 'False' && one.reason === reason) ?? false;
}

describe('a language endpoint of a platform, with KServe’s and both gateways’ real controllers', () => {
  const home = mkdtempSync(join(tmpdir(), 'plinth-language-'));
  let plane: ControlPlane;
  let staged: StagedPlatform;
  let served: ServedFlowers;

  beforeAll(async () => {
    const file = join(home, 'platform.json');
    writeFileSync(file, JSON.stringify(LANGUAGE_PLATFORM));
    ({ plane, staged } = await stagedPlane(file));
    served = new ServedFlowers(plane);
  }, 1_800_000);

  afterAll(async () => {
    await plane?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const server = (name: string, done: (seen: Observed) => boolean) =>
    served.until(LANGUAGE_API, 'LLMInferenceService', name, done, TEAM);

  const ready = async (name: string) => {
    const { status } = await server(name, (seen) => READY.every((type) => says(type)(seen)));
    expect(status?.conditions?.filter((one) => one.status !== 'True')).toEqual([]);
  };

  const policy = (name: string, done: (seen: Observed) => boolean) =>
    served.until('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', name, done, TEAM);

  async function submit(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects) {
      const answer = await plane.client.apply(object);
      expect(answer.status, `${object.kind} ${object.metadata.name}: ${messageOf(answer)}`).toBeLessThan(300);
    }
  }

  test('finds a platform whose every object was taken', () => {
    expect(staged.rejections).toEqual([]);
  });

  test('becomes ready behind the route that it names, which is ours', async () => {
    await submit(endpointObjects([[1, 100]]));
    await ready('chat-r1');
  });

  test('is ready with both revisions while they share requests by weight, and the gateway still talks to its proxies', async () => {
    await submit(
      endpointObjects([
        [1, 90],
        [2, 10],
      ]),
    );
    await ready('chat-r2');
    await ready('chat-r1');
    const route = await served.until(GATEWAY_API, 'HTTPRoute', 'chat', undefined, TEAM);
    const { rules } = route.spec as {
      readonly rules: readonly { readonly backendRefs?: readonly { readonly kind?: string }[] }[];
    };
    const kinds = rules.map(({ backendRefs = [] }) => backendRefs.map(({ kind }) => kind).join());
    expect(kinds).toEqual(['Backend,Backend', 'InferencePool', 'InferencePool', '']);
    expect(readFileSync(plane.files.log('envoy-gateway-system.envoy-gateway'), 'utf8')).not.toContain(FROZEN);
  });

  test('lets in holders of keys on a host of its own, by a policy that the gateway took', async () => {
    const routed = await served.until(GATEWAY_API, 'HTTPRoute', 'chat-keys', undefined, TEAM);
    expect(routed.spec).toMatchObject({ hostnames: ['chat-keys-speech.ml.example.org'] });
    await policy('chat', accepted);
    const { spec } = await policy('chat-keys', accepted);
    expect(spec).toMatchObject({ apiKeyAuth: { credentialRefs: KEY_SECRETS.map((name) => ({ name })) } });
  });

  test('lets nobody in by a key while a holder’s is missing, or two holders have the same', async () => {
    const [first = '', second = ''] = KEY_SECRETS;
    const path = `/api/v1/namespaces/${TEAM}/secrets/${second}`;
    expect((await plane.client.send({ method: 'DELETE', path })).status).toBe(200);
    await policy('chat-keys', refused(second));
    await submit([keyOf(second, 'till-7', `simulated-${first}-billing`)]);
    await policy('chat-keys', refused('duplicated API key'));
    await policy('chat', accepted);
  });

  test('lets the others in again once a holder is taken out of the spec', async () => {
    await submit(endpointObjects([[1, 100]], { keys: ['billing'] }));
    await policy('chat-keys', accepted);
  });

  test.each([
    ['that is not there', { http: { refs: [{ name: 'nobody' }] } }, 'HTTPRoutesReady', 'RefsInvalid'],
    ['of nobody', undefined, 'InferencePoolReady', 'WaitingForGateway'],
  ])('is not ready with a route %s', async (_, route, condition, reason) => {
    await submit([asideOf(endpointObjects([[1, 100]]), `wrong-${reason.toLowerCase()}`, route)]);
    await server(`wrong-${reason.toLowerCase()}`, (seen) => denies(condition, reason)(seen) && !says('Ready')(seen));
  });
});

/** Objects of the endpoint with revisions and their weights. */
function endpointObjects(
  revisions: readonly (readonly [number, number])[],
  change: Partial<EndpointSpec> = {},
): readonly KubernetesObject[] {
  const { spec } = parsePlatform(LANGUAGE_PLATFORM);
  const { platform } = renderPlatform({ spec, facts: targetFacts(spec) });
  const [written] = spec.serving?.endpoints ?? [];
  if (written === undefined || platform.serving === undefined) throw new Error('the platform serves nothing');
  const endpoint = { ...written, ...change } as EndpointSpec;
  const place = platform.serving.place(endpoint.team, endpoint.pool);
  const props = { place, endpoint, revisions: revisions.map(([number, weight]) => revision(number, weight)) };
  return endpointChart(new App(), props).toJson() as KubernetesObject[];
}

/** A server like the endpoint's, under another name and with another reference to a route. */
function asideOf(objects: readonly KubernetesObject[], name: string, route: object | undefined): KubernetesObject {
  const found = objects.find(({ kind }) => kind === 'LLMInferenceService');
  if (found === undefined) throw new Error('the endpoint has no server');
  const { router, ...spec } = structuredClone(found.spec) as { router: { scheduler: object } };
  const { scheduler } = router;
  return {
    ...found,
    metadata: { ...found.metadata, name },
    spec: { ...spec, router: { scheduler, ...(route === undefined ? {} : { route }) } },
  };
}
