import { describe, expect, test } from 'vitest';
import { ProxyPath, RouteGuard } from '../../../constructs/access/index.ts';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { nothing, objectsIn, routeObjects, wayIn } from './way-in-sample.ts';

function of(objects: readonly KubernetesObject[], kind: string): Record<string, unknown> {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found['spec'] as Record<string, unknown>;
}

describe('a protected route', () => {
  test('stands beside the gateway, where the client’s secret is, and is let in by its backend', () => {
    const objects = routeObjects();
    const places = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(places).toEqual([
      'HTTPRoute plinth-gateway/mlflow-vision',
      'ReferenceGrant vision/gateway-mlflow-vision',
      'SecurityPolicy plinth-gateway/mlflow-vision',
      'NetworkPolicy vision/from-gateway-mlflow-vision',
      'NetworkPolicy envoy-gateway-system/to-mlflow-vision',
    ]);
    expect(of(objects, 'ReferenceGrant')).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'plinth-gateway' }],
      to: [{ group: '', kind: 'Service', name: 'mlflow' }],
    });
  });

  test('passes on neither tokens nor cookies, unless it is told to', () => {
    const rule = (objects: readonly KubernetesObject[]) => (of(objects, 'HTTPRoute')['rules'] as object[])[0];
    expect(rule(routeObjects())).toEqual({
      matches: [{ path: { type: 'PathPrefix', value: '/' } }],
      filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization', 'Cookie'] } }],
      backendRefs: [{ name: 'mlflow', namespace: 'vision', port: 80 }],
      timeouts: { request: '60s' },
    });
    expect(rule(routeObjects({ forwards: ['Cookie'] }))).toMatchObject({
      filters: [{ requestHeaderModifier: { remove: ['Authorization'] } }],
    });
    expect(rule(routeObjects({ forwards: ['Cookie', 'Authorization'] }))).not.toHaveProperty('filters');
    const itself = { audience: 'itself', because: 'it is its own', groups: undefined } as const;
    expect(rule(routeObjects(itself))).not.toHaveProperty('filters');
  });

  test('opens its host, and tells the issuer where people come back to', () => {
    const told = nothing();
    routeObjects({ access: wayIn(told) });
    expect(told.listeners).toEqual(['mlflow-vision.ml.example.org']);
    expect(told.callbacks).toEqual(['https://mlflow-vision.ml.example.org/oauth2/callback']);
    const programs = nothing();
    routeObjects({ access: wayIn(programs), audience: 'programs' });
    expect(programs.callbacks).toEqual([]);
  });
});

describe('who may come in', () => {
  const policy = (change: Parameters<typeof routeObjects>[0]) => of(routeObjects(change), 'SecurityPolicy');

  test('people sign in with a browser, or bring a token', () => {
    const { authorization, jwt, oidc } = policy({}) as Record<string, Record<string, unknown>>;
    expect(oidc).toMatchObject({
      provider: { issuer: 'https://idp.example.org' },
      clientID: 'plinth',
      clientSecret: { name: 'sign-in-client' },
      cookieNames: { idToken: 'plinth-id' },
      passThroughAuthHeader: true,
    });
    expect(oidc).not.toHaveProperty('cookieDomain');
    expect(jwt?.['providers']).toMatchObject([
      {
        issuer: 'https://idp.example.org',
        audiences: ['plinth'],
        remoteJWKS: { uri: 'https://idp.example.org/keys' },
        claimToHeaders: [{ claim: 'email', header: 'x-plinth-user' }],
        extractFrom: { headers: [{ name: 'Authorization', valuePrefix: 'Bearer ' }], cookies: ['plinth-id'] },
      },
    ]);
    expect(authorization).toEqual({
      defaultAction: 'Deny',
      rules: [
        {
          name: 'members',
          action: 'Allow',
          principal: {
            jwt: {
              provider: 'sign-in',
              claims: [{ name: 'groups', valueType: 'StringArray', values: ['vision', 'platform'] }],
            },
          },
        },
      ],
    });
  });

  test('programs bring a token, and no cookie', () => {
    const found = policy({ audience: 'programs' });
    expect(found).not.toHaveProperty('oidc');
    expect(JSON.stringify(found)).not.toContain('cookies');
  });

  test('without groups everybody who has an account, with an empty list only those who run the platform', () => {
    expect(policy({ groups: undefined })['authorization']).toEqual({ defaultAction: 'Allow' });
    expect(policy({ groups: [] })['authorization']).toMatchObject({
      rules: [{ principal: { jwt: { claims: [{ values: ['platform'] }] } } }],
    });
    const nobody = wayIn();
    const access = { ...nobody, signIn: { ...nobody.signIn, admins: [] } };
    expect(policy({ groups: [], access })['authorization']).toEqual({ defaultAction: 'Deny' });
  });

  test('an issuer of the platform’s own is not asked for its discovery document', () => {
    const base = wayIn();
    const own = { authorization: 'https://sign-in.ml.example.org/auth', token: 'http://dex.svc/token' };
    const { oidc } = policy({ access: { ...base, signIn: { ...base.signIn, own } } }) as Record<string, object>;
    expect(oidc).toMatchObject({
      provider: { authorizationEndpoint: own.authorization, tokenEndpoint: own.token },
    });
  });

  test('a part that signs people in itself says why', () => {
    expect(() => routeObjects({ audience: 'itself' })).toThrow('needs a reason');
    expect(() => routeObjects({ because: 'why not' })).toThrow('needs a reason');
    const [route] = routeObjects({ audience: 'itself', because: 'it is the sign-in' });
    expect(route?.metadata.annotations).toEqual({ 'plinth.dev/signs-in-itself': 'it is the sign-in' });
  });
});

describe('a route that an engine makes', () => {
  test('is guarded by the policy alone', () => {
    const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'defects-r1' };
    const guard = { access: wayIn(), name: 'defects', namespace: 'vision', target, audience: 'programs' } as const;
    const [policy, ...others] = objectsIn((chart) => new RouteGuard(chart, 'guard', guard));
    expect(others).toEqual([]);
    expect(policy?.metadata).toMatchObject({ name: 'defects', namespace: 'vision' });
    expect(policy?.['spec']).toMatchObject({ targetRefs: [target] });
  });

  test('cannot sign people in where the client’s secret is not', () => {
    const guard = { access: wayIn(), name: 'defects', namespace: 'vision', audience: 'people' } as const;
    expect(() => objectsIn((chart) => new RouteGuard(chart, 'guard', guard))).toThrow('secret is not');
  });

  test('has its pods reached by name, never all of a namespace', () => {
    const path = { access: wayIn(), name: 'defects', namespace: 'vision', podLabels: {}, ports: [8080] };
    expect(() => objectsIn((chart) => new ProxyPath(chart, 'path', path))).toThrow('every pod');
  });
});
