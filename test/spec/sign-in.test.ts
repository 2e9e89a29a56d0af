import { describe, expect, test } from 'vitest';
import { access } from '../../spec/access.ts';
import { claimOf, issuerOf, keysOf } from '../../spec/sign-in.ts';

const at = (signIn: object) => access.parse({ domain: 'ml.example.org', signIn });

describe('an issuer', () => {
  test.each([
    [{ kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' }, 'https://idp.example.org/realms/ml'],
    [{ kind: 'dex', connector: 'ldap' }, 'https://sign-in.ml.example.org'],
    [{ kind: 'keycloak' }, 'https://sign-in.ml.example.org/realms/plinth'],
  ])('of %j is %s', (signIn, issuer) => {
    expect(issuerOf(at(signIn))).toBe(issuer);
  });

  test.each([
    ['https://idp.example.org/realms/ml', 'https://idp.example.org/realms/ml/protocol/openid-connect/certs'],
    ['https://login.microsoftonline.com/0f3a/v2.0', 'https://login.microsoftonline.com/0f3a/discovery/v2.0/keys'],
    ['https://accounts.google.com', 'https://www.googleapis.com/oauth2/v3/certs'],
    ['https://example.okta.com', 'https://example.okta.com/oauth2/v1/keys'],
    ['https://example.okta.com/oauth2/default', 'https://example.okta.com/oauth2/default/v1/keys'],
    ['https://idp.example.org', undefined],
  ])('%s has its keys at %s', (issuer, keys) => {
    const { signIn } = at({ kind: 'oidc', issuer });
    expect(signIn.kind === 'oidc' ? keysOf(signIn) : 'none').toBe(keys);
  });
});

test('a group has a prefix in Kubernetes and none in the claim', () => {
  const { groupsPrefix } = at({ kind: 'keycloak' });
  expect(claimOf({ groupsPrefix }, 'oidc:vision')).toBe('vision');
  expect(claimOf({ groupsPrefix }, 'vision')).toBe('vision');
  expect(claimOf({ groupsPrefix: '' }, 'oidc:vision')).toBe('oidc:vision');
});
