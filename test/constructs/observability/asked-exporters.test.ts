import { describe, expect, it } from 'vitest';
import { alertGroups } from '../../../constructs/observability/rules/alert-groups.ts';
import { METRICS } from '../../../constructs/observability/rules/metrics/all-metrics.ts';
import { OBSERVED_ROOMS } from '../../../constructs/observability/rules/rule.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { ROLLOUT, verifiedPlatform } from '../verification/verification-sample.ts';
import { observabilityObjects } from './observability-sample.ts';
import { readExpression } from './promql.ts';

/** Whom the room must ask for each exporter's figures: jobs of its Services, or names of PodMonitors; none where the operator's chart asks. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'kube-state-metrics': [],
  'node-exporter': [],
  'kube-apiserver': [],
  kubelet: [],
  prometheus: ['prometheus'],
  alertmanager: ['alertmanager'],
  kueue: ['kueue'],
  jobset: ['jobset'],
  'dcgm-exporter': ['dcgm-exporter'],
  envoy: ['envoy-proxy'],
  'cert-manager': ['cert-manager'],
  'external-secrets': ['external-secrets'],
  harbor: ['harbor-core', 'harbor-exporter'],
  'cloudnative-pg': ['database'],
  vllm: ['language-endpoints'],
  keda: ['keda'],
  'plinth-edge hub': ['edge-hub'],
  spegel: ['image-peers'],
  'argo-rollouts': ['argo-rollouts'],
  'argo-cd application controller': ['argocd-application-controller'],
  'controller-runtime': [],
};

describe('exporters', () => {
  const peers = { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared', prepared: true } as const;
  const input = { ...verifiedPlatform({ releases: [ROLLOUT] }), images: { peers } };
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  const groups = alertGroups({ spec, facts, rooms: OBSERVED_ROOMS });
  const records = new Set(groups.flatMap((group) => group.records.map(({ record }) => record)));
  const asked = new Set(
    observabilityObjects(input).flatMap(({ kind, metadata }) => {
      if (kind === 'PodMonitor') return [metadata.name];
      return kind === 'Service' ? [metadata.labels?.['plinth.dev/metrics']] : [];
    }),
  );

  it('that rules stand on are all asked by the room', () => {
    const used = groups.flatMap((group) =>
      [...group.records, ...group.alerts].flatMap(({ expr }) =>
        readExpression(expr).selectors.map(({ metric }) => metric),
      ),
    );
    const exporters = new Set(used.filter((metric) => !records.has(metric)).map(exporterOf));
    expect([...exporters].filter((exporter) => ASKED[exporter] === undefined)).toEqual([]);
    const missing = [...exporters].flatMap((exporter) => ASKED[exporter] ?? []).filter((name) => !asked.has(name));
    expect(missing).toEqual([]);
  });
});

function exporterOf(metric: string): string {
  const base = metric.replace(/_(bucket|count|sum)$/, '');
  return METRICS.find(({ name }) => name === metric || name === base)?.exporter ?? `nobody (${metric})`;
}
