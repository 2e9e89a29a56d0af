import { Construct } from 'constructs';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { MONITORING_NAMESPACE, PROMETHEUS, PROMETHEUS_PODS } from './monitoring-places.ts';

/** Who reaches what in the namespace of monitoring. */
export interface MonitoringNetworkProps {
  /** Whether KEDA asks Prometheus how many servers are needed. */
  readonly scaling: boolean;
}

/** Lets the parts of the room reach each other, and KEDA Prometheus. */
export class MonitoringNetwork extends Construct {
  public constructor(scope: Construct, id: string, { scaling }: MonitoringNetworkProps) {
    super(scope, id);
    this.#rule('allow-within', undefined, [{ podSelector: {} }]);
    if (scaling)
      this.#rule('allow-scaling', PROMETHEUS_PODS, [
        { namespaceSelector: namespaceNamed('keda'), podSelector: { matchLabels: { app: 'keda-operator' } } },
      ]);
  }

  #rule(name: string, matchLabels: Readonly<Record<string, string>> | undefined, from: readonly object[]): void {
    const ports = matchLabels === undefined ? undefined : [{ protocol: 'TCP' as const, port: PROMETHEUS.port }];
    new NetworkPolicy(this, name, {
      metadata: { name, namespace: MONITORING_NAMESPACE },
      spec: {
        podSelector: matchLabels === undefined ? {} : { matchLabels },
        policyTypes: ['Ingress'],
        ingress: [{ from, ports }],
      },
    });
  }
}
