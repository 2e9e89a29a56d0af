import type { LabelSelector } from '../../imports/kubernetes.gen.ts';
import type { ClusterView, NamespaceView, View } from './cluster-view.ts';
import type { Reach } from './matrix.ts';
import { GATEWAY_API, type OpenedReference, openedReferences } from './reference-grant.ts';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
/** Address of a Service as pods write it. */
const SERVICE_ADDRESS = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(\.|$)/;

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}

type Route = View<{
  spec: {
    parentRefs?: readonly Reference[];
    rules?: readonly {
      backendRefs?: readonly Reference[];
      filters?: readonly { requestMirror?: { backendRef?: Reference } }[];
    }[];
  };
}>;

type Gateway = View<{
  spec: {
    listeners?: readonly {
      name: string;
      allowedRoutes?: { namespaces?: { from?: string; selector?: LabelSelector } };
    }[];
  };
}>;

/**
 * Requests that a route or alias of one team passes on to a service of another, and routes of one team on the gateway of
 * another.
 *
 * A route may name a service of another namespace only if a ReferenceGrant there says so; an Ingress never may.
 */
export function* routeReaches(view: ClusterView): Iterable<Reach> {
  const opened = openedReferences(view);
  const gateways = new Map(view.of<Gateway>(GATEWAY_API, 'Gateway').map((g) => [placeOf(g.metadata), g]));
  for (const kind of ROUTES) {
    for (const route of view.of<Route>(GATEWAY_API, kind)) {
      const from = view.namespace(route.metadata.namespace ?? '');
      const by = `${kind} ${from.name}/${route.metadata.name}`;
      for (const backend of backends(route)) yield* ofBackend(view, opened, { by, from, kind }, backend);
      for (const parent of route.spec?.parentRefs ?? []) yield* ofParent(view, gateways, { by, from }, parent);
    }
  }
  yield* aliases(view);
}

function backends({ spec }: Route): readonly Reference[] {
  return (spec?.rules ?? []).flatMap(({ backendRefs = [], filters = [] }) => [
    ...backendRefs,
    ...filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
  ]);
}

function* ofBackend(
  view: ClusterView,
  opened: readonly OpenedReference[],
  { by, from, kind }: { by: string; from: NamespaceView; kind: string },
  { group = '', kind: what = 'Service', name, namespace = from.name }: Reference,
): Iterable<Reach> {
  const to = view.namespace(namespace);
  const grant = opened.find(
    (each) =>
      each.to.name === namespace &&
      each.from.namespace === from.name &&
      each.from.kind === kind &&
      each.target.group === group &&
      each.target.kind === what &&
      (each.target.name ?? name) === name,
  );
  if (grant === undefined) return;
  yield* between(from, to, `${by} passes requests to ${what} ${namespace}/${name}, granted by ${grant.by}`);
}

function* ofParent(
  view: ClusterView,
  gateways: ReadonlyMap<string, Gateway>,
  { by, from }: { by: string; from: NamespaceView },
  { kind = 'Gateway', name, namespace = from.name, sectionName }: Reference,
): Iterable<Reach> {
  const gateway = kind === 'Gateway' ? gateways.get(placeOf({ name, namespace })) : undefined;
  const takes = gateway?.spec?.listeners?.some(
    ({ allowedRoutes, name: listener }) =>
      (sectionName ?? listener) === listener && admits(view, allowedRoutes?.namespaces, from),
  );
  if (takes) yield* between(from, view.namespace(namespace), `${by} is taken by Gateway ${namespace}/${name}`);
}

function admits(
  view: ClusterView,
  { from = 'Same', selector = {} }: { from?: string; selector?: LabelSelector } = {},
  route: NamespaceView,
): boolean {
  return from === 'All' || (from === 'Selector' && view.selected(selector).includes(route));
}

/** Services that are only another name for a service of another namespace; a proxy in front follows the name. */
function* aliases(view: ClusterView): Iterable<Reach> {
  for (const { metadata, spec } of view.of<{ spec: { type?: string; externalName?: string } }>('', 'Service')) {
    const target = spec?.type === 'ExternalName' ? SERVICE_ADDRESS.exec(spec.externalName ?? '')?.[1] : undefined;
    if (target === undefined) continue;
    const from = view.namespace(metadata.namespace ?? '');
    const path = `Service ${from.name}/${metadata.name} is another name for ${spec?.externalName}`;
    yield* between(from, view.namespace(target), path);
  }
}

function* between(from: NamespaceView, to: NamespaceView, path: string): Iterable<Reach> {
  if (from.team === undefined || to.team === undefined || from.team === to.team) return;
  yield { from: from.team, to: to.team, dimension: 'routes', path };
}

function placeOf({ name, namespace = '' }: { readonly name: string; readonly namespace?: string }): string {
  return `${namespace}/${name}`;
}
