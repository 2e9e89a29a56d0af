import type { KubernetesObject } from '../../core/index.ts';
import type { LabelSelector } from '../../imports/kubernetes.gen.ts';
import { TEAM_ANNOTATIONS, TEAM_LABELS } from '../team-namespace.ts';
import { type Labels, matches } from './label-selector.ts';

/** An object together with the fields that are read of its kind. */
export type View<F extends object> = KubernetesObject & Partial<F>;

/** A namespace, and whose it says it is. */
export interface NamespaceView {
  /** Name. */
  readonly name: string;
  /** Its labels, with the one that Kubernetes sets itself. */
  readonly labels: Labels;
  /** Team that it belongs to, by its label. @default - none: the platform's or the cluster's */
  readonly team?: string;
  /** Groups that it declares as members of the team. */
  readonly members: ReadonlySet<string>;
  /** Groups that it declares as viewers. */
  readonly viewers: ReadonlySet<string>;
}

/** Namespaces with pods that every cluster has, whether an object mentions them or not. */
const ALWAYS = ['default', 'kube-system'];
/** Label that Kubernetes puts on every namespace. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Rendered objects, found by kind, by namespace and by label. Knows nothing about how they were made. */
export class ClusterView {
  /** Every namespace that an object is or stands in, in the order of first mention, and those that every cluster has. */
  public readonly namespaces: readonly NamespaceView[];
  /** Teams, in the order of their namespaces. */
  public readonly teams: readonly string[];
  readonly #kinds: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly #placed: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly #byLabel: ReadonlyMap<string, readonly NamespaceView[]>;
  readonly #byName: ReadonlyMap<string, NamespaceView>;
  readonly #selected = new Map<string, readonly NamespaceView[]>();

  public constructor(objects: readonly KubernetesObject[]) {
    this.#kinds = Map.groupBy(objects, (object) => kindKey(groupOf(object), object.kind));
    this.#placed = Map.groupBy(objects, ({ metadata }) => metadata.namespace ?? '');
    const made = this.of('', 'Namespace');
    const names = new Set([...made.map(({ metadata }) => metadata.name), ...this.#placed.keys(), ...ALWAYS]);
    names.delete('');
    const objectOf = new Map(made.map((object) => [object.metadata.name, object]));
    this.namespaces = [...names].map((name) => namespaceView(name, objectOf.get(name)));
    this.#byName = new Map(this.namespaces.map((namespace) => [namespace.name, namespace]));
    this.#byLabel = byLabel(this.namespaces);
    this.teams = [...new Set(this.namespaces.flatMap(({ team }) => team ?? []))];
  }

  /** Objects of a kind. @param group - API group; empty for the core */
  public of<F extends object>(group: string, kind: string): readonly View<F>[] {
    return (this.#kinds.get(kindKey(group, kind)) ?? []) as readonly View<F>[];
  }

  /** Objects of any kind in a namespace. */
  public in(namespace: string): readonly KubernetesObject[] {
    return this.#placed.get(namespace) ?? [];
  }

  /** The namespace of that name, also one that no object mentions. */
  public namespace(name: string): NamespaceView {
    return this.#byName.get(name) ?? namespaceView(name);
  }

  /** Namespaces that a selector matches; an empty selector matches all. */
  public selected(selector: LabelSelector): readonly NamespaceView[] {
    const key = JSON.stringify(selector);
    const known = this.#selected.get(key);
    if (known !== undefined) return known;
    const [first] = Object.entries(selector.matchLabels ?? {});
    const near = first === undefined ? this.namespaces : (this.#byLabel.get(first.join('=')) ?? []);
    const found = near.filter(({ labels }) => matches(selector, labels));
    this.#selected.set(key, found);
    return found;
  }
}

/** API group of an object; empty for the core. */
export function groupOf({ apiVersion }: Pick<KubernetesObject, 'apiVersion'>): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function namespaceView(name: string, object?: KubernetesObject): NamespaceView {
  const { annotations = {}, labels = {} } = object?.metadata ?? {};
  const groups = (annotation: string) => new Set((annotations[annotation] ?? '').split('\n').filter((g) => g !== ''));
  return {
    name,
    labels: { ...labels, [NAME_LABEL]: name },
    team: labels[TEAM_LABELS.team],
    members: groups(TEAM_ANNOTATIONS.members),
    viewers: groups(TEAM_ANNOTATIONS.viewers),
  };
}

function byLabel(namespaces: readonly NamespaceView[]): Map<string, NamespaceView[]> {
  const found = new Map<string, NamespaceView[]>();
  for (const namespace of namespaces) {
    for (const label of Object.entries(namespace.labels)) {
      const key = label.join('=');
      const same = found.get(key);
      if (same === undefined) found.set(key, [namespace]);
      else same.push(namespace);
    }
  }
  return found;
}
