import type { AccessSpec } from './access.ts';

/** Realm of Keycloak, and client of people and programs where the platform runs the issuer itself. */
export const OWN_CLIENT = 'plinth';

/** Part of the domain under which the platform's own issuer answers. */
export const SIGN_IN_PART = 'sign-in';

/** Issuer of the tokens, as it stands in their `iss`. */
export function issuerOf({ domain, signIn }: AccessSpec): string {
  switch (signIn.kind) {
    case 'oidc':
      return signIn.issuer;
    case 'dex':
      return `https://${SIGN_IN_PART}.${domain}`;
    case 'keycloak':
      return `https://${SIGN_IN_PART}.${domain}/realms/${OWN_CLIENT}`;
  }
}

/** Claims and client of the issuer; Dex and Keycloak are told to use the usual ones. */
export function clientOf({
  signIn,
}: AccessSpec): Pick<Extract<AccessSpec['signIn'], { kind: 'oidc' }>, 'clientId' | 'groupsClaim' | 'usernameClaim'> {
  return signIn.kind === 'oidc' ? signIn : { clientId: OWN_CLIENT, groupsClaim: 'groups', usernameClaim: 'email' };
}

/** Where known issuers keep their public keys; found at their own documents. */
const KNOWN_KEYS: readonly { readonly issuer: RegExp; readonly keys: (issuer: string) => string }[] = [
  { issuer: /\/realms\/[^/]+$/, keys: (issuer) => `${issuer}/protocol/openid-connect/certs` },
  {
    issuer: /^https:\/\/login\.microsoftonline\.com\/[^/]+\/v2\.0$/,
    keys: (issuer) => issuer.replace(/\/v2\.0$/, '/discovery/v2.0/keys'),
  },
  { issuer: /^https:\/\/accounts\.google\.com$/, keys: () => 'https://www.googleapis.com/oauth2/v3/certs' },
  { issuer: /^https:\/\/[^/]+\.okta\.com$/, keys: (issuer) => `${issuer}/oauth2/v1/keys` },
  { issuer: /^https:\/\/[^/]+\.okta\.com\/oauth2\/[^/]+$/, keys: (issuer) => `${issuer}/v1/keys` },
];

/** Address of the public keys of an outside issuer, if it is named or its kind is known. Rendering asks no server. */
export function keysOf(signIn: Extract<AccessSpec['signIn'], { kind: 'oidc' }>): string | undefined {
  return signIn.keys ?? KNOWN_KEYS.find(({ issuer }) => issuer.test(signIn.issuer))?.keys(signIn.issuer);
}

/** Value of the groups claim for a group as Kubernetes names it. */
export function claimOf({ groupsPrefix }: Pick<AccessSpec, 'groupsPrefix'>, group: string): string {
  return group.startsWith(groupsPrefix) ? group.slice(groupsPrefix.length) : group;
}
