import { Construct } from 'constructs';
import type { NetworkFacts } from '../../spec/facts.ts';
import { NetworkPolicy, type NetworkPolicyEgressRule } from '../imports/kubernetes.gen.ts';
import { dnsRules, openBlock } from '../tenancy/index.ts';
import type { AccessGateway, SignIn } from './way-in.ts';

/** What the proxies reach, whatever stands behind them. */
export interface ProxyNetworkProps {
  /** The gateway. */
  readonly gateway: AccessGateway;
  /** The sign-in. */
  readonly signIn: SignIn;
  /** Where pods may go for what every pod needs. */
  readonly network: NetworkFacts;
}

/** Ports that Envoy listens on for 80 and 443: below 1024 it would need a right that it does not have. */
const LISTENERS = [10_080, 10_443];
/** Ports of the controller: configuration, rate limits, modules. */
const CONTROL = [18_000, 18_001, 18_002];
/** Port at which load balancers ask whether a proxy is there. */
const READY = 19_003;
/** Pods of the controller, by the chart's labels. */
const CONTROLLER_LABELS = { 'control-plane': 'envoy-gateway' };

/**
 * Network rules of the proxies: anybody may call them; they reach DNS, their controller, and the issuer; everything else
 * is opened one by one by the routes.
 */
export class ProxyNetwork extends Construct {
  public constructor(scope: Construct, id: string, { gateway, network, signIn }: ProxyNetworkProps) {
    super(scope, id);
    const { proxyLabels, proxyNamespace: namespace } = gateway;
    const proxies = { matchLabels: proxyLabels };
    new NetworkPolicy(this, 'callers', {
      metadata: { name: 'allow-callers', namespace },
      spec: {
        podSelector: proxies,
        policyTypes: ['Ingress'],
        ingress: [{ ports: [...LISTENERS, READY].map(tcp) }],
      },
    });
    new NetworkPolicy(this, 'configuration', {
      metadata: { name: 'allow-configuration', namespace },
      spec: {
        podSelector: { matchLabels: CONTROLLER_LABELS },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: proxies }], ports: CONTROL.map(tcp) }],
      },
    });
    new NetworkPolicy(this, 'needs', {
      metadata: { name: 'proxy-needs', namespace },
      spec: {
        podSelector: proxies,
        policyTypes: ['Egress'],
        egress: [
          ...dnsRules(network),
          { to: [{ podSelector: { matchLabels: CONTROLLER_LABELS } }], ports: CONTROL.map(tcp) },
          ...issuer(signIn, network),
        ],
      },
    });
  }
}

/** Addresses of an outside issuer are not known: its port anywhere, but for the addresses that give out credentials. */
function issuer({ issuer: address, keys, own }: SignIn, { metadata }: NetworkFacts): NetworkPolicyEgressRule[] {
  if (own !== undefined) return [];
  const ports = [...new Set([address, keys].map((each) => Number(new URL(each).port || 443)))];
  return [{ to: [openBlock('0.0.0.0/0', metadata)], ports: ports.map(tcp) }];
}

function tcp(port: number) {
  return { protocol: 'TCP', port } as const;
}
