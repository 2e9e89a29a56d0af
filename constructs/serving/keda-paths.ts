import { Construct } from 'constructs';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { KEDA_NAMESPACE, KEDA_OPERATOR_PORT } from './keda-values.ts';

/** KEDA's metrics server asks its operator for every figure. */
export class KedaPaths extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new NetworkPolicy(this, 'operator', {
      metadata: { name: 'allow-metrics-server', namespace: KEDA_NAMESPACE },
      spec: {
        podSelector: { matchLabels: { app: 'keda-operator' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: 'keda-operator-metrics-apiserver' } } }],
            ports: [{ protocol: 'TCP', port: KEDA_OPERATOR_PORT }],
          },
        ],
      },
    });
  }
}
