import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { keysOf } from '../sign-in.ts';
import { pathText } from '../spec-path.ts';

/** Tokens can be checked, and hold what the gateway asks for. */
export function* accessSignIn({ access }: PlatformSpec): Iterable<Finding> {
  if (access === undefined) return;
  const { certificates, signIn } = access;
  if (signIn.kind === 'oidc') {
    if (keysOf(signIn) === undefined)
      yield {
        code: 'ACCESS_KEYS_UNKNOWN',
        level: 'error',
        at: pathText(['access', 'signIn', 'keys']),
        problem: `where ${signIn.issuer} has its public keys is not known, and nothing is asked while manifests are rendered`,
        fix: `set it to the jwks_uri of ${signIn.issuer}/.well-known/openid-configuration`,
      };
    return;
  }
  if (certificates.kind === 'private')
    yield {
      code: 'ACCESS_ISSUER_UNTRUSTED',
      level: 'warning',
      at: pathText(['access', 'certificates']),
      problem: `parts that ask ${signIn.kind} themselves (Argo CD, Harbor) do not trust the platform’s own authority`,
      fix: 'use acme or an issuer that is there already, or give them the authority’s certificate (Secret cert-manager/plinth-authority, ca.crt)',
    };
  if (signIn.kind === 'dex' && signIn.connector === 'google')
    yield {
      code: 'ACCESS_DEX_GROUPS',
      level: 'error',
      at: pathText(['access', 'signIn', 'connector']),
      problem: 'Google hands out no groups at a sign-in, and rights go by groups',
      fix: 'use ldap, saml, github, gitlab, microsoft or oidc, or an issuer that adds groups',
    };
}
