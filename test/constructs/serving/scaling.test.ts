import { describe, expect, test } from 'vitest';
import type { ScaledObjectSpec } from '../../../constructs/imports/keda.gen.ts';
import type { Revision } from '../../../constructs/serving/index.ts';
import { CLASSIC, type EndpointInput, LANGUAGE, objectsOfEndpoint, only, revision } from './serving-sample.ts';

function scaling(written: EndpointInput, revisions: readonly Revision[], name: string) {
  const { metadata, spec } = only(objectsOfEndpoint(written, revisions), 'ScaledObject', name);
  return { metadata, spec: spec as unknown as ScaledObjectSpec };
}

function queriesOf({ triggers }: ScaledObjectSpec): Record<string, string | undefined> {
  return Object.fromEntries(triggers.map(({ metadata, name }) => [name, metadata['query']]));
}

describe('replicas of a classic model', () => {
  test('follow requests in work at the gateway, each revision its part', () => {
    const revisions = [revision(3, 90), revision(4, 10, { headers: { 'x-canary': 'yes' } })];
    const { spec } = scaling(CLASSIC, revisions, 'defects-r4');
    expect(spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'defects-r4-predictor' },
      minReplicaCount: 1,
      maxReplicaCount: 6,
      fallback: { failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' },
    });
    expect(queriesOf(spec)).toEqual({
      'in-work':
        '(sum(envoy_cluster_upstream_rq_active{envoy_cluster_name="httproute/vision/defects/rule/0"})) + (sum(envoy_cluster_upstream_rq_active{envoy_cluster_name="httproute/vision/defects/rule/1"})) * 0.1',
    });
    expect(scaling(CLASSIC, revisions, 'defects-r3').spec).toMatchObject({ minReplicaCount: 2 });
  });
});

test('replicas follow what comes by keys as well as what comes by tokens', () => {
  const { spec } = scaling({ ...CLASSIC, keys: ['billing'] }, [revision(3, 100)], 'defects-r3');
  expect(queriesOf(spec)['in-work']).toContain(
    '{envoy_cluster_name=~"httproute/vision/(defects|defects-keys)/rule/0"}',
  );
});

describe('replicas of a language model', () => {
  test('follow what waits, what is in work and how full the caches are', () => {
    const { spec } = scaling(LANGUAGE, [revision(2, 100)], 'chat-r2');
    expect(spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat-r2-kserve' });
    expect(spec.triggers.map(({ metadata, metricType, name }) => [name, metricType, metadata['threshold']])).toEqual([
      ['waiting', 'AverageValue', '4'],
      ['in-work', 'AverageValue', '12.8'],
      ['cache', 'Value', '0.8'],
    ]);
    expect(queriesOf(spec)).toEqual({
      waiting: 'sum(vllm:num_requests_waiting{namespace="vision",pod=~"chat-r2-kserve.*"})',
      'in-work': 'sum(vllm:num_requests_running{namespace="vision",pod=~"chat-r2-kserve.*"})',
      cache: 'avg(vllm:kv_cache_usage_perc{namespace="vision",pod=~"chat-r2-kserve.*"})',
    });
  });

  test('are set on groups of pods where one server has several nodes', () => {
    const wide: EndpointInput = { ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } };
    expect(scaling(wide, [revision(2, 100)], 'chat-r2').spec.scaleTargetRef).toEqual({
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      name: 'chat-r2-kserve-mn',
    });
  });

  test('go to none when nobody asks, and come back for requests that found nobody', () => {
    const lazy: EndpointInput = { ...LANGUAGE, replicas: { min: 0, max: 2 }, idle: '30m' };
    const { spec } = scaling(lazy, [revision(2, 100)], 'chat-r2');
    expect(spec).toMatchObject({ minReplicaCount: 0, cooldownPeriod: 1_800 });
    expect(queriesOf(spec)['asked']).toContain(
      'increase(envoy_cluster_upstream_cx_none_healthy{envoy_cluster_name="httproute/vision/chat/rule/0"}[2m])',
    );
    expect(scaling(LANGUAGE, [revision(2, 100)], 'chat-r2').spec.triggers.map(({ name }) => name)).not.toContain(
      'asked',
    );
  });
});

test('a revision that is asked by nobody keeps its objects and has no pods', () => {
  const { metadata, spec } = scaling(CLASSIC, [revision(3, 100), revision(2, 0)], 'defects-r2');
  expect(metadata.annotations).toMatchObject({ 'autoscaling.keda.sh/paused-replicas': '0' });
  expect(spec).toMatchObject({ minReplicaCount: 0 });
  expect(scaling(CLASSIC, [revision(3, 100), revision(2, 0)], 'defects-r3').metadata.annotations).toBeUndefined();
});
