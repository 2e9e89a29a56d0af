import { MONITORING_ALERTS, TELEMETRY_LOST } from './monitoring-alerts.ts';
import { type FurtherExporter, hasExporter, type Observed } from './observed.ts';
import type { RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';
import { LOG_ALERTS, TRACE_ALERTS } from './telemetry-alerts.ts';

/** Rules about the controllers of all rooms, and about monitoring itself. */
export function observabilityGroup(observed: Observed): RuleGroup {
  const has = (exporter: FurtherExporter) => hasExporter(observed, exporter);
  const alerts = [
    ...MONITORING_ALERTS,
    ...(has('opentelemetry-collector') ? [TELEMETRY_LOST] : []),
    ...(has('loki') ? LOG_ALERTS : []),
    ...(has('tempo') ? TRACE_ALERTS : []),
  ];
  return { ...WITHOUT_ALERTS, alerts };
}

const WITHOUT_ALERTS: Omit<RuleGroup, 'alerts'> = {
  name: 'plinth.observability',
  room: 'observability',
  interval: '1m',
  records: [
    {
      record: 'room:deployment_down:bool',
      expr: 'max by (of_room, namespace, deployment) ((kube_deployment_status_replicas_available == bool 0) * on (namespace, deployment) (kube_deployment_spec_replicas > bool 0) * on (namespace) group_left (of_room) namespace:room:info)',
    },
  ],
};

const deployment = (available: string): readonly Series[] => [
  { series: 'kube_namespace_labels{namespace="kueue-system",label_plinth_dev_room="queueing"}', values: '1xN' },
  {
    series: 'kube_deployment_spec_replicas{namespace="kueue-system",deployment="kueue-controller-manager"}',
    values: '2xN',
  },
  {
    series: 'kube_deployment_status_replicas_available{namespace="kueue-system",deployment="kueue-controller-manager"}',
    values: available,
  },
];
const scraped = (values: string): readonly Series[] => [
  { series: 'kube_namespace_labels{namespace="kueue-system",label_plinth_dev_room="queueing"}', values: '1xN' },
  { series: 'up{job="kueue",instance="10.0.0.1:8443",namespace="kueue-system",pod="kueue-a"}', values },
  { series: 'up{job="kueue",instance="10.0.0.2:8443",namespace="kueue-system",pod="kueue-b"}', values: '1xN' },
];

/** What is promised about controllers, and about what is known of them. */
export const OBSERVABILITY_SLOS: readonly Slo[] = [
  {
    name: 'controllers',
    alert: 'Controllers',
    title: 'Controllers of the room run',
    room: 'observability',
    objective: 0.999,
    by: ['of_room'],
    bad: 'max by (of_room) (room:deployment_down:bool)',
    total: 'max by (of_room) (room:deployment_down:bool) * 0 + 1',
    runbook: {
      means: 'A controller of the room has no pod that is available. What it cares for is not cared for.',
      look: [
        { what: 'Which.', query: 'room:deployment_down:bool == 1' },
        {
          what: 'Nodes that are not ready.',
          query: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
        },
      ],
      act: [
        '`kubectl get pods -n <namespace>`, then the events and log of the one that does not run.',
        'Began with a commit? Revert it.',
      ],
      ignore: 'The first minutes of a new platform.',
    },
    proof: { failing: deployment('0xN'), healthy: deployment('2xN') },
  },
  {
    name: 'scrapes',
    alert: 'Scrapes',
    title: 'What runs tells how it is',
    room: 'observability',
    objective: 0.99,
    bad: 'sum((up == bool 0) * on (namespace) group_left () namespace:room:info)',
    total: 'sum(up * 0 + on (namespace) group_left () namespace:room:info)',
    runbook: {
      means: 'Prometheus cannot read figures of the platform’s parts: other alerts may be blind.',
      look: [{ what: 'Which.', query: 'up == 0' }],
      act: ['See TargetDown.'],
      ignore: 'The minutes of an upgrade.',
    },
    proof: { failing: scraped('0xN'), healthy: scraped('1xN') },
  },
];
