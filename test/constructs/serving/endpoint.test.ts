import { describe, expect, test } from 'vitest';
import { unprotectedRoutes } from '../../../constructs/access/index.ts';
import type { Revision } from '../../../constructs/serving/index.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { objectsOf } from '../../sample.ts';
import {
  CLASSIC,
  DIGEST,
  type EndpointInput,
  LANGUAGE,
  objectsOfEndpoint,
  only,
  revision,
  servingOf,
  servingPlatform,
} from './serving-sample.ts';

function codesOf(revisions: readonly Revision[], written: EndpointInput = CLASSIC): string[] {
  try {
    objectsOfEndpoint(written, revisions);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ code }) => code);
    throw error;
  }
}

describe('the route of a classic endpoint', () => {
  const objects = objectsOfEndpoint(CLASSIC, [revision(3, 90), revision(4, 10, { headers: { 'x-canary': 'yes' } })]);

  test('goes to revisions by weight, and to the one that headers ask for', () => {
    const matches = (headers?: object[]) =>
      ['/v2/models', '/v2/health'].map((value) => ({
        path: { type: 'PathPrefix', value },
        ...(headers && { headers }),
      }));
    expect(only(objects, 'HTTPRoute').spec).toEqual({
      parentRefs: [expect.objectContaining({ kind: 'Gateway', name: 'plinth', namespace: 'plinth-gateway' })],
      hostnames: ['defects-vision.ml.example.org'],
      rules: [
        {
          matches: matches([{ type: 'Exact', name: 'x-canary', value: 'yes' }]),
          backendRefs: [{ name: 'defects-r4-predictor', port: 80, weight: 100 }],
          timeouts: { request: '300s' },
        },
        {
          matches: matches(),
          backendRefs: [
            { name: 'defects-r3-predictor', port: 80, weight: 90 },
            { name: 'defects-r4-predictor', port: 80, weight: 10 },
          ],
          timeouts: { request: '300s' },
        },
      ],
    });
  });

  test('takes nobody but members of the team, and the gateway alone reaches the pods', () => {
    const policy = only(objects, 'SecurityPolicy');
    expect(policy.spec).toMatchObject({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'defects' }],
      authorization: { defaultAction: 'Deny' },
    });
    expect(JSON.stringify(policy.spec)).toContain('"values":["vision"]');
    const path = only(objects, 'NetworkPolicy', 'from-gateway-defects-vision');
    expect(path.spec).toMatchObject({
      podSelector: { matchLabels: { 'plinth.dev/endpoint': 'defects' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }],
    });
  });

  test('takes whoever has an account where it is public', () => {
    const open = objectsOfEndpoint({ ...CLASSIC, public: true }, [revision(1, 100)]);
    expect(only(open, 'SecurityPolicy').spec).toMatchObject({ authorization: { defaultAction: 'Allow' } });
    expect(JSON.stringify(only(open, 'SecurityPolicy').spec)).toContain('https://idp.example.org/realms/ml');
  });
});

