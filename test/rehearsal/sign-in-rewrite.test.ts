import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { rewriteSignIn } from '../../rehearsal/sign-in-rewrite.ts';

function policy(provider: object, apiVersion = 'gateway.envoyproxy.io/v1alpha1'): KubernetesObject {
  const spec = { targetRefs: [], oidc: { clientID: 'plinth', provider } };
  return { apiVersion, kind: 'SecurityPolicy', metadata: { name: 'argocd', namespace: 'plinth-gateway' }, spec };
}

test('a sign-in of which only the issuer is known gets addresses, and says so', () => {
  const { objects, rewrites } = rewriteSignIn([policy({ issuer: 'https://idp.example.org/realms/ml/' })]);
  expect(objects).toEqual([
    policy({
      issuer: 'https://idp.example.org/realms/ml/',
      authorizationEndpoint: 'https://idp.example.org/realms/ml/authorize',
      tokenEndpoint: 'https://idp.example.org/realms/ml/token',
    }),
  ]);
  expect(rewrites.map(({ object }) => object)).toEqual(['SecurityPolicy plinth-gateway/argocd']);
});

test('a sign-in that names its addresses stays, and so does everything else', () => {
  const whole = policy({ issuer: 'https://i', authorizationEndpoint: 'https://i/a', tokenEndpoint: 'https://i/t' });
  const objects = [
    whole,
    policy({ issuer: 'https://i' }, 'example.org/v1'),
    { ...whole, spec: { targetRefs: [] } },
    { ...whole, kind: 'ConfigMap', spec: undefined },
  ];
  expect(rewriteSignIn(objects)).toEqual({ objects, rewrites: [] });
});
