import { Construct } from 'constructs';
import { SecurityPolicy, type SecurityPolicySpec } from '../imports/envoy-gateway.gen.ts';
import type { SignIn, WayIn } from './way-in.ts';

/**
 * Who may come in.
 *
 * - `people`: whoever signs in with a browser, and programs with a token of the same issuer
 * - `programs`: a token of the same issuer in the header `Authorization: Bearer`, no browser
 * - `itself`: the part signs people in itself, at the same issuer; only parts of the platform may, never a team's
 */
export type Audience = 'people' | 'programs' | 'itself';

/** Who may come in on a route. */
export interface AdmissionProps {
  /** The way in. */
  readonly access: WayIn;
  /** Who may come in. */
  readonly audience: Audience;
  /**
   * Values of the groups claim, one of which a caller must have (`access.members(team)`); those who run the platform may
   * always. An empty list: nobody else.
   *
   * @default - whoever has an account at the issuer
   */
  readonly groups?: readonly string[];
  /** Why it signs people in itself; needed with `itself`, and stands as an annotation of the route. @default - it does not */
  readonly because?: string;
}

/** A route that an engine or a room makes. */
export interface RouteGuardProps extends AdmissionProps {
  /** Name of the policy; DNS label. */
  readonly name: string;
  /** Namespace of the route; for `people` it is the gateway's, where the client's secret is. */
  readonly namespace: string;
  /** The route. @default - the HTTPRoute of the same name */
  readonly target?: { readonly group: string; readonly kind: string; readonly name: string };
}

/** Name under which a policy knows the issuer. */
const PROVIDER = 'sign-in';
/** Cookies in which the proxies keep what they were given. Names of our own, so that the second can be read as a token. */
const COOKIES = { accessToken: 'plinth-access', idToken: 'plinth-id' };
/** Paths that the proxies answer themselves on every host behind which people sign in. */
const PATHS = { callback: '/oauth2/callback', logout: '/oauth2/logout' } as const;
/** Header by which backends hear who is calling; the gateway takes it away from whatever comes in. */
export const CALLER_HEADER = 'x-plinth-user';
/** Secret of the client in the gateway's namespace. */
export const CLIENT_SECRET = 'sign-in-client';
/** Key of {@link CLIENT_SECRET}; Envoy Gateway wants this name. */
export const CLIENT_SECRET_KEY = 'client-secret';

/** Address at which the issuer hands people back to a host. */
export function callbackOf(host: string): string {
  return `https://${host}${PATHS.callback}`;
}

/**
 * Who may take a route: the policy alone. `ProtectedRoute` brings one; use this for routes that an engine makes.
 *
 * A policy of a route stands in place of the gateway's, which refuses everything.
 */
export class RouteGuard extends Construct {
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id);
    const { access, audience, name, namespace } = props;
    if (audience === 'people' && namespace !== access.gateway.namespace)
      throw new Error(
        `bug: ${name} signs people in outside ${access.gateway.namespace}, where the client's secret is not`,
      );
    if ((audience === 'itself') !== (props.because !== undefined))
      throw new Error(`bug: ${name} needs a reason if it signs people in itself, and only then`);
    const target = props.target ?? { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name };
    new SecurityPolicy(this, 'policy', {
      metadata: { name, namespace },
      spec: { targetRefs: [target], ...admission(props) },
    });
  }
}

function admission({ access: { signIn }, audience, groups }: RouteGuardProps): SecurityPolicySpec {
  if (audience === 'itself') return { authorization: { defaultAction: 'Allow' } };
  return {
    ...(audience === 'people' ? { oidc: browserSignIn(signIn) } : {}),
    jwt: {
      providers: [
        {
          name: PROVIDER,
          issuer: signIn.issuer,
          audiences: [signIn.clientId],
          remoteJWKS: { uri: signIn.keys },
          claimToHeaders: [{ claim: signIn.usernameClaim, header: CALLER_HEADER }],
          extractFrom: {
            headers: [{ name: 'Authorization', valuePrefix: 'Bearer ' }],
            ...(audience === 'people' ? { cookies: [COOKIES.idToken] } : {}),
          },
        },
      ],
    },
    authorization: groups === undefined ? { defaultAction: 'Allow' } : membersOnly(signIn, groups),
  };
}

function browserSignIn({ clientId, issuer, own, scopes }: SignIn): NonNullable<SecurityPolicySpec['oidc']> {
  return {
    provider: {
      issuer,
      ...(own === undefined ? {} : { authorizationEndpoint: own.authorization, tokenEndpoint: own.token }),
    },
    clientID: clientId,
    clientSecret: { name: CLIENT_SECRET },
    scopes,
    redirectURL: `%REQ(x-forwarded-proto)%://%REQ(:authority)%${PATHS.callback}`,
    logoutPath: PATHS.logout,
    cookieNames: COOKIES,
    cookieConfig: { sameSite: 'Lax' },
    // A program's token goes past the browser's sign-in, and is judged like any other below.
    passThroughAuthHeader: true,
  };
}

function membersOnly({ admins, groupsClaim }: SignIn, groups: readonly string[]): SecurityPolicySpec['authorization'] {
  const values = [...new Set([...groups, ...admins])];
  const claims = [{ name: groupsClaim, valueType: 'StringArray' as const, values }];
  const rule = { name: 'members', action: 'Allow' as const, principal: { jwt: { provider: PROVIDER, claims } } };
  return { defaultAction: 'Deny', ...(values.length === 0 ? {} : { rules: [rule] }) };
}
