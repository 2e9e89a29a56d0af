import { Construct } from 'constructs';
import { HTTPRoute } from '../imports/gateway-api.gen.ts';
import { CLASSIC_RUNTIMES } from './classic-runtime.ts';
import type { ClassicEndpoint, ModelServer } from './model-server.ts';
import type { Revision } from './revision.ts';
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
  /** Its host. */
  readonly host: string;
  /** Its rules. */
  readonly rules: readonly RouteRule<ModelServer>[];
}

/** The route of a classic endpoint: only the paths of its protocol. */
export class ClassicRoute extends Construct {
  public constructor(scope: Construct, id: string, { endpoint, host, place, rules }: ClassicRouteProps) {
    super(scope, id);
    const { paths } = CLASSIC_RUNTIMES[endpoint.format];
    new HTTPRoute(this, 'route', {
      metadata: { name: endpoint.name, namespace: place.namespace },
      spec: {
        parentRefs: [parentOf(place, host)],
        hostnames: [host],
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
