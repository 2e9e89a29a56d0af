import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { FieldChange } from './object-difference.ts';

/** Stands where a secret value would. */
export const HIDDEN = '(hidden)';

/** Annotation in which `kubectl apply` keeps a copy of the whole object. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';
/** Places of a Secret that hold what is secret, or a copy of it. */
const SECRET = /^(data|stringData)\b|^metadata\.annotations\["kubectl\.kubernetes\.io\/last-applied-configuration"\]/;

/** An object as it may be shown: the values of a Secret are hidden, their names are not. */
export function shown(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, hidden(key, value)]),
  ) as KubernetesObject;
}

/** A change as it may be shown; only for the changes of a Secret. */
export function shownChange({ after, before, ...change }: FieldChange): FieldChange {
  const { hunks: _, inside: __, ...place } = change;
  const values = {
    ...(change.kind === 'added' ? {} : { before: hidden(place.path, before) }),
    ...(change.kind === 'removed' ? {} : { after: hidden(place.path, after) }),
  };
  return { ...place, ...values };
}

function hidden(path: string, value: unknown): unknown {
  if (SECRET.test(path)) return blank(value);
  if (path === 'metadata') return within(value, 'annotations', (inner) => hidden('metadata.annotations', inner));
  if (path === 'metadata.annotations') return within(value, COPY, blank);
  return value;
}

function blank(value: unknown): unknown {
  if (!isMap(value)) return HIDDEN;
  return Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN]));
}

function within(value: unknown, key: string, change: (inner: unknown) => unknown): unknown {
  if (!isMap(value) || !Object.hasOwn(value, key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === key ? change(inner) : inner]));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
