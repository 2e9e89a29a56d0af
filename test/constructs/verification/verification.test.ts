import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { JUDGE_NAMESPACE } from '../../../constructs/verification/index.ts';
import { parseVerification } from '../../../verification/file/parse-verification.ts';
import { rendered } from '../../sample.ts';
import { ENDPOINT, JUDGE_IMAGE, ROLLOUT, verificationObjects, verifiedPlatform } from './verification-sample.ts';

const objects = verificationObjects(verifiedPlatform());
const of = (kind: string, name: string, from = objects): KubernetesObject & { readonly [field: string]: never } => {
  const found = from.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as never;
};

describe('a platform that judges releases', () => {
  test('installs Argo Rollouts with its Jobs in the judges’ namespace, and nothing that widens Kubernetes’ own roles', () => {
    const { platform } = rendered(verifiedPlatform());
    expect(platform.verification?.rollouts).toMatchObject({
      namespace: 'argo-rollouts',
      values: {
        createClusterAggregateRoles: false,
        providerRBAC: { enabled: false },
        controller: { extraEnv: [{ name: 'ARGO_ROLLOUTS_ANALYSIS_JOB_NAMESPACE', value: JUDGE_NAMESPACE }] },
      },
    });
  });

  test('installs no controller where only endpoints are judged: KServe does not use it', () => {
    const input = verifiedPlatform({ releases: [ENDPOINT] });
    expect(rendered(input).platform.verification?.rollouts).toBeUndefined();
    expect(verificationObjects(input).map(({ kind }) => kind)).not.toContain('AnalysisTemplate');
  });

  test('puts the template beside the Rollout, and what it judges by where no team has rights', () => {
    const template = of('AnalysisTemplate', 'shop') as unknown as { metadata: object; spec: { metrics: never[] } };
    expect(template.metadata).toMatchObject({ namespace: 'vision', labels: { 'plinth.dev/team': 'vision' } });
    const text = JSON.stringify(template.spec);
    expect(text).toContain('"configMap":{"name":"vision.shop"}');
    expect(text).toContain(`"image":"${JUDGE_IMAGE}"`);
    expect(text).toContain('"--prometheus","http://prometheus-operated.monitoring.svc:9090"');
    const file = of('ConfigMap', 'vision.shop') as unknown as { metadata: object; data: Record<string, string> };
    expect(file.metadata).toMatchObject({ namespace: JUDGE_NAMESPACE });
    expect(parseVerification(parse(file.data['verification.yaml'] ?? ''))).toMatchObject({
      arms: { baseline: { namespace: 'vision' }, canary: { namespace: 'vision' } },
      window: 900,
      step: 15,
      services: [{ name: 'shop', metrics: [{ name: 'latency' }, { name: 'revenue', critical: false }] }],
    });
  });

  test('lets judges out to DNS and Prometheus, and Prometheus be reached by them alone', () => {
    const out = of('NetworkPolicy', 'allow-prometheus') as unknown as { spec: { egress: { ports: object[] }[] } };
    expect(out.spec.egress.at(-1)).toMatchObject({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ protocol: 'TCP', port: 9090 }],
    });
    expect(of('NetworkPolicy', 'allow-judges')).toMatchObject({
      metadata: { namespace: 'monitoring' },
      spec: {
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': JUDGE_NAMESPACE } },
                podSelector: { matchLabels: { 'app.kubernetes.io/name': 'plinth-judge' } },
              },
            ],
          },
        ],
      },
    });
    expect(of('Namespace', JUDGE_NAMESPACE).metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('gives members Rollouts, and nobody in a team what starts Jobs among the judges', () => {
    const rights = objects.filter(({ kind }) => kind === 'ClusterRole') as unknown as {
      metadata: { name: string };
      rules: { resources: string[]; verbs: string[] }[];
    }[];
    const writes = rights.flatMap(({ metadata, rules }) =>
      rules.flatMap(({ resources, verbs }) =>
        verbs.includes('create') ? resources.map((each) => [metadata.name, each]) : [],
      ),
    );
    expect(writes).toEqual([
      ['plinth-rollouts-member', 'rollouts'],
      ['plinth-rollouts-member', 'rollouts/scale'],
    ]);
    const bound = objects.filter(({ kind }) => kind === 'RoleBinding').map(({ metadata }) => metadata.namespace);
    expect(bound).toEqual(['vision']);
  });

  test('asks both arms often enough, and tells them apart', () => {
    expect(of('PodMonitor', 'verified.vision.shop')).toMatchObject({
      spec: {
        namespaceSelector: { matchNames: ['vision'] },
        podMetricsEndpoints: [
          {
            interval: '5s',
            relabelings: [
              { replacement: '$1:8080' },
              {
                sourceLabels: ['__meta_kubernetes_pod_label_rollouts_pod_template_hash'],
                targetLabel: 'rollouts_pod_template_hash',
              },
            ],
          },
        ],
      },
    });
    expect(of('PodMonitor', 'verified.vision.defects')).toMatchObject({
      spec: {
        selector: { matchLabels: { 'plinth.dev/endpoint': 'defects' } },
        namespaceSelector: { matchNames: ['vision', 'vision-fabric'] },
      },
    });
    expect(of('NetworkPolicy', 'allow-metrics-shop')).toMatchObject({
      metadata: { namespace: 'vision' },
      spec: { podSelector: { matchLabels: { app: 'shop' } } },
    });
  });

  test('is asked for figures itself', () => {
    const monitors = rendered(verifiedPlatform()).manifests.filter(({ object }) => object.kind === 'ServiceMonitor');
    expect(monitors.map(({ object }) => object.metadata.name)).toContain('argo-rollouts-argo-rollouts');
  });

  test('keeps judges of two teams apart though both call theirs shop', () => {
    const both = verificationObjects(verifiedPlatform({ releases: [ROLLOUT, { ...ROLLOUT, team: 'speech' }] }));
    const files = both.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === JUDGE_NAMESPACE);
    expect(files.map(({ metadata }) => metadata.name).toSorted()).toEqual(['speech.shop', 'vision.shop']);
  });
});
