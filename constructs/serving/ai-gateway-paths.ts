import { Construct } from 'constructs';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { AI_GATEWAY_NAMESPACE, AI_GATEWAY_PORT } from './envoy-ai-gateway-values.ts';

/** Which ways are opened. */
export interface AiGatewayPathsProps {
  /** Namespace in which Envoy Gateway's controller and its proxies run. */
  readonly gateway: string;
}

/** Envoy Gateway asks the AI gateway's controller what to change in its proxies. */
export class AiGatewayPaths extends Construct {
  public constructor(scope: Construct, id: string, { gateway }: AiGatewayPathsProps) {
    super(scope, id);
    new NetworkPolicy(this, 'in', {
      metadata: { name: 'allow-envoy-gateway', namespace: AI_GATEWAY_NAMESPACE },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ai-gateway-helm' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: namespaceNamed(gateway) }],
            ports: [{ protocol: 'TCP', port: AI_GATEWAY_PORT }],
          },
        ],
      },
    });
  }
}
