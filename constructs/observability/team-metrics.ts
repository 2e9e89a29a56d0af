import { Construct } from 'constructs';
import type { EndpointSpec } from '../../spec/serving.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { PodMonitor, type PodMonitorSpec } from '../imports/prometheus-operator.gen.ts';
import { ENDPOINT_LABELS, ENDPOINT_PORTS } from '../serving/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { FROM_PROMETHEUS, MONITORING_NAMESPACE } from './monitoring-places.ts';

/** Prefix of the labels in which the discovery keeps what stands in a pod's annotations. */
const ANNOTATED = '__meta_kubernetes_pod_annotation_prometheus_kserve_io_';

/** Labels that figures of endpoints get, so that they can be told apart without looking pods up. */
const ENDPOINT = Object.entries(ENDPOINT_LABELS).map(([targetLabel, label]) => ({
  sourceLabels: [`__meta_kubernetes_pod_label_${label.replaceAll(/[^A-Za-z0-9_]/g, '_')}`],
  targetLabel,
}));

/** Figures of all teams' endpoints: classic servers say their port in annotations, language servers and pickers have fixed ones. */
export class EndpointMonitors extends Construct {
  public constructor(scope: Construct, id: string, teams: readonly TeamSpace[]) {
    super(scope, id);
    const matchNames = teams.flatMap(({ namespaces }) => namespaces.map(({ name }) => name));
    const selector = { matchExpressions: [{ key: ENDPOINT_LABELS.endpoint, operator: 'Exists' as const }] };
    new PodMonitor(this, 'classic', {
      metadata: { name: 'classic-endpoints', namespace: MONITORING_NAMESPACE },
      spec: {
        selector,
        namespaceSelector: { matchNames },
        podMetricsEndpoints: endpointScrapes('classic'),
      },
    });
    new PodMonitor(this, 'language', {
      metadata: { name: 'language-endpoints', namespace: MONITORING_NAMESPACE },
      spec: {
        selector,
        namespaceSelector: { matchNames },
        podMetricsEndpoints: endpointScrapes('language'),
      },
    });
  }
}

/** The one port that a classic server's annotation names, whichever ports its pod lists. */
const ANNOTATED_ADDRESS = [
  { sourceLabels: [`${ANNOTATED}port`], action: 'keep' as const, regex: '\\d+' },
  {
    sourceLabels: ['__meta_kubernetes_pod_ip', `${ANNOTATED}port`],
    action: 'replace' as const,
    regex: '(.+);(\\d+)',
    replacement: '$1:$2',
    targetLabel: '__address__',
  },
  { sourceLabels: [`${ANNOTATED}path`], action: 'replace' as const, regex: '(.+)', targetLabel: '__metrics_path__' },
];

/** How servers of an endpoint are asked, by its kind: where, and with labels `endpoint` and `revision` on what they say. */
export function endpointScrapes(kind: EndpointSpec['kind']): NonNullable<PodMonitorSpec['podMetricsEndpoints']> {
  if (kind === 'classic') return [{ relabelings: [...ANNOTATED_ADDRESS, ...ENDPOINT] }];
  return [ENDPOINT_PORTS.language, ENDPOINT_PORTS.picker].map((portNumber) => ({
    portNumber,
    path: '/metrics',
    relabelings: ENDPOINT,
  }));
}

/** Lets Prometheus, and nobody else, read the figures of a team's endpoints. */
export class EndpointMetricsPath extends Construct {
  public constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id);
    const ports = [...new Set([...ENDPOINT_PORTS.classic, ENDPOINT_PORTS.language, ENDPOINT_PORTS.picker])];
    new NetworkPolicy(this, 'rule', {
      metadata: { name: 'allow-metrics', namespace },
      spec: {
        podSelector: { matchExpressions: [{ key: ENDPOINT_LABELS.endpoint, operator: 'Exists' }] },
        policyTypes: ['Ingress'],
        ingress: [{ from: [FROM_PROMETHEUS], ports: ports.map((port) => ({ protocol: 'TCP', port })) }],
      },
    });
  }
}

/** Teams whose models answer. */
export function teamsWithEndpoints(
  spaces: readonly TeamSpace[],
  endpoints: readonly { readonly team: TeamSpec['name'] }[],
): readonly TeamSpace[] {
  return spaces.filter(({ team }) => endpoints.some((endpoint) => endpoint.team === team.name));
}