describe('the route of a language endpoint', () => {
  test('goes by the model of the body to the group of pods, whose picker chooses', () => {
    const objects = objectsOfEndpoint(LANGUAGE, [revision(2, 100)]);
    expect(only(objects, 'AIGatewayRoute').spec).toMatchObject({
      hostnames: ['chat-vision.ml.example.org'],
      rules: [
        {
          matches: [{ headers: [{ type: 'Exact', name: 'x-ai-eg-model', value: 'chat' }] }],
          backendRefs: [
            { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'chat-r2-inference-pool' },
          ],
        },
      ],
    });
    expect(only(objects, 'SecurityPolicy').spec).toMatchObject({ targetRefs: [{ kind: 'HTTPRoute', name: 'chat' }] });
    expect(only(objects, 'NetworkPolicy', 'from-gateway-chat-vision').spec).toMatchObject({
      ingress: [{ ports: [{ port: 8000 }, { port: 9002 }] }],
    });
    expect(objects.filter(({ kind }) => kind === 'Backend' || kind === 'BackendTrafficPolicy')).toEqual([]);
  });

  test('goes to pods in turns while two revisions share requests: no gateway weighs groups yet', () => {
    const objects = objectsOfEndpoint(LANGUAGE, [revision(2, 80), revision(3, 20)]);
    expect(only(objects, 'AIGatewayRoute').spec).toMatchObject({
      rules: [
        {
          backendRefs: [
            { name: 'chat-r2', weight: 80 },
            { name: 'chat-r3', weight: 20 },
          ],
        },
        { backendRefs: [{ kind: 'InferencePool', name: 'chat-r2-inference-pool' }] },
        {
          matches: [{ headers: [{ name: 'x-ai-eg-model' }, { name: 'x-plinth-revision', value: 'r3' }] }],
          backendRefs: [{ kind: 'InferencePool', name: 'chat-r3-inference-pool' }],
        },
      ],
    });
    expect(only(objects, 'AIServiceBackend', 'chat-r3').spec).toEqual({
      schema: { name: 'OpenAI' },
      backendRef: { group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'chat-r3' },
    });
    expect(only(objects, 'Backend', 'chat-r3').spec).toEqual({
      endpoints: [{ fqdn: { hostname: 'chat-r3.vision.svc', port: 8000 } }],
    });
    expect(only(objects, 'Service', 'chat-r3').spec).toMatchObject({
      selector: { 'app.kubernetes.io/name': 'chat-r3', 'llm-d.ai/role': 'both' },
    });
  });

  test.each([
    ['one has everything', [revision(2, 100)]],
    ['two share requests', [revision(2, 80), revision(3, 20)]],
    [
      'two share requests, and headers name one',
      [revision(2, 80), revision(3, 20, { headers: { 'x-canary': 'yes' } })],
    ],
    ['nobody asks one', [revision(2, 100), revision(3, 0)]],
  ])('names the group of each revision exactly once where %s, and never two in one rule', (_, revisions) => {
    const { rules } = only(objectsOfEndpoint(LANGUAGE, revisions), 'AIGatewayRoute').spec as {
      readonly rules: readonly { readonly backendRefs: readonly { readonly kind?: string; readonly name: string }[] }[];
    };
    const groups = rules.map(({ backendRefs }) => backendRefs.filter(({ kind }) => kind === 'InferencePool'));
    expect(groups.every(({ length }) => length <= 1)).toBe(true);
    const names = groups.flat().map(({ name }) => name);
    expect(names.sort()).toEqual(revisions.map(({ number }) => `chat-r${number}-inference-pool`));
  });

  test('asks the revision that headers name through its own group', () => {
    const canary = revision(3, 0, { headers: { 'x-canary': 'yes' } });
    const objects = objectsOfEndpoint(LANGUAGE, [revision(2, 100), canary]);
    expect(only(objects, 'AIGatewayRoute').spec).toMatchObject({
      rules: [
        {
          matches: [{ headers: [{ name: 'x-ai-eg-model' }, { name: 'x-canary', value: 'yes' }] }],
          backendRefs: [{ kind: 'InferencePool', name: 'chat-r3-inference-pool' }],
        },
        { backendRefs: [{ kind: 'InferencePool', name: 'chat-r2-inference-pool' }] },
      ],
    });
  });

  test('has a budget of tokens: the team’s, or each caller’s where it is public', () => {
    const budget = (change: object) =>
      only(
        objectsOfEndpoint({ ...LANGUAGE, tokensPerMinute: 9_000, ...change }, [revision(2, 100)]),
        'BackendTrafficPolicy',
      );
    const rule = {
      limit: { requests: 9_000, unit: 'Minute' },
      cost: {
        request: { from: 'Number', number: 0 },
        response: { from: 'Metadata', metadata: { namespace: 'io.envoy.ai_gateway', key: 'plinth_tokens' } },
      },
    };
    expect(budget({}).spec).toMatchObject({ rateLimit: { type: 'Global', global: { rules: [rule] } } });
    expect(JSON.stringify(budget({}).spec)).not.toContain('clientSelectors');
    expect(budget({ public: true }).spec).toMatchObject({
      rateLimit: {
        global: { rules: [{ ...rule, clientSelectors: [{ headers: [{ name: 'x-plinth-user', type: 'Distinct' }] }] }] },
      },
    });
  });
});

