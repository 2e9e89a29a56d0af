import { OWN_CLIENT } from '../../spec/sign-in.ts';
import type { SignIn } from './way-in.ts';

/** What the realm is made from. */
export interface KeycloakRealmProps {
  /** The sign-in. */
  readonly signIn: SignIn;
  /** Groups that teams name, as values of the claim. */
  readonly groups: readonly string[];
  /** Addresses at which people are handed back. */
  readonly callbacks: readonly string[];
}

/** The realm that Keycloak makes at its first start: the client, the groups of teams, and the claim that holds them. */
export function keycloakRealm({ callbacks, groups, signIn }: KeycloakRealmProps): object {
  return {
    realm: OWN_CLIENT,
    enabled: true,
    sslRequired: 'external',
    registrationAllowed: false,
    bruteForceProtected: true,
    groups: [...new Set([...groups, ...signIn.admins])].sort().map((name) => ({ name })),
    clients: [
      {
        clientId: signIn.clientId,
        enabled: true,
        protocol: 'openid-connect',
        publicClient: false,
        // Read from the environment when the realm is imported.
        secret: '\u0024{PLINTH_CLIENT_SECRET}',
        standardFlowEnabled: true,
        directAccessGrantsEnabled: false,
        redirectUris: [...callbacks].sort(),
        protocolMappers: [
          mapper('groups', 'oidc-group-membership-mapper', {
            'claim.name': signIn.groupsClaim,
            'full.path': 'false',
          }),
          mapper('audience', 'oidc-audience-mapper', { 'included.client.audience': signIn.clientId }),
        ],
      },
    ],
  };
}

function mapper(name: string, protocolMapper: string, config: Readonly<Record<string, string>>): object {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'id.token.claim': 'true', 'access.token.claim': 'true', ...config },
  };
}
