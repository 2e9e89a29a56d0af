import type { Exception } from './exception.ts';

const SPREADS_BY_DEFAULT =
  'the chart sets none; the scheduler spreads what belongs to one ReplicaSet over machines by its own default';
const OWN_CERTIFICATE =
  'its controller makes the certificate of its own webhook, and writes it where the API server looks';

/** What rules say against objects that charts of others bring, and that stays so. */
export const CHART_EXCEPTIONS: readonly Exception[] = [
  {
    rule: 'SECURITY_DEFAULT_ACCOUNT',
    components: ['kubeflow-trainer'],
    name: /^kubeflow-trainer-public$/,
    because: 'everybody who is signed in may read one ConfigMap, which says the version of the trainer',
  },
  {
    rule: 'SECURITY_IMAGE_TAG',
    components: ['envoy-ai-gateway'],
    says: /ai-gateway-controller:latest/,
    because: 'the chart in the Go module names latest; the released chart, which users get, names its version',
  },
  {
    rule: 'SECURITY_READ_ONLY_ROOT',
    components: ['kubeflow-trainer'],
    because: 'the chart has no value for it',
  },
  {
    rule: 'SECURITY_RIGHT_CREATE_PODS',
    components: ['cert-manager', 'envoy-ai-gateway', 'spark-operator'],
    because: 'the controller makes pods: solvers of challenges, sidecars of the gateway, drivers of Spark',
  },
  {
    rule: 'SECURITY_RIGHT_SECRETS',
    components: ['cert-manager', 'envoy-ai-gateway', 'kserve', 'kserve-llmisvc', 'kubeflow-trainer', 'leaderworkerset'],
    because:
      'it keeps certificates and keys in secrets of the namespaces that its objects are in, and those may be any',
  },
  {
    rule: 'SECURITY_RIGHT_WEBHOOKS',
    components: ['cert-manager', 'jobset', 'kserve', 'kubeflow-trainer', 'leaderworkerset'],
    because: OWN_CERTIFICATE,
  },
  {
    rule: 'SECURITY_RIGHT_WILDCARD',
    components: ['envoy-ai-gateway'],
    because: 'the chart writes its role so and has no value for it',
  },
  {
    rule: 'RELIABILITY_BUDGET',
    components: ['envoy-ai-gateway', 'kserve-llmisvc'],
    because: 'the chart has no value for one; while both are away what runs goes on, and changes wait',
  },
  {
    rule: 'RELIABILITY_LIVENESS',
    components: ['cert-manager', 'kserve'],
    because:
      'the chart sets none: the injector of certificates ends itself when it loses its lease, and the proxy of metrics serves no user',
  },
  {
    rule: 'RELIABILITY_READINESS',
    components: ['cert-manager', 'kserve'],
    because: 'their Services lead to metrics only, and a scrape that fails is tried again',
  },
  {
    rule: 'RELIABILITY_MEMORY_LIMIT',
    components: ['cert-manager'],
    because: 'it keeps every certificate and secret of the cluster in memory, so that no figure fits all clusters',
  },
  {
    rule: 'RELIABILITY_REPLICAS',
    components: ['kserve', 'node-feature-discovery'],
    because: 'the chart runs one: it only writes objects, and what runs goes on while it is away',
  },
  {
    rule: 'RELIABILITY_SPREAD',
    components: [
      'cert-manager',
      'envoy-ai-gateway',
      'jobset',
      'kserve-llmisvc',
      'kubeflow-trainer',
      'kueue',
      'leaderworkerset',
      'spark-operator',
    ],
    because: SPREADS_BY_DEFAULT,
  },
];
