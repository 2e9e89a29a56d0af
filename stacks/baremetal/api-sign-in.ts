import type { AccessSpec } from '../../spec/access.ts';
import { clientOf, issuerOf } from '../../spec/sign-in.ts';

/**
 * Flags of the API server by which it takes the tokens of the sign-in, by name; none where the issuer runs in the cluster
 * itself: the API server would have to trust the platform's own authority before there is one.
 */
export function apiSignIn(access: AccessSpec | undefined): Readonly<Record<string, string>> {
  if (access?.signIn.kind !== 'oidc') return {};
  const { clientId, groupsClaim, usernameClaim } = clientOf(access);
  return {
    'oidc-issuer-url': issuerOf(access),
    'oidc-client-id': clientId,
    'oidc-username-claim': usernameClaim,
    'oidc-username-prefix': access.groupsPrefix === '' ? '-' : access.groupsPrefix,
    'oidc-groups-claim': groupsClaim,
    ...(access.groupsPrefix === '' ? {} : { 'oidc-groups-prefix': access.groupsPrefix }),
  };
}