describe('the revisions of an endpoint', () => {
  test('are taken where they add up', () => {
    expect(codesOf([revision(1, 100)])).toEqual([]);
    expect(codesOf([revision(1, 99), revision(2, 1), revision(3, 0)])).toEqual([]);
  });

  test.each([
    ['ENDPOINT_WEIGHTS', [revision(1, 90), revision(2, 20)]],
    ['ENDPOINT_WEIGHTS', [revision(1, 99.5), revision(2, 0.5)]],
    ['ENDPOINT_WEIGHTS', []],
    ['ENDPOINT_REVISION_NUMBER', [revision(1, 50), revision(1, 50)]],
    ['ENDPOINT_REVISION_NUMBER', [revision(-1, 100)]],
    ['ENDPOINT_REVISION_DIGEST', [revision(1, 100, { model: { uri: 'oci://r.example.org/m:v1' } })]],
    ['ENDPOINT_REVISION_DIGEST', [revision(1, 100, { model: { uri: 'models/a', digest: 'v1' } })]],
    ['ENDPOINT_REVISION_DIGEST', [revision(1, 100, { runtimeImage: 'r.example.org/server:v1' })]],
    ['ENDPOINT_HEADERS_TWICE', [revision(1, 100, { headers: { A: 'b' } }), revision(2, 0, { headers: { a: 'b' } })]],
  ])('are refused with %s where they contradict each other', (code, revisions) => {
    expect(codesOf(revisions)).toEqual([code]);
  });

  test('are the same objects however often they are written', () => {
    const once = objectsOfEndpoint(LANGUAGE, [revision(2, 80), revision(3, 20)]);
    expect(objectsOfEndpoint(LANGUAGE, [revision(2, 80), revision(3, 20)])).toEqual(once);
    expect(once.every(({ metadata }) => metadata.labels?.['plinth.dev/team'] === 'vision')).toBe(true);
  });
});

describe('the spec’s own model', () => {
  const model = `oci://registry.example.org/vision/model@${DIGEST}`;

  test('is revision 0 with all requests, and unreleased', () => {
    const [service, ...others] = objectsOf(servingPlatform([{ ...CLASSIC, model }]), 'InferenceService');
    expect(others).toEqual([]);
    expect(service?.metadata).toMatchObject({
      name: 'defects-r0',
      annotations: { 'plinth.dev/model-digest': DIGEST },
    });
    expect(service?.metadata.annotations).not.toHaveProperty('plinth.dev/release');
  });

  test('is not there where the endpoint waits for its first release', () => {
    expect(objectsOf(servingPlatform([CLASSIC]), 'InferenceService')).toEqual([]);
    expect(
      objectsOf(servingPlatform([CLASSIC]), 'HTTPRoute').filter(({ metadata }) => metadata.name === 'defects'),
    ).toEqual([]);
  });
});

test('no route of an endpoint lets anybody in unasked', () => {
  const model = `oci://registry.example.org/vision/model@${DIGEST}`;
  const input = servingPlatform([
    { ...CLASSIC, model },
    { ...LANGUAGE, model, public: true },
  ]);
  const objects = ['HTTPRoute', 'AIGatewayRoute', 'SecurityPolicy', 'Gateway', 'Service'].flatMap((kind) =>
    objectsOf(input, kind),
  );
  expect(unprotectedRoutes(objects)).toEqual([]);
});

test('a place is one that is open to the team', () => {
  const room = servingOf(servingPlatform());
  expect(room.place('vision', 'serve-cpu')).toMatchObject({ namespace: 'vision', queueName: 'default' });
  expect(() => room.place('vision', 'serve-l40s')).toThrow('SERVING_PLACE_CLOSED');
});
