import type { EndpointSpec } from '../../spec/serving.ts';
import type { ScaledObjectTrigger } from '../imports/keda.gen.ts';
import { routeNames } from './endpoint-door.ts';
import type { Revision } from './revision.ts';

/** What a revision's need is measured by. */
export interface ScalingTarget {
  /** Name of the revision's objects. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The endpoint. */
  readonly endpoint: EndpointSpec;
  /** The revision. */
  readonly revision: Revision;
  /** Rules of the endpoint's route that send requests to it, by their place, with its part of each. */
  readonly rules: readonly { readonly index: number; readonly weight: number }[];
  /** Where Prometheus is asked. */
  readonly prometheus: string;
}

/** Part of a server's KV cache from which another server is started: above it vLLM begins to throw answers back. */
const CACHE_FULL = 0.8;
/** Part of the answers that a server can have in work from which another is started. */
const BUSY = 0.8;

/**
 * What a revision's replicas follow.
 *
 * A classic server tells no queue that all of them share, so the gateway's requests in work are counted. Of a language
 * model: requests that wait, answers in work, and how full the caches are. What wakes either from none are requests that
 * came to the gateway and found nobody; those are answered 503 until a server is there.
 */
export function triggers(target: ScalingTarget): readonly ScaledObjectTrigger[] {
  const { endpoint } = target;
  const own = endpoint.kind === 'classic' ? [inWork(target, endpoint.targetQueue)] : language(target, endpoint);
  return endpoint.replicas.min === 0 ? [...own, wake(target)] : own;
}

function language(target: ScalingTarget, { sequences }: { readonly sequences: number }): ScaledObjectTrigger[] {
  const { name, namespace, prometheus } = target;
  const pods = `namespace="${namespace}",pod=~"${name}-kserve.*"`;
  const ask = (trigger: string, query: string, threshold: number, metricType: string) =>
    prometheusTrigger(prometheus, { name: trigger, query, threshold, metricType });
  return [
    ask('waiting', `sum(vllm:num_requests_waiting{${pods}})`, Math.max(1, Math.floor(sequences / 4)), 'AverageValue'),
    ask('in-work', `sum(vllm:num_requests_running{${pods}})`, Math.max(1, sequences * BUSY), 'AverageValue'),
    ask('cache', `avg(vllm:kv_cache_usage_perc{${pods}})`, CACHE_FULL, 'Value'),
  ];
}

function inWork(target: ScalingTarget, threshold: number): ScaledObjectTrigger {
  const query = overRules(target, (cluster) => `sum(envoy_cluster_upstream_rq_active{${cluster}})`);
  return prometheusTrigger(target.prometheus, { name: 'in-work', query, threshold, metricType: 'AverageValue' });
}

function wake(target: ScalingTarget): ScaledObjectTrigger {
  const query = overRules(
    target,
    (cluster) =>
      `(sum(increase(envoy_cluster_upstream_rq_total{${cluster}}[2m])) or vector(0)) + (sum(increase(envoy_cluster_upstream_cx_none_healthy{${cluster}}[2m])) or vector(0))`,
  );
  // Any request at all: it only wakes, and by this count alone there is never more than one server.
  return prometheusTrigger(target.prometheus, {
    name: 'asked',
    query: `clamp_max(${query}, 1)`,
    threshold: 1,
    metricType: 'Value',
  });
}

/** A figure of the gateway over all rules that send requests to the revision, of each its part. */
function overRules({ endpoint, namespace, rules }: ScalingTarget, of: (cluster: string) => string): string {
  const routes = routeNames(endpoint);
  const [is, route] = routes.length === 1 ? ['=', routes[0]] : ['=~', `(${routes.join('|')})`];
  const parts = rules.map(({ index, weight }) => {
    const cluster = `envoy_cluster_name${is}"httproute/${namespace}/${route}/rule/${index}"`;
    return weight === 100 ? `(${of(cluster)})` : `(${of(cluster)}) * ${weight / 100}`;
  });
  return parts.length === 0 ? 'vector(0)' : parts.join(' + ');
}

function prometheusTrigger(
  serverAddress: string,
  { metricType, name, query, threshold }: { name: string; query: string; threshold: number; metricType: string },
): ScaledObjectTrigger {
  return {
    type: 'prometheus',
    name,
    metricType,
    metadata: { serverAddress, query, threshold: `${threshold}`, activationThreshold: '0', ignoreNullValues: 'true' },
  };
}
