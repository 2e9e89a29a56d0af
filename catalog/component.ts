/** Where the objects of a component come from when it is installed. */
export type ComponentSource =
  /** A Helm chart in a classic chart repository. */
  | { readonly kind: 'helm'; readonly repository: string; readonly chart: string; readonly version: string }
  /** A Helm chart stored as an OCI artifact; `repository` is the full reference without a tag. */
  | { readonly kind: 'oci'; readonly repository: string; readonly version: string }
  /** A kustomize folder in a Git repository, for components without a released chart. */
  | { readonly kind: 'git'; readonly repository: string; readonly path: string; readonly revision: string }
  /** Nothing to install: the cloud or the host image brings it, or only its version matters. */
  | { readonly kind: 'none'; readonly reason: string };

/** A Go module that carries the component's chart or CRDs: what the lock and the L1 generator can read offline. */
export interface ComponentModule {
  /** Module path, for example `sigs.k8s.io/kueue`. */
  readonly path: string;
  /** Module version with its leading `v`: the newest that can be had from the module proxy. */
  readonly version: string;
  /** Folder of the chart inside the module. Absent: the module carries no chart. */
  readonly chart?: string;
  /** Folder of the CRD files inside the module. Absent: the module carries no CRDs. */
  readonly crds?: string;
}

/** One upstream part of the platform, with everything about its version in one place. */
export interface Component {
  /** Key of the component in the spec's `components` section; kebab case. */
  readonly name: string;
  /** One sentence that says what it does for the platform. */
  readonly purpose: string;
  /** Version that users get, without a leading `v`. */
  readonly version: string;
  /**
   * Version that the e2e tier really ran, without a leading `v`.
   *
   * @default - not run by CI: rendered and checked against its CRDs only
   */
  readonly tested?: string;
  /**
   * Kubernetes minors that the component's own documents list, oldest and newest, for example `['1.33', '1.36']`.
   *
   * @default - upstream states no range; `doctor` and the reports say "not listed"
   */
  readonly kubernetes?: readonly [oldest: string, newest: string];
  /** SPDX licence identifier of the component itself. */
  readonly licence: string;
  /** Project page, for the reader of a report. */
  readonly homepage: string;
  /** Where its objects come from. */
  readonly source: ComponentSource;
  /**
   * Go module with its chart and CRDs.
   *
   * @default - none: its CRDs are not on the module proxy
   */
  readonly module?: ComponentModule;
  /** Images that the chart runs at this version with our values, as references with a tag. A lock knows them exactly; this list is the answer without one. */
  readonly images: readonly string[];
  /**
   * Lowest version that may run, because of a published weakness.
   *
   * @default - no floor is known
   */
  readonly floor?: { readonly version: string; readonly because: string };
  /** What an operator must know when this version is raised; empty when nothing is known. */
  readonly upgradeNotes: readonly string[];
}
