import type { Field } from './shape.ts';

/** One kind of object, in the version that is generated. */
export interface Kind {
  /** API group; empty for the core group. */
  readonly group: string;
  /** API version, for example `v1beta2`. */
  readonly version: string;
  /** Name of the kind, for example `ClusterQueue`. */
  readonly kind: string;
  /** Whether its objects live in a namespace. */
  readonly namespaced: boolean;
  /** What its author may write beside `metadata`: no `status`, no type metadata. */
  readonly fields: readonly Field[];
}

/** Top-level properties that are not the author's to write, or that every kind has. */
export const NOT_AUTHORED = ['apiVersion', 'kind', 'metadata', 'status'];

/** The value of `apiVersion` in a manifest of the kind. */
export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}
