import type { KubernetesObject } from '../core/index.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { ASKS_FOR_CERTIFICATES } from './passed-route.ts';
import { SIGNS_IN_ITSELF } from './protected-route.ts';

/** A way in from outside on which nobody is asked who he is. */
export interface UnprotectedRoute {
  /** The object, such as `HTTPRoute plinth-gateway/mlflow`. */
  readonly object: string;
  /** What is missing. */
  readonly because: string;
}

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Spec {
  readonly type?: string;
  readonly externalIPs?: readonly string[];
  readonly hostNetwork?: boolean;
  readonly rules?: readonly { readonly backendRefs?: readonly Reference[] }[];
  readonly targetRef?: Reference;
  readonly targetRefs?: readonly Reference[];
  readonly oidc?: object;
  readonly jwt?: { readonly optional?: boolean; readonly providers?: readonly object[] };
  readonly basicAuth?: object;
  readonly apiKeyAuth?: { readonly credentialRefs?: readonly Reference[] };
  readonly extAuth?: { readonly failOpen?: boolean };
  readonly authorization?: {
    readonly defaultAction?: string;
    readonly rules?: readonly { readonly action?: string; readonly principal?: { readonly jwt?: object } }[];
  };
}

/** Routes of HTTP, on which a policy can ask who is calling. */
const HTTP_ROUTES = ['HTTPRoute', 'GRPCRoute', 'AIGatewayRoute', 'MCPRoute'];
/** Routes of connections, on which nothing can be asked. */
const RAW_ROUTES = ['TLSRoute', 'TCPRoute', 'UDPRoute'];
/** Annotation of the Service that Envoy Gateway makes from an EnvoyProxy is not rendered: the proxies themselves are the hop. */
const SERVICES_OUTSIDE = ['LoadBalancer', 'NodePort'];

/**
 * Every way in from outside without an authenticating hop, in rendered objects: routes without a SecurityPolicy of their
 * own that asks for a token, routes that say they sign people in themselves and lead to a team, and Services and Ingresses
 * that pass by the gateway. Pure; the empty list is the good answer.
 */
export function unprotectedRoutes(objects: readonly KubernetesObject[]): readonly UnprotectedRoute[] {
  const policies = objects.filter(({ kind }) => kind === 'SecurityPolicy');
  const teams = new Set(
    objects
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.[TEAM_LABELS.team] !== undefined)
      .map(({ metadata }) => metadata.name),
  );
  return objects.flatMap((object) => {
    const because = reason(object, policies, teams);
    return because === undefined ? [] : [{ object: nameOf(object), because }];
  });
}

function reason(
  object: KubernetesObject,
  policies: readonly KubernetesObject[],
  teams: ReadonlySet<string>,
): string | undefined {
  const { kind } = object;
  const spec = specOf(object);
  if (kind === 'Ingress') return 'an Ingress passes by the gateway';
  if (kind === 'Service')
    return SERVICES_OUTSIDE.includes(spec.type ?? '') || (spec.externalIPs ?? []).length > 0
      ? `a Service of type ${spec.type} passes by the gateway`
      : undefined;
  if (RAW_ROUTES.includes(kind)) return ofConnections(object, teams);
  return HTTP_ROUTES.includes(kind) ? ofRoute(object, policies, teams) : undefined;
}

/** A route of connections is right only before a part of the platform that asks for certificates, and says so. */
function ofConnections(route: KubernetesObject, teams: ReadonlySet<string>): string | undefined {
  const asks = route.kind === 'TLSRoute' && (route.metadata.annotations?.[ASKS_FOR_CERTIFICATES] ?? '') !== '';
  if (!asks) return 'a route of connections asks nobody who he is';
  const { rules = [] } = specOf(route);
  const open = rules
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .find(({ namespace = route.metadata.namespace ?? '' }) => teams.has(namespace));
  return open === undefined ? undefined : `it leads to ${open.namespace}, and a team’s part cannot be believed to ask`;
}

function ofRoute(
  route: KubernetesObject,
  policies: readonly KubernetesObject[],
  teams: ReadonlySet<string>,
): string | undefined {
  const { rules = [] } = specOf(route);
  // Only sends on to another address: there is nothing behind it.
  const backends = rules.flatMap(({ backendRefs = [] }) => backendRefs);
  if (backends.length === 0 && route.kind === 'HTTPRoute') return undefined;
  const own = policies.filter((policy) => targets(policy, route));
  if (own.length === 0) return 'no SecurityPolicy is on it';
  const borrowed = own.flatMap(foreignKeys)[0];
  if (borrowed !== undefined) return `keys of namespace ${borrowed} open it`;
  if (own.some((policy) => asks(specOf(policy)))) return undefined;
  if ((route.metadata.annotations?.[SIGNS_IN_ITSELF] ?? '') === '') return 'its SecurityPolicy asks for no token';
  const open = backends.find(({ namespace = route.metadata.namespace ?? '' }) => teams.has(namespace));
  return open === undefined
    ? undefined
    : `it leads to ${open.namespace ?? route.metadata.namespace}, and a team’s part cannot sign people in itself`;
}

/** Namespaces beside its own whose Secrets open a policy: who writes there lets in whom he likes. */
function foreignKeys(policy: KubernetesObject): readonly string[] {
  const { credentialRefs = [] } = specOf(policy).apiKeyAuth ?? {};
  return credentialRefs.flatMap(({ namespace }) =>
    namespace === undefined || namespace === policy.metadata.namespace ? [] : [namespace],
  );
}

/** Whether a policy lets nobody through of whom it does not know who he is. */
function asks({ apiKeyAuth, authorization, basicAuth, extAuth, jwt, oidc }: Spec): boolean {
  if (basicAuth !== undefined || apiKeyAuth !== undefined) return true;
  if (extAuth !== undefined && extAuth.failOpen !== true) return true;
  if (authorization?.defaultAction === 'Deny' && (authorization.rules ?? []).every(named)) return true;
  const token = jwt !== undefined && jwt.optional !== true && (jwt.providers ?? []).length > 0;
  return token || (oidc !== undefined && jwt === undefined);
}

function named({ action, principal }: { readonly action?: string; readonly principal?: { readonly jwt?: object } }) {
  return action === 'Deny' || principal?.jwt !== undefined;
}

function targets(policy: KubernetesObject, { kind, metadata }: KubernetesObject): boolean {
  const { targetRef, targetRefs = [] } = specOf(policy);
  // An AIGatewayRoute becomes an HTTPRoute of its own name.
  const kinds = kind === 'AIGatewayRoute' || kind === 'MCPRoute' ? [kind, 'HTTPRoute'] : [kind];
  return (
    policy.metadata.namespace === metadata.namespace &&
    [...targetRefs, ...(targetRef === undefined ? [] : [targetRef])].some(
      (target) => kinds.includes(target.kind ?? '') && target.name === metadata.name,
    )
  );
}

function specOf(object: KubernetesObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}
