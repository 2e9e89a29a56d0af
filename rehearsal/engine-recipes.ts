import { OBSERVABILITY_ENGINES } from './observability-recipes.ts';
import { SERVING_ENGINES } from './serving-recipes.ts';
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
  'edge',
] as const;

/** One set of engines. */
export type EngineGroup = (typeof ENGINE_GROUPS)[number];

/** How to build one real program of the platform from its pinned Go module. */
export interface EngineRecipe {
  /** File name of the built program, and the name it is asked for by. */
  readonly name: string;
  /** The set it is built with. */
  readonly group: EngineGroup;
  /** Folder of its wrapper module, or of Plinth's own: from `rehearsal/engines/`, or an absolute path. */
  readonly folder: string;
  /** Import path of its main package. */
  readonly main: string;
  /** Module that holds the main package, whose version `go.mod` pins; one of Plinth's own has Plinth's. */
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
   * Whether it is compiled without the compiler's optimisations, in four fifths of the time: for a program that has
   * little to do in a rehearsal. It does the same, slower.
   *
   * @default false - compiled as released
   */
  readonly unoptimised?: true;
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

/** Of Flux, all but its source controller, whose sources cannot be had. */
const FLUX = { group: 'delivery', folder: 'delivery/flux' } as const;

const KUEUE_AND_FRIENDS = { group: 'batch', folder: 'batch/kueue' } as const;

/**
 * Every engine, in the order in which they are built.
 *
 * Times of CloudNativePG, the AI gateway, KEDA, KServe's second manager, Argo CD and Flux were measured on a busy machine and divided by what
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
    unoptimised: true,
  },
  {
    name: 'cosign',
    group: 'tools',
    folder: 'tools/cosign',
    main: 'github.com/sigstore/cosign/v3/cmd/cosign',
    module: 'github.com/sigstore/cosign/v3',
    seconds: 80,
    unoptimised: true,
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
    unoptimised: true,
  },
  {
    name: 'spark-operator',
    group: 'batch',
    folder: 'batch/spark',
    main: 'github.com/kubeflow/spark-operator/v2/cmd/operator',
    module: 'github.com/kubeflow/spark-operator/v2',
    seconds: 64,
    unoptimised: true,
  },
  {
    name: 'karpenter',
    group: 'autoscaling',
    folder: 'autoscaling/karpenter',
    main: 'sigs.k8s.io/karpenter/kwok',
    module: 'sigs.k8s.io/karpenter',
    seconds: 120,
  },
  ...SERVING_ENGINES,
  {
    name: 'kyverno',
    group: 'policy',
    folder: 'policy/kyverno',
    main: 'github.com/kyverno/kyverno/cmd/kyverno',
    module: 'github.com/kyverno/kyverno',
    seconds: 260,
    unoptimised: true,
    versionVariables: ['github.com/kyverno/kyverno/pkg/version.BuildVersion'],
  },
  ...OBSERVABILITY_ENGINES,
  {
    name: 'argo-rollouts',
    group: 'delivery',
    folder: 'delivery/argo-rollouts',
    main: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    module: 'github.com/argoproj/argo-rollouts',
    seconds: 190,
    unoptimised: true,
    versionVariables: ['github.com/argoproj/argo-rollouts/utils/version.version'],
  },
  {
    name: 'argo-cd',
    group: 'delivery',
    folder: 'delivery/argo-cd',
    main: 'plinth.dev/engines/delivery/argo-cd',
    module: 'github.com/argoproj/argo-cd/v3',
    seconds: 180,
    versionVariables: ['github.com/argoproj/argo-cd/v3/common.version'],
  },
  {
    name: 'kustomize-controller',
    ...FLUX,
    main: 'github.com/fluxcd/kustomize-controller',
    module: 'github.com/fluxcd/kustomize-controller',
    seconds: 145,
  },
  {
    name: 'helm-controller',
    ...FLUX,
    main: 'github.com/fluxcd/helm-controller',
    module: 'github.com/fluxcd/helm-controller',
    seconds: 20,
  },
  {
    name: 'toxiproxy',
    group: 'edge',
    folder: 'edge/toxiproxy',
    main: 'github.com/Shopify/toxiproxy/v2/cmd/server',
    module: 'github.com/Shopify/toxiproxy/v2',
    seconds: 6,
  },
  {
    name: 'desync',
    group: 'edge',
    folder: 'edge/desync',
    main: 'github.com/folbricht/desync/cmd/desync',
    module: 'github.com/folbricht/desync',
    seconds: 45,
  },
  {
    name: 'plinth-edge',
    group: 'edge',
    folder: '../../agent',
    main: 'plinth.dev/edge',
    module: 'plinth.dev/edge',
    seconds: 40,
    versionVariables: ['main.version'],
  },
] as const satisfies readonly EngineRecipe[];
