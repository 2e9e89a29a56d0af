import { Construct } from 'constructs';
import { ReferenceGrant, TLSRoute } from '../imports/gateway-api.gen.ts';
import type { Access } from './access.ts';
import type { Backend } from './protected-route.ts';
import { ProxyPath } from './proxy-path.ts';

/** One host whose connections are passed on as they are. */
export interface PassedRouteProps {
  /** The way in. */
  readonly access: Pick<Access, 'gateway' | 'passing'>;
  /** Name of the route and of everything around it, unique in the platform; DNS label of at most 50 characters. */
  readonly name: string;
  /** Namespace of the backend: the platform's own, never a team's. */
  readonly namespace: string;
  /** Host. */
  readonly host: string;
  /** What answers, and asks callers for certificates itself. */
  readonly backend: Backend;
  /** Why nobody can be asked at the gateway; stands as an annotation. */
  readonly because: string;
}

/** Annotation of a route whose backend asks callers for certificates itself: why. */
export const ASKS_FOR_CERTIFICATES = 'plinth.dev/asks-for-certificates';

/**
 * A way in for programs that show a certificate: the gateway reads only which host they want and passes the connection on, so
 * that the certificate ends at the backend, which alone can take it back.
 */
export class PassedRoute extends Construct {
  /** Address of the route, for example `https://edge.ml.example.org`. */
  public readonly url: string;

  public constructor(scope: Construct, id: string, props: PassedRouteProps) {
    super(scope, id);
    const { access, backend, because, host, name, namespace } = props;
    const { gateway } = access;
    this.url = `https://${host}`;
    new TLSRoute(this, 'route', {
      metadata: { name, namespace: gateway.namespace, annotations: { [ASKS_FOR_CERTIFICATES]: because } },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace, sectionName: access.passing(host) }],
        hostnames: [host],
        rules: [{ backendRefs: [{ name: backend.service, namespace, port: backend.port }] }],
      },
    });
    new ReferenceGrant(this, 'grant', {
      metadata: { name: `gateway-${name}`, namespace },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute', namespace: gateway.namespace }],
        to: [{ group: '', kind: 'Service', name: backend.service }],
      },
    });
    new ProxyPath(this, 'path', {
      access,
      ...{ name, namespace, podLabels: backend.podLabels, ports: [backend.podPort ?? backend.port] },
    });
  }
}
