import { le, type Observed } from './observed.ts';
import type { RuleGroup, Series } from './rule.ts';
import { SERVING_ALERTS } from './serving-alerts.ts';
import type { Slo } from './slo.ts';

/**
 * A rate of the gateway by team and endpoint: the routes of endpoints carry both in their name
 * (`httproute/<namespace>/<endpoint>/rule/<n>`, and `<endpoint>-keys` for holders of keys); routes of the platform's own are
 * left out.
 */
function byEndpoint(rate: string, further = ''): string {
  const namespace = `label_replace(${rate}, "namespace", "$1", "envoy_cluster_name", "httproute/([^/]+)/.*")`;
  const endpoint = `label_replace(${namespace}, "endpoint", "$1", "envoy_cluster_name", "httproute/[^/]+/([^/]+?)(-keys)?/.*")`;
  return `sum by (team, endpoint${further}) (sum by (namespace, endpoint${further}) (${endpoint}) * on (namespace) group_left (team) namespace:team:info)`;
}

const ROUTES = 'envoy_cluster_name=~"httproute/.+/rule/.+"';

/** Rules of model servers. */
export const SERVING_GROUP: RuleGroup = {
  name: 'plinth.serving',
  room: 'serving',
  interval: '1m',
  records: [
    { record: 'endpoint:requests:rate5m', expr: byEndpoint(`rate(envoy_cluster_upstream_rq_xx{${ROUTES}}[5m])`) },
    {
      record: 'endpoint:errors:rate5m',
      expr: `${byEndpoint(`rate(envoy_cluster_upstream_rq_xx{${ROUTES},envoy_response_code_class="5"}[5m])`)} or endpoint:requests:rate5m * 0`,
    },
    {
      record: 'endpoint:latency_bucket:rate5m',
      expr: byEndpoint(`rate(envoy_cluster_upstream_rq_time_bucket{${ROUTES}}[5m])`, ', le'),
    },
    {
      record: 'endpoint:latency_ms:p95',
      expr: 'histogram_quantile(0.95, endpoint:latency_bucket:rate5m)',
    },
    {
      record: 'model:first_token_seconds:p95',
      expr: 'histogram_quantile(0.95, sum by (namespace, model_name, le) (rate(vllm:time_to_first_token_seconds_bucket[5m])))',
    },
  ],
  alerts: SERVING_ALERTS,
};

const TEAM: Series = {
  series: 'kube_namespace_labels{namespace="vision",label_plinth_dev_team="vision",label_plinth_dev_room="tenancy"}',
  values: '1xN',
};
const route = (metric: string, labels: string, values: string): Series => ({
  series: `${metric}{envoy_cluster_name="httproute/vision/defects/rule/0",${labels}}`,
  values,
});
const answered = (ok: string, failed: string): readonly Series[] => [
  TEAM,
  route('envoy_cluster_upstream_rq_xx', 'envoy_response_code_class="2"', ok),
  route('envoy_cluster_upstream_rq_xx', 'envoy_response_code_class="5"', failed),
];
const timed = (within: string): readonly Series[] => [
  TEAM,
  route('envoy_cluster_upstream_rq_time_bucket', 'le="1000"', within),
  route('envoy_cluster_upstream_rq_time_bucket', 'le="+Inf"', '0+100xN'),
];
const tokens = (within: string): readonly Series[] => {
  const labels = 'namespace="speech",pod="assistant-0",model_name="assistant"';
  return [
    { series: `vllm:time_to_first_token_seconds_bucket{${labels},le="2.5"}`, values: within },
    { series: `vllm:time_to_first_token_seconds_count{${labels}}`, values: '0+100xN' },
  ];
};

/** What is promised about endpoints. */
export function servingSlos({ spec }: Observed): readonly Slo[] {
  const kinds = new Set(spec.serving?.endpoints.map(({ kind }) => kind));
  return [
    AVAILABILITY,
    ...(kinds.has('classic') ? [endpointLatency(classicNames(spec))] : []),
    ...(kinds.has('language') ? [FIRST_TOKEN] : []),
  ];
}

