import { LABELS, namespaceNamed } from '../core/index.ts';
import type { LabelSelector } from '../imports/kubernetes.gen.ts';

/** Namespace of Prometheus, Alertmanager, Grafana and what they ask. */
export const MONITORING_NAMESPACE = 'monitoring';

/** Namespace of the agents that read a node's own figures. */
export const NODE_AGENTS_NAMESPACE = 'plinth-node-agents';

/** Why pods there may more than others. */
export function nodeAgentsBecause(neuron: boolean, logs: boolean): string {
  return [
    'node-exporter reads the host’s /proc and /sys in the host’s network; it has no rights in the cluster',
    ...(neuron ? ['neuron-monitor opens the devices of its node'] : []),
    ...(logs ? ['node-logs reads the files of pods’ logs on its node'] : []),
  ].join('; ');
}

/** Name of the Prometheus and of the Alertmanager. */
export const SERVERS = 'platform';

/** Labels that the operator puts on the pods of Prometheus. */
export const PROMETHEUS_PODS = {
  'operator.prometheus.io/name': SERVERS,
  'app.kubernetes.io/name': 'prometheus',
} as const;

/** Where Prometheus answers: the Service that the operator makes, as `serving` asks it. */
export const PROMETHEUS = { service: 'prometheus-operated', port: 9_090 } as const;

/** Label `app.kubernetes.io/name` of the teams' own Grafanas. */
export const TEAM_GRAFANA = 'team-grafana';

/** Where Alertmanager answers. */
export const ALERTMANAGER = { service: 'alertmanager-operated', port: 9_093 } as const;

/** Peer of a network rule: the pods of Prometheus, wherever the rule stands. */
export const FROM_PROMETHEUS = {
  namespaceSelector: namespaceNamed(MONITORING_NAMESPACE),
  podSelector: { matchLabels: PROMETHEUS_PODS },
} as const;

/** Namespaces of the platform itself, none of which a team may write in. */
export const PLATFORM_NAMESPACES: LabelSelector = {
  matchExpressions: [
    { key: LABELS.room, operator: 'Exists' },
    { key: LABELS.team, operator: 'DoesNotExist' },
  ],
};
