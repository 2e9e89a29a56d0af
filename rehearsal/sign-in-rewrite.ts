import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import type { RewrittenObjects } from './webhook-rewrite.ts';

interface PolicySpec {
  readonly oidc?: {
    readonly provider: {
      readonly issuer: string;
      readonly authorizationEndpoint?: string;
      readonly tokenEndpoint?: string;
    };
  };
}

/**
 * Fills in the addresses of a sign-in that Envoy Gateway would ask its issuer for: nothing can be asked in a rehearsal, and it
 * would try for five seconds whenever anything changes, with every route waiting. Everything else stays. Pure.
 */
export function rewriteSignIn(objects: readonly KubernetesObject[]): RewrittenObjects {
  const asked = objects.filter(asksIssuer);
  return {
    objects: objects.map((object) => (asked.includes(object) ? withAddresses(object) : object)),
    rewrites: asked.map((object) => ({
      object: describeObject(object),
      change: 'addresses of the sign-in are made up: no issuer can be asked for them',
    })),
  };
}

function asksIssuer({ apiVersion, kind, spec }: KubernetesObject): boolean {
  if (kind !== 'SecurityPolicy' || !apiVersion.startsWith('gateway.envoyproxy.io/')) return false;
  const { provider } = (spec as PolicySpec).oidc ?? {};
  return provider !== undefined && !(provider.authorizationEndpoint && provider.tokenEndpoint);
}

function withAddresses(object: KubernetesObject): KubernetesObject {
  const { oidc, ...spec } = object.spec as PolicySpec;
  if (oidc === undefined) return object;
  const at = oidc.provider.issuer.replace(/\/$/, '');
  const provider = { authorizationEndpoint: `${at}/authorize`, tokenEndpoint: `${at}/token`, ...oidc.provider };
  return { ...object, spec: { ...spec, oidc: { ...oidc, provider } } };
}
