import { Construct } from 'constructs';
import { namespaceNamed } from '../../core/index.ts';
import { NetworkPolicy, type NetworkPolicyPeer } from '../../imports/kubernetes.gen.ts';
import { MONITORING_NAMESPACE, NODE_AGENTS_NAMESPACE, TEAM_GRAFANA } from '../monitoring-places.ts';
import { LOKI_PEER_PORTS } from './loki-config.ts';
import {
  LOKI,
  LOKI_PODS,
  NODE_LOGS_PODS,
  TELEMETRY_NAMESPACE,
  TEMPO,
  TEMPO_PODS,
  TRACE_GATEWAY_PODS,
} from './telemetry-places.ts';

/** Everybody who asks for logs and traces: each Grafana, and nobody else. */
const GRAFANAS: NetworkPolicyPeer = {
  namespaceSelector: namespaceNamed(MONITORING_NAMESPACE),
  podSelector: {
    matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['grafana', TEAM_GRAFANA] }],
  },
};
const NODES: NetworkPolicyPeer = {
  namespaceSelector: namespaceNamed(NODE_AGENTS_NAMESPACE),
  podSelector: { matchLabels: NODE_LOGS_PODS },
};

/** Who reaches Loki: collectors of nodes, Grafana, and Loki itself. Loki believes whoever reaches it, so nobody else may. */
export class LokiNetwork extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const itself = { podSelector: { matchLabels: LOKI_PODS } };
    allow(this, 'loki', LOKI_PODS, [
      { from: [NODES, GRAFANAS, itself], ports: [LOKI.port] },
      { from: [itself], ports: Object.values(LOKI_PEER_PORTS) },
    ]);
  }
}

/** Who reaches Tempo: ways in for traces at one port, Grafana at the other. */
export class TempoNetwork extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    allow(this, 'tempo', TEMPO_PODS, [
      { from: [{ podSelector: { matchLabels: TRACE_GATEWAY_PODS } }], ports: [TEMPO.otlp] },
      { from: [GRAFANAS], ports: [TEMPO.port] },
    ]);
  }
}

interface Way {
  readonly from: readonly NetworkPolicyPeer[];
  readonly ports: readonly number[];
}

function allow(
  scope: Construct,
  name: string,
  matchLabels: Readonly<Record<string, string>>,
  ways: readonly Way[],
): void {
  new NetworkPolicy(scope, name, {
    metadata: { name: `allow-${name}`, namespace: TELEMETRY_NAMESPACE },
    spec: {
      podSelector: { matchLabels },
      policyTypes: ['Ingress'],
      ingress: ways.map(({ from, ports }) => ({ from, ports: ports.map((port) => ({ protocol: 'TCP', port })) })),
    },
  });
}
