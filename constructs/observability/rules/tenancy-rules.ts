import { le } from './observed.ts';
import type { Series } from './rule.ts';
import type { Slo } from './slo.ts';

const requests = (code: string, values: string): Series => ({
  series: `apiserver_request_total{verb="GET",resource="pods",code="${code}"}`,
  values,
});
const took = (suffix: string, values: string): Series => ({
  series: `apiserver_request_duration_seconds_${suffix}`,
  values,
});
const PODS = 'verb="POST",resource="pods",scope="resource"';

/** Requests that last as long as somebody watches are no measure of speed. */
const ANSWERED = 'verb!~"WATCH|CONNECT",scope="resource"';

/** What is promised to everybody who works with the cluster’s API. Bounds: Kubernetes’ own objectives for its API. */
export const TENANCY_SLOS: readonly Slo[] = [
  {
    name: 'api-availability',
    alert: 'ApiAvailability',
    title: 'The cluster’s API answers',
    room: 'tenancy',
    objective: 0.999,
    atLeast: 100,
    bad: 'sum(rate(apiserver_request_total{code=~"5.."}[5m]))',
    total: 'sum(rate(apiserver_request_total[5m]))',
    runbook: {
      means: 'The API server fails requests: people, controllers and jobs cannot read or change anything.',
      look: [
        {
          what: 'Which requests.',
          query: 'sum by (verb, resource, code) (rate(apiserver_request_total{code=~"5.."}[5m]))',
        },
        { what: 'Room controllers that are down.', query: 'sum by (of_room) (room:deployment_down:bool) > 0' },
      ],
      act: [
        'One resource only: a webhook of it fails; `kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`, then the pods behind it.',
        'All resources: etcd or the control plane; at a cloud its status page, on own machines the etcd members’ disks.',
      ],
      ignore: 'The minutes in which the control plane is upgraded, if they are announced.',
    },
    proof: {
      failing: [requests('200', '0+600xN'), requests('500', '0+60xN')],
      healthy: [requests('200', '0+6000xN'), requests('500', '0+1xN')],
    },
  },
  {
    name: 'api-latency',
    alert: 'ApiLatency',
    title: 'The cluster’s API answers within a second',
    room: 'tenancy',
    objective: 0.99,
    atLeast: 100,
    bad: `sum(rate(apiserver_request_duration_seconds_count{${ANSWERED}}[5m])) - sum(rate(apiserver_request_duration_seconds_bucket{${ANSWERED},${le(1)}}[5m]))`,
    total: `sum(rate(apiserver_request_duration_seconds_count{${ANSWERED}}[5m]))`,
    runbook: {
      means: 'Requests for single objects take over a second: everything on the platform becomes slow.',
      look: [
        {
          what: 'Which requests.',
          query:
            'histogram_quantile(0.99, sum by (verb, resource, le) (rate(apiserver_request_duration_seconds_bucket{verb!~"WATCH|CONNECT"}[5m])))',
        },
        { what: 'Who asks most.', query: 'topk(5, sum by (resource, verb) (rate(apiserver_request_total[5m])))' },
      ],
      act: [
        'A controller that lists everything again and again: restart it, and see its release notes.',
        'Webhooks that answer slowly: see their pods.',
        'A team that makes thousands of objects: see TeamBoundsNearlyFull and its `limits`.',
      ],
      ignore: 'The minutes after a control plane starts.',
    },
    proof: {
      failing: [took(`count{${PODS}}`, '0+600xN'), took(`bucket{${PODS},le="1"}`, '0+300xN')],
      healthy: [took(`count{${PODS}}`, '0+600xN'), took(`bucket{${PODS},le="1"}`, '0+599xN')],
    },
  },
];
