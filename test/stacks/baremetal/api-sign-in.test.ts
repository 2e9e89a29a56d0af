import { describe, expect, test } from 'vitest';
import { access } from '../../../spec/access.ts';
import { apiSignIn } from '../../../stacks/baremetal/api-sign-in.ts';

const at = (signIn: object, groupsPrefix?: string) => access.parse({ domain: 'ml.example.org', signIn, groupsPrefix });
const OIDC = { kind: 'oidc', issuer: 'https://idp.example.org' };

describe('the API server of one’s own machines', () => {
  test('takes tokens of an outside issuer, with prefixes', () => {
    expect(apiSignIn(at(OIDC))).toEqual({
      'oidc-issuer-url': 'https://idp.example.org',
      'oidc-client-id': 'plinth',
      'oidc-username-claim': 'email',
      'oidc-username-prefix': 'oidc:',
      'oidc-groups-claim': 'groups',
      'oidc-groups-prefix': 'oidc:',
    });
    expect(apiSignIn(at(OIDC, ''))).toMatchObject({ 'oidc-username-prefix': '-' });
  });

  test('takes none of an issuer that runs in the cluster, and none without a way in', () => {
    expect(apiSignIn(at({ kind: 'keycloak' }))).toEqual({});
    expect(apiSignIn(undefined)).toEqual({});
  });
});
