import { Construct } from 'constructs';
import { HTTPRoute } from '../imports/gateway-api.gen.ts';
import { CLASSIC_RUNTIMES } from './classic-runtime.ts';
import type { EndpointDoor } from './endpoint-door.ts';
import type { ClassicEndpoint, ModelServer } from './model-server.ts';
import { REVISION_HEADER, type Revision, revisionValue } from './revision.ts';
import type { ServingPlace } from './serving-place.ts';

/** A revision with what answers for it. */
export interface Served<Server> {
  /** The revision. */
  readonly revision: Revision;
  /** What answers. */
  readonly server: Server;
}

/** One rule of an endpoint's route: requests with these headers go to these revisions. */
export interface RouteRule<Server> {
  /** All of them must be there. Empty: every other request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Revisions with their parts, which add up to 100. */
  readonly to: readonly { readonly served: Served<Server>; readonly weight: number }[];
}

/** Rules of an endpoint's route: revisions that headers ask for, then all by their weights. Gateways prefer the rule with more headers whatever the order. */
export function routeRules<Server>(all: readonly Served<Server>[]): readonly RouteRule<Server>[] {
  const named = all.flatMap((served) => {
    const { headers = {} } = served.revision;
    return Object.keys(headers).length === 0 ? [] : [{ headers, to: [{ served, weight: 100 }] }];
  });
  const weighted = all
    .filter(({ revision }) => revision.weight > 0)
    .map((served) => ({ served, weight: served.revision.weight }));
  return weighted.length === 0 ? named : [...named, { headers: {}, to: weighted }];
}

/**
 * Rules of a language endpoint's route: a revision that has none to itself gets one by its number, for KServe calls a
 * group of pods ready when a gateway has taken a route to it.
 */
export function languageRules<Server>(all: readonly Served<Server>[]): readonly RouteRule<Server>[] {
  const rules = routeRules(all);
  const alone = new Set(rules.flatMap(({ to }) => (to.length === 1 ? to.map(({ served }) => served) : [])));
  const numbered = all
    .filter((served) => !alone.has(served))
    .map((served) => ({
      headers: { [REVISION_HEADER]: revisionValue(served.revision) },
      to: [{ served, weight: 100 }],
    }));
  return [...rules, ...numbered];
}

/** Which rules send requests to a revision, and how much of each. */
export function rulesFor<Server>(rules: readonly RouteRule<Server>[], revision: Revision) {
  return rules.flatMap(({ to }, index) =>
    to.filter(({ served }) => served.revision === revision).map(({ weight }) => ({ index, weight })),
  );
}

/** The gateway's listener for an endpoint's host. */
export function parentOf({ access }: ServingPlace, host: string) {
  const { name, namespace } = access.gateway;
  return {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name,
    namespace,
    sectionName: access.listener(host),
  };
}

/** Header matches in Gateway API's words. */
export function headerMatches(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers).map(([name, value]) => ({ type: 'Exact' as const, name, value }));
}

/** What a classic endpoint's route is made from. */
export interface ClassicRouteProps {
  /** Where it runs. */
  readonly place: ServingPlace;
  /** The endpoint. */
  readonly endpoint: ClassicEndpoint;
  /** Name of the route, and its host. */
  readonly door: Pick<EndpointDoor, 'host' | 'name'>;
  /** Its rules. */
  readonly rules: readonly RouteRule<ModelServer>[];
}

/** The route of a classic endpoint: only the paths of its protocol. */
export class ClassicRoute extends Construct {
  public constructor(scope: Construct, id: string, { door, endpoint, place, rules }: ClassicRouteProps) {
    super(scope, id);
    const { paths } = CLASSIC_RUNTIMES[endpoint.format];
    new HTTPRoute(this, 'route', {
      metadata: { name: door.name, namespace: place.namespace },
      spec: {
        parentRefs: [parentOf(place, door.host)],
        hostnames: [door.host],
        rules: rules.map(({ headers, to }) => ({
          matches: paths.map((value) => ({
            path: { type: 'PathPrefix', value },
            ...(Object.keys(headers).length === 0 ? {} : { headers: headerMatches(headers) }),
          })),
          backendRefs: to.map(({ served, weight }) => ({ ...served.server.service, weight })),
          timeouts: { request: '300s' },
        })),
      },
    });
  }
}
