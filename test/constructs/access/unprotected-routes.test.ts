import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { unprotectedRoutes } from '../../../constructs/access/index.ts';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { TARGET_KINDS } from '../../../spec/target.ts';
import { rendered } from '../../sample.ts';
import { withAccess } from './access-sample.ts';
import { routeObjects } from './way-in-sample.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TEAM: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'vision', labels: { 'plinth.dev/team': 'vision' } },
};

function object(kind: string, spec: object, metadata: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name: 'open', namespace: 'vision', ...metadata }, spec };
}

const BACKEND = { rules: [{ backendRefs: [{ name: 'mlflow' }] }] };
const policy = (spec: object, target = 'open') =>
  object('SecurityPolicy', { targetRefs: [{ kind: 'HTTPRoute', name: target }], ...spec }, { name: 'policy' });
const KEYS = { credentialRefs: [{ name: 'keys' }, { name: 'others', namespace: 'vision' }] };
const TOKEN = { jwt: { providers: [{ name: 'sign-in' }] } };

describe('a way in', () => {
  test.each<[string, KubernetesObject[]]>([
    ['of people', routeObjects()],
    ['of programs', routeObjects({ audience: 'programs' })],
    ['to a part of the platform that signs people in itself', routeObjects({ audience: 'itself', because: 'it is' })],
    ['that only sends on', [object('HTTPRoute', { rules: [{ filters: [] }] })]],
    ['with a token', [object('HTTPRoute', BACKEND), policy(TOKEN)]],
    ['with a password', [object('HTTPRoute', BACKEND), policy({ basicAuth: {} })]],
    ['with a key of its own namespace', [object('HTTPRoute', BACKEND), policy({ apiKeyAuth: KEYS })]],
    ['by a check outside', [object('HTTPRoute', BACKEND), policy({ extAuth: {} })]],
    ['to a Service inside', [object('Service', { type: 'ClusterIP' }), object('Service', {})]],
  ])('%s is accepted', (_, objects) => {
    expect(unprotectedRoutes(objects)).toEqual([]);
  });

  test.each<[string, KubernetesObject[], string]>([
    [
      'that lost its policy',
      routeObjects().filter(({ kind }) => kind !== 'SecurityPolicy'),
      'no SecurityPolicy is on it',
    ],
    ['with a policy of another route', [object('HTTPRoute', BACKEND), policy(TOKEN, 'other')], 'no SecurityPolicy'],
    ['with a policy that asks nothing', [object('HTTPRoute', BACKEND), policy({ cors: {} })], 'asks for no token'],
    [
      'where a token may be left out',
      [object('HTTPRoute', BACKEND), policy({ jwt: { ...TOKEN.jwt, optional: true } })],
      'asks for no token',
    ],
    [
      'with a key of another namespace',
      [
        object('HTTPRoute', BACKEND),
        policy({ apiKeyAuth: { credentialRefs: [...KEYS.credentialRefs, { name: 'keys', namespace: 'speech' }] } }),
      ],
      'keys of namespace speech open it',
    ],
    ['where a check may fail', [object('HTTPRoute', BACKEND), policy({ extAuth: { failOpen: true } })], 'no token'],
    [
      'that says it signs in itself, without a reason',
      [object('HTTPRoute', BACKEND, { annotations: { 'plinth.dev/signs-in-itself': '' } }), policy({ cors: {} })],
      'asks for no token',
    ],
    [
      'to a team that says it signs people in itself',
      [TEAM, ...routeObjects({ audience: 'itself', because: 'trust me', groups: undefined })],
      'cannot sign people in itself',
    ],
    ['of language models', [object('AIGatewayRoute', BACKEND)], 'no SecurityPolicy'],
    ['of bare connections', [object('TCPRoute', BACKEND)], 'asks nobody'],
    ['by an Ingress', [object('Ingress', {})], 'passes by the gateway'],
    ['by a load balancer', [object('Service', { type: 'LoadBalancer' })], 'passes by the gateway'],
    ['by a port of the nodes', [object('Service', { type: 'NodePort' })], 'passes by the gateway'],
    ['by an address of the nodes', [object('Service', { externalIPs: ['192.0.2.1'] })], 'passes by the gateway'],
  ])('%s is found', (_, objects, because) => {
    const found = unprotectedRoutes(objects);
    expect(found).toHaveLength(1);
    expect(found[0]?.because).toContain(because);
  });
});

test('no example has a way in on which nobody is asked', () => {
  const folders = globSync('test/golden/*', { cwd: ROOT });
  expect(folders.length).toBeGreaterThan(5);
  for (const folder of folders) {
    const objects = globSync(`${folder}/**/*.yaml`, { cwd: ROOT }).flatMap((path) =>
      parseAllDocuments(readFileSync(join(ROOT, path), 'utf8'))
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((each): each is KubernetesObject => typeof each?.kind === 'string' && each.metadata !== undefined),
    );
    expect([folder, unprotectedRoutes(objects)]).toEqual([folder, []]);
  }
});

test.each(TARGET_KINDS)('on %s everything that answers callers asks who they are', (kind) => {
  const registry = { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } };
  const endpoint = { kind: 'classic', name: 'defects', team: 'vision', pool: 'train', format: 'onnx' } as const;
  const input = withAccess(kind, {}, { registry, serving: { endpoints: [endpoint] } });
  const objects = rendered(input).manifests.map((manifest) => manifest.object);
  expect(objects.filter((each) => each.kind === 'HTTPRoute').length).toBeGreaterThan(2);
  expect(unprotectedRoutes(objects)).toEqual([]);
});
