import { Construct } from 'constructs';
import { HTTPRoute, type HTTPRouteSpec, ReferenceGrant } from '../imports/gateway-api.gen.ts';
import { ProxyPath } from './proxy-path.ts';
import { type AdmissionProps, callbackOf, RouteGuard } from './route-guard.ts';

/** Pods that the gateway's proxies reach. */
export interface Backend {
  /** Service. */
  readonly service: string;
  /** Port of the Service. Range 1-65,535. */
  readonly port: number;
  /** Labels of the pods behind it. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Port that those pods listen on. @default - the Service's */
  readonly podPort?: number;
}

/** One host, or part of one, behind the gateway. */
export interface ProtectedRouteProps extends AdmissionProps {
  /** Name of the route and of everything around it, unique in the platform; DNS label of at most 50 characters. */
  readonly name: string;
  /** Namespace of the backend. */
  readonly namespace: string;
  /** Host; `access.host('mlflow-vision')`, or one of the spec's. */
  readonly host: string;
  /** Beginnings of paths. @default - all */
  readonly paths?: readonly string[];
  /** What answers. */
  readonly backend: Backend;
  /** Longest that an answer may take, such as `300s`; `0s` for no end. @default 60s */
  readonly timeout?: string;
  /**
   * What of the caller's own is passed on. A backend that sees a token could act as the caller elsewhere, so by default it
   * only hears the name, in `x-plinth-user`. Of no matter with `itself`, which passes everything on.
   *
   * @default - neither
   */
  readonly forwards?: readonly ('Authorization' | 'Cookie')[];
}

/** Annotation of a route whose backend signs people in itself: why. */
export const SIGNS_IN_ITSELF = 'plinth.dev/signs-in-itself';

/**
 * A way in from outside: a route on the gateway, who may take it, and the network rules that let the proxies through to
 * exactly these pods.
 *
 * The route stands beside the gateway: there is the client's secret, which nobody who works in a team may read.
 */
export class ProtectedRoute extends Construct {
  /** Address of the route, for example `https://mlflow-vision.ml.example.org`. */
  public readonly url: string;

  public constructor(scope: Construct, id: string, props: ProtectedRouteProps) {
    super(scope, id);
    const { access, audience, backend, because, groups, host, name, namespace } = props;
    this.url = `https://${host}`;
    const { gateway } = access;
    if (audience === 'people') access.handsBackTo(callbackOf(host));

    new HTTPRoute(this, 'route', {
      metadata: {
        name,
        namespace: gateway.namespace,
        annotations: because === undefined ? undefined : { [SIGNS_IN_ITSELF]: because },
      },
      spec: routeSpec(props),
    });
    new ReferenceGrant(this, 'grant', {
      metadata: { name: `gateway-${name}`, namespace },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: gateway.namespace }],
        to: [{ group: '', kind: 'Service', name: backend.service }],
      },
    });
    new RouteGuard(this, 'guard', { access, name, namespace: gateway.namespace, audience, groups, because });
    new ProxyPath(this, 'path', {
      access,
      name,
      namespace,
      podLabels: backend.podLabels,
      ports: [backend.podPort ?? backend.port],
    });
  }
}

function routeSpec(props: ProtectedRouteProps): HTTPRouteSpec {
  const { access, audience, backend, forwards = [], host, namespace, paths = ['/'], timeout = '60s' } = props;
  const { gateway } = access;
  const kept: readonly string[] = forwards;
  const remove = ['Authorization', 'Cookie'].filter((header) => !kept.includes(header));
  const filters =
    audience === 'itself' || remove.length === 0
      ? {}
      : { filters: [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: { remove } }] };
  return {
    parentRefs: [{ name: gateway.name, namespace: gateway.namespace, sectionName: access.listener(host) }],
    hostnames: [host],
    rules: [
      {
        matches: paths.map((value) => ({ path: { type: 'PathPrefix', value } })),
        ...filters,
        backendRefs: [{ name: backend.service, namespace, port: backend.port }],
        timeouts: { request: timeout },
      },
    ],
  };
}
