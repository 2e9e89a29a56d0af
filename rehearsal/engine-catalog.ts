import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sets of engines that are built together; a rehearsal needs `core`, most need `batch`, a lock needs `tools`. */
export const ENGINE_GROUPS = ['core', 'tools', 'batch', 'autoscaling'] as const;

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
}

const KUBERNETES = {
  group: 'core',
  folder: 'core/kubernetes',
  module: 'k8s.io/kubernetes',
  versionPackages: ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'],
} as const;

const KUEUE_AND_FRIENDS = { group: 'batch', folder: 'batch/kueue' } as const;

/** Every engine, in the order in which they are built. */
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
] as const satisfies readonly EngineRecipe[];

/** Name of an engine that can be asked for. */
export type EngineName = (typeof ENGINES)[number]['name'];

/** An engine with what its `go.mod` says about it. */
export interface Engine extends EngineRecipe {
  /** Version of its module, with the leading `v`; read from `go.mod`, the only place where it stands. */
  readonly version: string;
  /** Oldest Go release that can build it, such as `1.26.0`. */
  readonly go: string;
}

/** Folder with the wrapper modules: next to this file, or in the package's sources when this file is compiled. */
export const ENGINE_SOURCES = [beside('./engines/'), beside('../../rehearsal/engines/')].reduce((sources, packaged) =>
  existsSync(`${sources}core/etcd/go.mod`) ? sources : packaged,
);

/** Every engine with its version, in build order. */
export function engines(): readonly Engine[] {
  return ENGINES.map(pinned);
}

/** An engine with what the `go.mod` of its wrapper module says. */
export function pinned(recipe: EngineRecipe): Engine {
  const goMod = readFileSync(join(wrapperFolder(recipe), 'go.mod'), 'utf8');
  return { ...recipe, version: requiredVersion(goMod, recipe.module), go: goDirective(goMod) };
}

/** Where the wrapper module of an engine lies. */
export function wrapperFolder({ folder }: EngineRecipe): string {
  return resolve(ENGINE_SOURCES, folder);
}

/** The engine called `name`. */
export function engine(name: EngineName): Engine {
  const found = engines().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`bug: no engine is called ${name}`);
  return found;
}

function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split('\n')) {
    const [path, version] = line
      .replace(/^require\s+/, '')
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith('v')) return version;
  }
  throw new Error(`bug: go.mod does not require ${module}`);
}

function goDirective(goMod: string): string {
  const version = /^go (\S+)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('bug: go.mod has no go line');
  return version;
}

function beside(folder: string): string {
  return fileURLToPath(new URL(folder, import.meta.url));
}
