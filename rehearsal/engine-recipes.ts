import { AI_GATEWAY_CHANGES } from './ai-gateway-sources.ts';
import { ENVOY_GATEWAY_CHANGES } from './envoy-gateway-sources.ts';
import type { SourceChange } from './source-change.ts';

/**
 * Sets of engines that are built together; a rehearsal needs `core`, most need `batch`, one that serves models needs
 * `serving`, a lock needs `tools`.
 */
export const ENGINE_GROUPS = [
  'core',
  'tools',
  'batch',
  'autoscaling',
  'serving',
  'policy',
  'observability',
  'delivery',
] as const;

/** One set of engines. */
export type EngineGroup = (typeof ENGINE_GROUPS)[number];

/** How to build one real program of the platform from its pinned Go module. */
export interface EngineRecipe {
  /** File name of the built program, and the name it is asked for by. */
  readonly name: string;
  /** The set it is built with. */
  readonly group: EngineGroup;
  /** Folder of its wrapper module: below `rehearsal/engines/`, or an absolute path. */
  readonly folder: string;
  /** Import path of its main package. */
  readonly main: string;
  /** Module that holds the main package, whose version `go.mod` pins. */
  readonly module: string;
  /** Build time with an empty build cache on two cores, after those before it in this list. Unit: seconds. Measured. */
  readonly seconds: number;
  /**
   * Packages with version variables that the linker fills in.
   *
   * @default [] - the program reports whatever its sources say
   */
  readonly versionPackages?: readonly string[];
  /**
   * Variables that the linker fills with the version as it is.
   *
   * @default [] - the program reports whatever its sources say
   */
  readonly versionVariables?: readonly string[];
  /**
   * Build tags that leave parts out of the program.
   *
   * @default [] - all of it
   */
  readonly tags?: readonly string[];
  /**
   * What of its sources only holds inside of its own container.
   *
   * @default [] - it is built as released
   */
  readonly changes?: readonly SourceChange[];
}

const KUBERNETES = {
  group: 'core',
  folder: 'core/kubernetes',
  module: 'k8s.io/kubernetes',
  versionPackages: ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'],
} as const;

const KUEUE_AND_FRIENDS = { group: 'batch', folder: 'batch/kueue' } as const;

const KSERVE = { group: 'serving', folder: 'serving/kserve', module: 'github.com/kserve/kserve' } as const;

/** Prometheus without its discoveries of clouds, which are most of its sources: a rehearsal has none of them. */
const PROMETHEUS = {
  group: 'observability',
  folder: 'observability/prometheus',
  module: 'github.com/prometheus/prometheus',
  tags: ['remove_all_sd', 'enable_kubernetes_sd', 'enable_dns_sd'],
} as const;

/** Alertmanager without its web page, which its module does not hold. */
const ALERTMANAGER = {
  group: 'observability',
  folder: 'observability/alertmanager',
  module: 'github.com/prometheus/alertmanager',
  changes: [{ file: 'ui/web.go', from: '//go:embed app/dist', to: '//go:embed app/index.html' }],
} as const;

/**
 * Every engine, in the order in which they are built.
 *
 * Times of CloudNativePG, the AI gateway, KEDA and KServe's second manager were measured on a busy machine and divided by what
 * the others of their group then took too long.
 */
