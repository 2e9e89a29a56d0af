import type { AccessSpec } from '../../spec/access.ts';
import { claimOf, clientOf, issuerOf, keysOf, OWN_CLIENT } from '../../spec/sign-in.ts';
import type { SignIn } from './way-in.ts';

/** Namespace of an issuer that the platform runs itself. */
export const SIGN_IN_NAMESPACE = 'plinth-sign-in';

/** Where Dex and Keycloak answer: for browsers through the gateway, for proxies inside the cluster. */
const OWN = {
  dex: {
    service: { service: 'dex', port: 5556 },
    authorization: '/auth',
    token: '/token',
    keys: '/keys',
    scopes: ['email', 'profile', 'groups'],
  },
  keycloak: {
    service: { service: 'keycloak', port: 8080 },
    authorization: '/protocol/openid-connect/auth',
    token: '/protocol/openid-connect/token',
    keys: '/protocol/openid-connect/certs',
    scopes: ['email', 'profile'],
  },
} as const;

/** Service of an issuer of the platform's own. */
export function ownService(kind: keyof typeof OWN): { readonly service: string; readonly port: number } {
  return OWN[kind].service;
}

/** The sign-in that a spec asks for. Its client's secret lies in the store under `clientEntry`, whoever the issuer is. */
export function signInOf(access: AccessSpec): SignIn {
  const { groupsPrefix, signIn } = access;
  const issuer = issuerOf(access);
  const common = {
    issuer,
    ...names(access),
    clientEntry: 'sign-in-client',
    groupsPrefix,
    admins: access.admins.map((group) => claimOf(access, group)),
  };
  if (signIn.kind === 'oidc') {
    const keys = keysOf(signIn);
    if (keys === undefined) throw new Error('bug: an issuer without known keys is a finding of the spec');
    return { ...common, keys, scopes: signIn.scopes };
  }
  const { authorization, keys, scopes, service, token } = OWN[signIn.kind];
  const path = signIn.kind === 'keycloak' ? `/realms/${OWN_CLIENT}` : '';
  const inside = `http://${service.service}.${SIGN_IN_NAMESPACE}.svc.cluster.local:${service.port}${path}`;
  return {
    ...common,
    keys: `${inside}${keys}`,
    own: { authorization: `${issuer}${authorization}`, token: `${inside}${token}` },
    scopes,
  };
}

function names(access: AccessSpec): Pick<SignIn, 'clientId' | 'groupsClaim' | 'usernameClaim'> {
  const { clientId, groupsClaim, usernameClaim } = clientOf(access);
  return { clientId, groupsClaim, usernameClaim };
}
