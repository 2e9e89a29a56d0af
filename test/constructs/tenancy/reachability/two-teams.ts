import type { KubernetesObject } from '../../../../constructs/core/index.ts';
import { type Dimension, type Matrix, reachability } from '../../../../constructs/tenancy/index.ts';

/** An object as a person would write it by hand. */
export function object(apiVersion: string, kind: string, place: string, fields: object = {}): KubernetesObject {
  const [namespace, name] = place.includes('/') ? place.split('/') : [undefined, place];
  return { apiVersion, kind, metadata: { name: name ?? '', namespace }, ...fields };
}

/** A namespace of a team. */
export function namespace(
  name: string,
  team?: string,
  more: { labels?: Record<string, string>; annotations?: Record<string, string> } = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...(team === undefined ? {} : { 'plinth.dev/team': team }), ...more.labels },
      annotations: more.annotations,
    },
  };
}

/** A NetworkPolicy. */
export function policy(place: string, spec: object): KubernetesObject {
  return object('networking.k8s.io/v1', 'NetworkPolicy', place, { spec: { podSelector: {}, ...spec } });
}

/** Closes a namespace in both directions. */
export function closed(name: string): KubernetesObject {
  return policy(`${name}/default-deny`, { policyTypes: ['Ingress', 'Egress'] });
}

/** Teams `red` and `blue` with one namespace each, closed, and groups of their own. */
export const TWO_TEAMS: readonly KubernetesObject[] = ['red', 'blue'].flatMap((team) => [
  namespace(team, team, { annotations: { 'plinth.dev/members': `${team}-people` } }),
  closed(team),
]);

/** The matrix of two closed teams with further objects. */
export function withObjects(...objects: readonly KubernetesObject[]): Matrix {
  return reachability([...TWO_TEAMS, ...objects]);
}

/** Every path of one kind, as `from>to`. */
export function pairs({ reaches }: Matrix, dimension: Dimension): string[] {
  const found = reaches.filter((reach) => reach.dimension === dimension).map(({ from, to }) => `${from}>${to}`);
  return [...new Set(found)].sort();
}