export const ENGINES = [
  {
    name: 'etcd',
    group: 'core',
    folder: 'core/etcd',
    main: 'go.etcd.io/etcd/server/v3',
    module: 'go.etcd.io/etcd/server/v3',
    seconds: 41,
  },
  { name: 'kube-apiserver', ...KUBERNETES, main: 'k8s.io/kubernetes/cmd/kube-apiserver', seconds: 190 },
  {
    name: 'kube-controller-manager',
    ...KUBERNETES,
    main: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    seconds: 45,
  },
  { name: 'kube-scheduler', ...KUBERNETES, main: 'k8s.io/kubernetes/cmd/kube-scheduler', seconds: 7 },
  { name: 'kubectl', ...KUBERNETES, main: 'k8s.io/kubernetes/cmd/kubectl', seconds: 20 },
  {
    name: 'kwok',
    group: 'core',
    folder: 'core/kwok',
    main: 'sigs.k8s.io/kwok/cmd/kwok',
    module: 'sigs.k8s.io/kwok',
    seconds: 60,
  },
  {
    name: 'helm',
    group: 'tools',
    folder: 'tools/helm',
    main: 'helm.sh/helm/v4/cmd/helm',
    module: 'helm.sh/helm/v4',
    seconds: 109,
  },
  {
    name: 'registry',
    group: 'tools',
    folder: 'tools/registry',
    main: 'github.com/distribution/distribution/v3/cmd/registry',
    module: 'github.com/distribution/distribution/v3',
    seconds: 52,
  },
  {
    name: 'cosign',
    group: 'tools',
    folder: 'tools/cosign',
    main: 'github.com/sigstore/cosign/v3/cmd/cosign',
    module: 'github.com/sigstore/cosign/v3',
    seconds: 80,
    versionPackages: ['sigs.k8s.io/release-utils/version'],
  },
  {
    name: 'kueue',
    ...KUEUE_AND_FRIENDS,
    main: 'sigs.k8s.io/kueue/cmd/kueue',
    module: 'sigs.k8s.io/kueue',
    seconds: 160,
  },
  { name: 'jobset', ...KUEUE_AND_FRIENDS, main: 'sigs.k8s.io/jobset', module: 'sigs.k8s.io/jobset', seconds: 3 },
  { name: 'lws', ...KUEUE_AND_FRIENDS, main: 'sigs.k8s.io/lws/cmd', module: 'sigs.k8s.io/lws', seconds: 4 },
  {
    name: 'trainer',
    ...KUEUE_AND_FRIENDS,
    main: 'github.com/kubeflow/trainer/v2/cmd/trainer-controller-manager',
    module: 'github.com/kubeflow/trainer/v2',
    seconds: 3,
  },
  {
    name: 'kuberay',
    group: 'batch',
    folder: 'batch/kuberay',
    main: 'github.com/ray-project/kuberay/ray-operator',
    module: 'github.com/ray-project/kuberay/ray-operator',
    seconds: 62,
  },
  {
    name: 'spark-operator',
    group: 'batch',
    folder: 'batch/spark',
    main: 'github.com/kubeflow/spark-operator/v2/cmd/operator',
    module: 'github.com/kubeflow/spark-operator/v2',
    seconds: 64,
  },
  {
    name: 'karpenter',
    group: 'autoscaling',
    folder: 'autoscaling/karpenter',
    main: 'sigs.k8s.io/karpenter/kwok',
    module: 'sigs.k8s.io/karpenter',
    seconds: 120,
  },
  { name: 'kserve', ...KSERVE, main: 'github.com/kserve/kserve/cmd/manager', seconds: 77 },
  { name: 'kserve-llmisvc', ...KSERVE, main: 'github.com/kserve/kserve/cmd/llmisvc', seconds: 15 },
  {
    name: 'envoy-gateway',
    group: 'serving',
    folder: 'serving/envoy-gateway',
    main: 'github.com/envoyproxy/gateway/cmd/envoy-gateway',
    module: 'github.com/envoyproxy/gateway',
    seconds: 149,
    changes: ENVOY_GATEWAY_CHANGES,
  },
  {
    name: 'epp',
    group: 'serving',
    folder: 'serving/epp',
    main: 'sigs.k8s.io/gateway-api-inference-extension/cmd/epp',
    module: 'sigs.k8s.io/gateway-api-inference-extension',
    seconds: 78,
  },
  {
    name: 'llm-d-inference-sim',
    group: 'serving',
    folder: 'serving/llm-d-inference-sim',
    main: 'github.com/llm-d/llm-d-inference-sim/cmd/llm-d-inference-sim',
    module: 'github.com/llm-d/llm-d-inference-sim',
    seconds: 98,
  },
  {
    name: 'cloudnative-pg',
    group: 'serving',
    folder: 'serving/cloudnative-pg',
    main: 'github.com/cloudnative-pg/cloudnative-pg/cmd/manager',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    seconds: 80,
  },
  {
    name: 'ai-gateway',
    group: 'serving',
    folder: 'serving/ai-gateway',
    main: 'github.com/envoyproxy/ai-gateway/cmd/controller',
    module: 'github.com/envoyproxy/ai-gateway',
    seconds: 80,
    changes: AI_GATEWAY_CHANGES,
  },
  {
    name: 'keda',
    group: 'serving',
    folder: 'serving/keda',
    main: 'github.com/kedacore/keda/v2/cmd/operator',
    module: 'github.com/kedacore/keda/v2',
    seconds: 360,
  },
  {
    name: 'kyverno',
    group: 'policy',
    folder: 'policy/kyverno',
    main: 'github.com/kyverno/kyverno/cmd/kyverno',
    module: 'github.com/kyverno/kyverno',
    seconds: 260,
    versionVariables: ['github.com/kyverno/kyverno/pkg/version.BuildVersion'],
  },
  { name: 'prometheus', ...PROMETHEUS, main: 'github.com/prometheus/prometheus/cmd/prometheus', seconds: 200 },
  { name: 'promtool', ...PROMETHEUS, main: 'github.com/prometheus/prometheus/cmd/promtool', seconds: 6 },
  { name: 'alertmanager', ...ALERTMANAGER, main: 'github.com/prometheus/alertmanager/cmd/alertmanager', seconds: 30 },
  { name: 'amtool', ...ALERTMANAGER, main: 'github.com/prometheus/alertmanager/cmd/amtool', seconds: 10 },
  {
    name: 'prometheus-operator',
    group: 'observability',
    folder: 'observability/prometheus-operator',
    main: 'github.com/prometheus-operator/prometheus-operator/cmd/operator',
    module: 'github.com/prometheus-operator/prometheus-operator',
    seconds: 110,
  },
  {
    name: 'argo-rollouts',
    group: 'delivery',
    folder: 'delivery/argo-rollouts',
    main: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    module: 'github.com/argoproj/argo-rollouts',
    seconds: 190,
    versionVariables: ['github.com/argoproj/argo-rollouts/utils/version.version'],
  },
] as const satisfies readonly EngineRecipe[];
