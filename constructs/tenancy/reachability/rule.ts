import type { PolicyRule } from '../../imports/kubernetes.gen.ts';
import { asksAboutItself, readableByAll } from './cluster-scoped.ts';

/** Verbs that change nothing. */
const LOOKING = ['get', 'list', 'watch'];
/** Sub-resources that are doors even to those who only look: `get` is enough to run commands through them. */
const DOORS = /^(\*|\*\/.*|secrets|.+\/(proxy|exec|attach|portforward|token|ephemeralcontainers))$/;
/** Kinds whose pods run with whatever secret and account of their namespace they name. */
const RUN_PODS: readonly (readonly [group: string, resource: string])[] = [
  ['', 'pods'],
  ['', 'replicationcontrollers'],
  ['apps', 'daemonsets'],
  ['apps', 'deployments'],
  ['apps', 'replicasets'],
  ['apps', 'statefulsets'],
  ['batch', 'cronjobs'],
  ['batch', 'jobs'],
];

/** Everything: what a role may hold that is not among the objects. */
export const EVERYTHING: PolicyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

/** Whether a rule allows one thing, wildcards counted. A rule for single names counts as one for all. */
export function allows(rule: PolicyRule, verb: string, group: string, resource: string): boolean {
  const named = (names: readonly string[] | undefined, name: string) =>
    names?.some((each) => each === '*' || each === name) ?? false;
  const [, sub] = resource.split('/');
  const resources = sub === undefined ? rule.resources : rule.resources?.map((r) => (r === `*/${sub}` ? resource : r));
  return named(rule.verbs, verb) && named(rule.apiGroups, group) && named(resources, resource);
}

/** Whether a rule lets its holder do more than look at things that hold no secrets. */
export function beyondLooking({ resources = [], verbs }: PolicyRule): boolean {
  return verbs.some((verb) => !LOOKING.includes(verb)) || resources.some((resource) => DOORS.test(resource));
}

/** Whether a rule gives secrets: read them, run pods that mount them, step into such pods, or take an account's token. */
export function givesSecrets(rule: PolicyRule): boolean {
  return (
    LOOKING.some((verb) => allows(rule, verb, '', 'secrets')) ||
    RUN_PODS.some(([group, kind]) => ['create', 'update', 'patch'].some((verb) => allows(rule, verb, group, kind))) ||
    ['exec', 'attach', 'ephemeralcontainers'].some((door) =>
      ['create', 'get', 'patch', 'update'].some((verb) => allows(rule, verb, '', `pods/${door}`)),
    ) ||
    allows(rule, 'create', '', 'serviceaccounts/token') ||
    allows(rule, 'impersonate', '', 'serviceaccounts')
  );
}

/**
 * Whether a rule, held in one's own namespace, leads out of it.
 *
 * Who may change the namespace object changes the labels that policies and queues select by; who may `bind` or
 * `escalate` gives himself that right.
 */
export function leadsOut(rule: PolicyRule): boolean {
  return (
    ['update', 'patch'].some((verb) => allows(rule, verb, '', 'namespaces')) ||
    ['bind', 'escalate'].some((verb) =>
      ['roles', 'clusterroles'].some((kind) => allows(rule, verb, 'rbac.authorization.k8s.io', kind)),
    )
  );
}

/** Whether a rule, held in the whole cluster, reaches into namespaces or changes what stands above them. */
export function reachesNamespaces({
  apiGroups = [],
  nonResourceURLs = [],
  resources = [],
  verbs,
}: PolicyRule): boolean {
  if (nonResourceURLs.length > 0 && resources.length === 0) return false;
  const looks = verbs.every((verb) => LOOKING.includes(verb));
  return !(looks && readableByAll(apiGroups, resources)) && !asksAboutItself(apiGroups, resources);
}

/** A rule in words: `get, list on secrets`. */
export function ruleText({ apiGroups = [], resources = [], verbs }: PolicyRule): string {
  const group = apiGroups.filter((each) => each !== '').join('|');
  return `${verbs.join(', ')} on ${resources.join(', ')}${group === '' ? '' : ` (${group})`}`;
}
