import type { AggregationRule, PolicyRule, RoleRef, Subject } from '../../imports/kubernetes.gen.ts';
import type { ClusterView, View } from './cluster-view.ts';
import { matches } from './label-selector.ts';
import { allows, EVERYTHING } from './rule.ts';

/** Rights that one binding gives to one subject. */
export interface Grant {
  /** The binding and the subject, in words. */
  readonly by: string;
  /** Who gets them. */
  readonly subject: Subject;
  /** Namespace they hold in. @default - all namespaces, and what stands above them */
  readonly namespace?: string;
  /** The rights. */
  readonly rules: readonly PolicyRule[];
}

type Role = View<{ rules: readonly PolicyRule[]; aggregationRule: AggregationRule }>;
type Binding = View<{ roleRef: RoleRef; subjects: readonly Subject[] }>;

const RBAC = 'rbac.authorization.k8s.io';
/** Groups that Kubernetes puts everybody, or every service account, into. */
const ALL = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

/** Who holds which rights where, by the bindings among the objects. */
export class Grants {
  /** Rights in single namespaces. */
  public readonly local: readonly Grant[];
  /** Rights in all namespaces and above them. */
  public readonly everywhere: readonly Grant[];
  readonly #view: ClusterView;
  readonly #claims = new Map<string, Set<string>>();
  readonly #localOf: ReadonlyMap<string | undefined, readonly Grant[]>;

  public constructor(view: ClusterView) {
    this.#view = view;
    const roles = new Map(['Role', 'ClusterRole'].flatMap((kind) => view.of<Role>(RBAC, kind)).map(withKey));
    this.local = view.of<Binding>(RBAC, 'RoleBinding').flatMap((binding) => this.#grants(binding, roles));
    this.everywhere = view.of<Binding>(RBAC, 'ClusterRoleBinding').flatMap((binding) => this.#grants(binding, roles));
    this.#localOf = Map.groupBy(this.local, ({ namespace }) => namespace);
    this.#claim();
  }

  /**
   * Teams whose people or programs a subject stands for.
   *
   * A group belongs to every team that declares it. A user, or a group that nobody declares, belongs to every team that
   * gives it rights in its namespaces. A service account belongs to the team of its namespace, because whoever runs pods
   * there can run them as that account.
   */
  public holders({ kind, name, namespace }: Subject): Iterable<string> {
    if (kind === 'Group' && ALL.includes(name)) return this.#view.teams;
    const account = kind === 'ServiceAccount' ? namespace : accountNamespace(kind, name);
    if (account === undefined) return this.#claims.get(subjectKey(kind, name)) ?? [];
    const { team } = this.#view.namespace(account);
    return team === undefined ? [] : [team];
  }

  /** The grant by which a team may do something in a namespace; nothing where it may not. */
  public allowing(team: string, namespace: string, verb: string, group: string, resource: string): Grant | undefined {
    return [...(this.#localOf.get(namespace) ?? []), ...this.everywhere].find(
      ({ rules, subject }) =>
        rules.some((rule) => allows(rule, verb, group, resource)) && [...this.holders(subject)].includes(team),
    );
  }

  #grants(binding: Binding, roles: ReadonlyMap<string, Role>): Grant[] {
    const { metadata, roleRef, subjects = [] } = binding;
    const { namespace } = metadata;
    if (roleRef === undefined) return [];
    const role = roles.get(roleKey(roleRef.kind, roleRef.kind === 'Role' ? namespace : undefined, roleRef.name));
    const rules = role === undefined ? [EVERYTHING] : effective(role, this.#view);
    const unknown = role === undefined ? ` (${roleRef.kind} ${roleRef.name} is not among the objects)` : '';
    const where = `${binding.kind} ${namespace === undefined ? '' : `${namespace}/`}${metadata.name}`;
    return subjects.map((subject) => ({
      by: `${where}${unknown} gives ${subjectText(subject, namespace)}`,
      subject: { namespace, ...subject },
      namespace,
      rules,
    }));
  }

  #claim(): void {
    for (const { members, team, viewers } of this.#view.namespaces) {
      for (const group of [...members, ...viewers]) this.#claimed(subjectKey('Group', group), team);
    }
    const declared = new Set(this.#claims.keys());
    for (const { namespace = '', subject } of this.local) {
      const key = subjectKey(subject.kind, subject.name);
      if (!declared.has(key)) this.#claimed(key, this.#view.namespace(namespace).team);
    }
  }

  #claimed(key: string, team: string | undefined): void {
    if (team === undefined) return;
    const teams = this.#claims.get(key) ?? new Set();
    this.#claims.set(key, teams.add(team));
  }
}

function withKey(role: Role): [string, Role] {
  return [roleKey(role.kind, role.metadata.namespace, role.metadata.name), role];
}

function roleKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

/** Rights of a role; one that aggregates others has what they have, whatever it lists itself. */
function effective({ aggregationRule, rules = [] }: Role, view: ClusterView): readonly PolicyRule[] {
  const selectors = aggregationRule?.clusterRoleSelectors;
  if (selectors === undefined) return rules;
  return view
    .of<Role>(RBAC, 'ClusterRole')
    .filter(({ metadata }) => selectors.some((selector) => matches(selector, metadata.labels ?? {})))
    .flatMap((role) => role.rules ?? []);
}

/** Namespace of a service account that is written as a user or as a group of accounts. */
function accountNamespace(kind: string, name: string): string | undefined {
  const prefix = kind === 'User' ? 'system:serviceaccount:' : 'system:serviceaccounts:';
  return name.startsWith(prefix) ? name.slice(prefix.length).split(':')[0] : undefined;
}

function subjectKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}

function subjectText({ kind, name, namespace = '' }: Subject, own: string | undefined): string {
  return kind === 'ServiceAccount' ? `${kind} ${namespace || own}/${name}` : `${kind} ${name}`;
}
