import { Construct } from 'constructs';
import type { WayIn } from '../access/index.ts';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';

/** Whose pods may call endpoints. */
export interface CallerPathProps {
  /** The way in. */
  readonly access: Pick<WayIn, 'gateway'>;
  /** Namespace of the callers. */
  readonly namespace: string;
}

/** Port at which Envoy Gateway's proxies listen for 443: they run without the right to ports below 1024. */
const PROXY_PORT = 10_443;

/** Lets a team's pods out to the gateway, and to nothing behind it. */
export class CallerPath extends Construct {
  public constructor(scope: Construct, id: string, { access, namespace }: CallerPathProps) {
    super(scope, id);
    const { proxyLabels, proxyNamespace } = access.gateway;
    new NetworkPolicy(this, 'out', {
      metadata: { name: 'allow-endpoints', namespace },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: namespaceNamed(proxyNamespace),
                podSelector: { matchLabels: proxyLabels },
              },
            ],
            ports: [{ protocol: 'TCP', port: PROXY_PORT }],
          },
        ],
      },
    });
  }
}
