import { Construct } from 'constructs';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import type { WayIn } from './way-in.ts';

/** Pods that the gateway's proxies may reach. */
export interface ProxyPathProps {
  /** The way in. */
  readonly access: Pick<WayIn, 'gateway'>;
  /** Name of the two rules, unique in the platform; DNS label of at most 52 characters. */
  readonly name: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels of the pods; at least one. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports that they listen on. Range 1-65,535. */
  readonly ports: readonly number[];
}

/** The way from the proxies to some pods: a rule here lets them out, a rule there lets them in. */
export class ProxyPath extends Construct {
  public constructor(scope: Construct, id: string, props: ProxyPathProps) {
    super(scope, id);
    const { access, name, namespace, podLabels } = props;
    const { proxyLabels, proxyNamespace } = access.gateway;
    if (Object.keys(podLabels).length === 0) throw new Error(`bug: ${name} would open every pod of ${namespace}`);
    const ports = props.ports.map((port) => ({ protocol: 'TCP', port }) as const);
    new NetworkPolicy(this, 'in', {
      metadata: { name: `from-gateway-${name}`, namespace },
      spec: {
        podSelector: { matchLabels: podLabels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [pods(proxyNamespace, proxyLabels)], ports }],
      },
    });
    new NetworkPolicy(this, 'out', {
      metadata: { name: `to-${name}`, namespace: proxyNamespace },
      spec: {
        podSelector: { matchLabels: proxyLabels },
        policyTypes: ['Egress'],
        egress: [{ to: [pods(namespace, podLabels)], ports }],
      },
    });
  }
}

function pods(namespace: string, matchLabels: Readonly<Record<string, string>>) {
  return {
    namespaceSelector: namespaceNamed(namespace),
    podSelector: { matchLabels },
  };
}