const AVAILABILITY: Slo = {
  name: 'endpoint-availability',
  alert: 'EndpointAvailability',
  title: 'Endpoints answer',
  room: 'serving',
  objective: 0.995,
  by: ['team', 'endpoint'],
  atLeast: 50,
  bad: 'endpoint:errors:rate5m',
  total: 'endpoint:requests:rate5m',
  runbook: {
    means: 'Callers of the endpoint get errors of the server (5xx).',
    look: [
      { what: 'Errors and requests.', query: 'endpoint:errors:rate5m{endpoint="$endpoint"}' },
      { what: 'Whether it also is slow.', query: 'endpoint:latency_ms:p95{endpoint="$endpoint"}' },
    ],
    act: [
      'Began with a release? Take it back: `plinth release rollback`.',
      'See the server’s log: out of memory, a model that does not load, an input it does not know.',
      'No server: see EndpointUnanswered.',
    ],
    ignore: 'A test that sends wrong input on purpose.',
  },
  proof: { failing: answered('0+60xN', '0+60xN'), healthy: answered('0+6000xN', '0+1xN') },
};

function endpointLatency(names: readonly string[]): Slo {
  const only = `endpoint=~"${names.join('|')}"`;
  const all = 'le="+Inf"';
  return {
    name: 'endpoint-latency',
    alert: 'EndpointLatency',
    title: 'Classic endpoints answer within a second',
    room: 'serving',
    objective: 0.95,
    by: ['team', 'endpoint'],
    atLeast: 50,
    bad: `sum without (le) (endpoint:latency_bucket:rate5m{${only},${all}}) - sum without (le) (endpoint:latency_bucket:rate5m{${only},${le(1000)}})`,
    total: `sum without (le) (endpoint:latency_bucket:rate5m{${only},${all}})`,
    runbook: {
      means: 'Callers wait for over a second for an answer of a classic model.',
      look: [
        {
          what: 'Time of 95 of 100 answers. Unit: milliseconds.',
          query: 'endpoint:latency_ms:p95{endpoint="$endpoint"}',
        },
        { what: 'Requests.', query: 'endpoint:requests:rate5m{endpoint="$endpoint"}' },
      ],
      act: [
        'Began with a release? Take it back.',
        'More requests: raise `replicas.max`; see EndpointAtMaximum.',
        'Lower `targetQueue`, so that servers are added sooner.',
      ],
      ignore: 'Models that are meant to compute for longer.',
    },
    proof: { failing: timed('0+5xN'), healthy: timed('0+99xN') },
  };
}

const TTFT = 'vllm:time_to_first_token_seconds';

const FIRST_TOKEN: Slo = {
  name: 'first-token',
  alert: 'FirstToken',
  title: 'Language models begin to answer within 2.5 seconds',
  room: 'serving',
  objective: 0.95,
  by: ['namespace', 'model_name'],
  atLeast: 50,
  bad: `sum by (namespace, model_name) (rate(${TTFT}_count[5m])) - sum by (namespace, model_name) (rate(${TTFT}_bucket{${le(2.5)}}[5m]))`,
  total: `sum by (namespace, model_name) (rate(${TTFT}_count[5m]))`,
  runbook: {
    means: 'People wait for over 2.5 seconds before the first word appears.',
    look: [
      { what: 'Time of 95 of 100 first tokens.', query: 'model:first_token_seconds:p95{model_name="$model_name"}' },
      { what: 'Requests that wait.', query: 'sum by (model_name) (vllm:num_requests_waiting)' },
      { what: 'How full the caches are.', query: 'max by (model_name) (vllm:kv_cache_usage_perc)' },
    ],
    act: [
      'Requests wait: raise `replicas.max`, or split reading of prompts off (`prefill`).',
      'Caches are full: lower `context` or `sequences`, or take a larger accelerator.',
      'Began with a release? Take it back.',
    ],
    ignore: 'The first minutes after a server starts from none.',
  },
  proof: { failing: tokens('0+5xN'), healthy: tokens('0+99xN') },
};

function classicNames({ serving }: Observed['spec']): readonly string[] {
  const names = serving?.endpoints.flatMap(({ kind, name }) => (kind === 'classic' ? [name] : []));
  return [...new Set(names)];
}

/** Every promise about endpoints, whether a platform has them or not. */
export const SERVING_SLOS: readonly Slo[] = [AVAILABILITY, endpointLatency([]), FIRST_TOKEN];
