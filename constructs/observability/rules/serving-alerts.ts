import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const unanswered = (values: string) => ({
  'envoy_cluster_upstream_cx_none_healthy{envoy_cluster_name="httproute/vision/defects/rule/0"}': values,
});

const UNANSWERED: Alert = {
  name: 'EndpointUnanswered',
  expr: 'sum by (envoy_cluster_name) (increase(envoy_cluster_upstream_cx_none_healthy{envoy_cluster_name=~"httproute/.+/rule/.+"}[5m])) > 0',
  for: '10m',
  severity: 'page',
  summary: 'Nobody answers for {{ $labels.envoy_cluster_name }}',
  description: '{{ $value | humanize }} requests in five minutes found no server, for 10 minutes.',
  runbook: {
    means: 'Requests come, and no server of the endpoint is ready. Longer than waking one from none takes.',
    look: [
      {
        what: 'Requests without a server.',
        query: 'sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_cx_none_healthy[5m]))',
      },
      { what: 'Devices that its team holds.', query: 'team:accelerators_got:sum' },
    ],
    act: [
      '`kubectl get pods -n <team>`: pending (no devices: see GuaranteeNotHonoured), or restarting (see its log)?',
      'A new model: is it signed and there? The events of the pod say so.',
      'Began with a release? Take it back.',
    ],
    ignore: 'A large language model that wakes from none may need longer: give it `replicas.min: 1`.',
  },
  fires: run(20, unanswered('0+5x20')),
  silent: run(20, unanswered('0+5x3 15x17')),
};

const hpa = (now: string, most = '4x90') => ({
  'kube_horizontalpodautoscaler_spec_max_replicas{namespace="vision",horizontalpodautoscaler="defects"}': most,
  'kube_horizontalpodautoscaler_status_current_replicas{namespace="vision",horizontalpodautoscaler="defects"}': now,
});

const AT_MAXIMUM: Alert = {
  name: 'EndpointAtMaximum',
  expr: 'kube_horizontalpodautoscaler_status_current_replicas >= on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_spec_max_replicas and on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_spec_max_replicas > 1',
  for: '1h',
  severity: 'ticket',
  summary: '{{ $labels.horizontalpodautoscaler }} of {{ $labels.namespace }} runs as many servers as it may',
  description: 'It has {{ $value }} servers, its most, for an hour.',
  runbook: {
    means: 'More requests than now make it slow, then fail.',
    look: [
      { what: 'Requests over a day.', query: 'endpoint:requests:rate5m' },
      { what: 'Time of 95 of 100 answers.', query: 'endpoint:latency_ms:p95' },
    ],
    act: [
      'Raise `replicas.max`, within the team’s quota.',
      'See whether a larger accelerator or a smaller precision costs less.',
    ],
    ignore: 'A peak that everybody knew, if latency holds.',
  },
  fires: run(90, hpa('4x90')),
  silent: run(90, hpa('4x40 3x50')),
  // One that may have one server only is always at its most.
  more: [{ fires: false, ...run(90, hpa('1x90', '1x90')) }],
};

const cache = (values: string) => ({
  'vllm:kv_cache_usage_perc{namespace="speech",pod="assistant-0",model_name="assistant"}': values,
});

const CACHE_FULL: Alert = {
  name: 'ModelCacheFull',
  expr: 'avg by (namespace, model_name) (vllm:kv_cache_usage_perc) > 0.95',
  for: '15m',
  severity: 'ticket',
  summary: 'The caches of {{ $labels.model_name }} are full',
  description: 'Keys and values fill {{ $value | humanizePercentage }} of them for a quarter of an hour; bound 95 %.',
  runbook: {
    means: 'vLLM interrupts answers to make room and begins them again: throughput falls when it is needed most.',
    look: [
      { what: 'Requests that wait.', query: 'sum by (model_name) (vllm:num_requests_waiting)' },
      { what: 'Tokens a second.', query: 'sum by (model_name) (rate(vllm:generation_tokens_total[5m]))' },
    ],
    act: ['Raise `replicas.max`; see EndpointAtMaximum.', 'Lower `sequences` or `context`, or set `kvCache: fp8`.'],
    ignore: 'Batches at night that nobody waits for.',
  },
  fires: run(30, cache('0.5x5 0.99x25')),
  silent: run(30, cache('0.5x5 0.99x5 0.7x20')),
};

const errors = (values: string) => ({
  'keda_scaled_object_errors_total{namespace="vision",scaledObject="defects"}': values,
});

const SCALER_FAILS: Alert = {
  name: 'EndpointScalerFails',
  expr: 'sum by (namespace, scaledObject) (increase(keda_scaled_object_errors_total[15m])) > 5',
  for: '15m',
  severity: 'ticket',
  summary: 'KEDA cannot scale {{ $labels.namespace }}/{{ $labels.scaledObject }}',
  description: '{{ $value | humanize }} errors in a quarter of an hour; bound 5.',
  runbook: {
    means: 'The number of servers no longer follows the requests.',
    look: [
      { what: 'All that fail.', query: 'sum by (namespace, scaledObject) (rate(keda_scaled_object_errors_total[5m]))' },
    ],
    act: [
      '`kubectl describe scaledobject -n $namespace $scaledObject`.',
      'All of them: Prometheus cannot be reached from KEDA; see TargetDown.',
    ],
    ignore: 'A deployment that is being removed.',
  },
  fires: run(45, errors('0+1x45')),
  silent: run(45, errors('0x20 2x25')),
};

/** Alerts about single endpoints. */
export const SERVING_ALERTS: readonly Alert[] = [UNANSWERED, AT_MAXIMUM, CACHE_FULL, SCALER_FAILS];
