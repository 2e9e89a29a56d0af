import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { AccessSpec } from '../../spec/access.ts';
import { fittedName } from '../../spec/fitted-name.ts';
import { reservedEnding } from '../../spec/reserved-name.ts';
import { LABELS } from '../core/index.ts';
import { Certificate } from '../imports/cert-manager.gen.ts';
import { ClientTrafficPolicy, EnvoyProxy, SecurityPolicy } from '../imports/envoy-gateway.gen.ts';
import { Gateway, GatewayClass, type GatewaySpec, HTTPRoute } from '../imports/gateway-api.gen.ts';
import { CONTROLLER } from './envoy-gateway-values.ts';
import type { Issuers } from './issuers.ts';
import { proxySpec, TRAFFIC } from './proxy-settings.ts';
import { CALLER_HEADER } from './route-guard.ts';
import type { AccessGateway } from './way-in.ts';

/** The gateway of a platform. */
export interface PlatformGatewayProps {
  /** Names that other rooms know it by. */
  readonly gateway: AccessGateway;
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
  /** Where certificates come from. */
  readonly issuers: Issuers;
  /** Annotations of the proxies' Service. */
  readonly loadBalancer: Readonly<Record<string, string>>;
  /** Image of the proxies. @default - the one that the controller starts by itself */
  readonly proxyImage?: string;
}

type Listener = GatewaySpec['listeners'][number];

/** Listener of all hosts right below the domain, and name of their certificate. */
const DOMAIN = 'domain';
/** Listener that only sends on to HTTPS. */
const PLAIN = 'http';
/** Most hosts beside the domain: one Gateway has 64 listeners (its definition), and two are taken. */
const MOST_HOSTS = 62;

/**
 * The gateway: HTTPS with a certificate for every host, at least TLS 1.2; plain HTTP only sends on; and whatever has no
 * policy of its own is refused.
 */
export class PlatformGateway extends Construct {
  readonly #props: PlatformGatewayProps;
  readonly #hosts = new Map<string, Listener>();

  public constructor(scope: Construct, id: string, props: PlatformGatewayProps) {
    super(scope, id);
    this.#props = props;
    const { access, gateway, loadBalancer } = props;
    this.#class(loadBalancer);
    this.#certificate(DOMAIN, `*.${access.domain}`);
    new Gateway(this, 'gateway', {
      metadata: { name: gateway.name, namespace: gateway.namespace },
      // Hosts are opened by the rooms that come after.
      spec: { gatewayClassName: gateway.className, listeners: Lazy.any({ produce: () => this.#listeners() }) },
    });
    this.#policies();
    this.#redirect();
  }

  /** Opens a host and gives the name of its listener. Hosts right below the domain share one, and its certificate. */
  public listener(host: string): string {
    const { domain } = this.#props.access;
    const label = host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : host;
    if (label !== host && !label.includes('.')) return DOMAIN;
    const name = this.#nameOf(host);
    if (!this.#hosts.has(host)) {
      if (this.#hosts.size >= MOST_HOSTS) throw new Error(`bug: more than ${MOST_HOSTS} hosts outside *.${domain}`);
      this.#certificate(name, host);
      this.#hosts.set(host, https(name, host));
    }
    return name;
  }

  /**
   * Opens a host whose connections are passed on as they are, to what asks for certificates itself, and gives the name of its
   * listener. One port with HTTPS: the name that the caller asks for decides.
   */
  public passing(host: string): string {
    const name = this.#nameOf(host);
    if (this.#hosts.has(host)) return name;
    this.#hosts.set(host, passedOn(name, host));
    const { name: gateway, namespace } = this.#props.gateway;
    // Envoy Gateway refuses connections too where a policy of the whole gateway refuses by default.
    new SecurityPolicy(this, `passing-${name}`, {
      metadata: { name: `passing-${name}`, namespace },
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway, sectionName: name }],
        authorization: { defaultAction: 'Allow' },
      },
    });
    return name;
  }

  /** Name of a host's listener. Two hosts may differ only in where their dots are. */
  #nameOf(host: string): string {
    const plain = fittedName(host.replaceAll('.', '-'), MOST_NAME);
    const same = [...this.#hosts].find(([other, { name }]) => other !== host && name === plain);
    return same === undefined ? plain : fittedName(`${plain}-${reservedEnding(host)}`, MOST_NAME);
  }

  #listeners(): readonly Listener[] {
    const plain: Listener = {
      name: PLAIN,
      port: 80,
      protocol: 'HTTP',
      allowedRoutes: { namespaces: { from: 'Same' } },
    };
    const own = [...this.#hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return [plain, https(DOMAIN, `*.${this.#props.access.domain}`), ...own];
  }

  #class(loadBalancer: Readonly<Record<string, string>>): void {
    const { className, name, namespace } = this.#props.gateway;
    new EnvoyProxy(this, 'proxies', {
      metadata: { name, namespace },
      spec: proxySpec(loadBalancer, this.#props.proxyImage),
    });
    new GatewayClass(this, 'class', {
      metadata: { name: className },
      spec: {
        controllerName: CONTROLLER,
        parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name, namespace },
      },
    });
  }

  #certificate(name: string, host: string): void {
    new Certificate(this, `certificate-${name}`, {
      metadata: { name: `${name}-tls`, namespace: this.#props.gateway.namespace },
      spec: {
        secretName: `${name}-tls`,
        dnsNames: [host],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { kind: 'ClusterIssuer', name: this.#props.issuers.of(host.replace(/^\*\./, '')) },
      },
    });
  }

  #policies(): void {
    const { name, namespace } = this.#props.gateway;
    const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }];
    new ClientTrafficPolicy(this, 'traffic', {
      metadata: { name, namespace },
      spec: { targetRefs, ...TRAFFIC, headers: { earlyRequestHeaders: { remove: [CALLER_HEADER] } } },
    });
    new SecurityPolicy(this, 'closed', {
      metadata: { name: 'closed', namespace },
      spec: { targetRefs, authorization: { defaultAction: 'Deny' } },
    });
  }

  #redirect(): void {
    const { name, namespace } = this.#props.gateway;
    const metadata = { name: 'to-https', namespace };
    new HTTPRoute(this, 'redirect', {
      metadata,
      spec: {
        parentRefs: [{ name, namespace, sectionName: PLAIN }],
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      },
    });
    // The gateway's policy would refuse even to say where to go.
    new SecurityPolicy(this, 'redirect-open', {
      metadata,
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: metadata.name }],
        authorization: { defaultAction: 'Allow' },
      },
    });
  }
}

/** Longest name of a listener, so that its certificate's name stays a DNS label. Unit: characters. */
const MOST_NAME = 59;

/** Routes come from namespaces that the platform made: members of teams have no right to make routes there. */
function https(name: string, hostname: string): Listener {
  return {
    name,
    hostname,
    port: 443,
    protocol: 'HTTPS',
    tls: { mode: 'Terminate', certificateRefs: [{ name: `${name}-tls` }] },
    allowedRoutes: {
      namespaces: { from: 'Selector', selector: { matchLabels: { [LABELS.managedBy]: 'plinth' } } },
    },
  };
}

/** Only routes that stand beside the gateway: there the platform alone makes them. */
function passedOn(name: string, hostname: string): Listener {
  return {
    name,
    hostname,
    port: 443,
    protocol: 'TLS',
    tls: { mode: 'Passthrough' },
    allowedRoutes: { namespaces: { from: 'Same' }, kinds: [{ kind: 'TLSRoute' }] },
  };
}
