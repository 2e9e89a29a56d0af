import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { itemKeyText } from '../../../workspace/difference/field-path.ts';
import type { FieldChange, ObjectDifference } from '../../../workspace/difference/index.ts';

/** One step of a written path: a key of a map, a position, or the key of an item as it is written. */
type Step = { readonly key: string } | { readonly position: number } | { readonly item: string };

const STEP = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[((?:"(?:[^"\\]|\\.)*"|[^\]"])+)\]|\.?([A-Za-z0-9_$-]+)/gy;

/** Reads a path that `fieldPathText` wrote; fails the test where there are characters that it would never write. */
export function stepsOf(path: string): readonly Step[] {
  if (path === '(root)') return [];
  const matches = [...path.matchAll(STEP)];
  if (matches.map(([text]) => text).join('') !== path) throw new Error(`not a path: ${path}`);
  return matches.map(([, position, quoted, item, key = '']) => {
    if (position !== undefined) return { position: Number(position) };
    if (quoted !== undefined) return { key: JSON.parse(quoted) as string };
    return item === undefined ? { key } : { item };
  });
}

/** Does to a value what the changes say. Knows nothing of how they were found. */
export function applied(before: unknown, changes: readonly FieldChange[]): unknown {
  const root = structuredClone({ root: before });
  const ordered = changes.map((change) => ({ change, steps: stepsOf(change.path) })).sort(byTurn);
  for (const { change, steps } of ordered) apply(root, [{ key: 'root' }, ...steps], change);
  return root.root;
}

/** Makes the objects of `after` from those of `before` and what differs; in no particular order. */
export function appliedToAll(
  before: readonly KubernetesObject[],
  differences: readonly ObjectDifference[],
): readonly unknown[] {
  const rest = [...before];
  const made = differences.flatMap((difference) => {
    if (difference.kind === 'added') return [difference.content];
    const index = rest.findIndex((object) => nameOf(object) === nameOf(referred(difference)));
    const [old] = rest.splice(index, 1);
    return difference.kind === 'removed' ? [] : [applied(old, difference.fields)];
  });
  return [...rest, ...made];
}

function referred({ object: { apiVersion, kind, name, namespace } }: ObjectDifference): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}

function nameOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): string {
  return JSON.stringify([apiVersion.split('/').slice(0, -1), kind, namespace ?? '', name]);
}

/** Outer before inner; in one list what goes before what comes, from its end; what comes from its beginning; order last. */
function byTurn(a: Turn, b: Turn): number {
  return depth(a) - depth(b) || rank(a.change) - rank(b.change) || positionOf(a) - positionOf(b);
}

interface Turn {
  readonly change: FieldChange;
  readonly steps: readonly Step[];
}

/** An order belongs to the items of the list, one step deeper than the list itself. */
function depth({ change, steps }: Turn): number {
  return steps.length + (change.kind === 'order' ? 1 : 0);
}

function rank({ kind }: FieldChange): number {
  return ['removed', 'added', 'order', 'changed'].indexOf(kind);
}

function positionOf({ change, steps }: Turn): number {
  const last = steps.at(-1);
  if (change.kind === 'removed') return last !== undefined && 'position' in last ? -last.position : 0;
  return change.position ?? (last !== undefined && 'position' in last ? last.position : 0);
}

function apply(root: object, steps: readonly Step[], change: FieldChange): void {
  const parent = steps.slice(0, -1).reduce(child, root) as Record<string, unknown> | unknown[];
  const last = steps.at(-1) as Step;
  const value = structuredClone(change.after);
  if (change.kind === 'order') reorder(child(parent, last) as unknown[], change.after as unknown[]);
  else if (Array.isArray(parent)) applyToList(parent, last, change, value);
  else if (change.kind === 'removed') delete parent[keyOf(last)];
  else Object.defineProperty(parent, keyOf(last), { value, enumerable: true, configurable: true, writable: true });
}

function keyOf(step: Step): string {
  if ('key' in step) return step.key;
  throw new Error('a path leads into a map as if it were a list');
}

function applyToList(list: unknown[], step: Step, { kind, position }: FieldChange, value: unknown): void {
  const index = 'position' in step ? step.position : indexOf(list, step as { item: string });
  if (kind === 'removed') list.splice(index, 1);
  else if (kind === 'added') list.splice(position ?? index, 0, value);
  else list[index] = value;
}

function child(parent: unknown, step: Step): unknown {
  if ('key' in step) return (parent as Record<string, unknown>)[step.key];
  const list = parent as unknown[];
  return list['position' in step ? step.position : indexOf(list, step)];
}

function indexOf(list: readonly unknown[], { item }: { item: string }): number {
  return list.findIndex((each) => keyTexts(item, each) === item);
}

/** The key of an item, written with the fields that a written key names. */
function keyTexts(written: string, item: unknown): string {
  const named = [...written.matchAll(/(?:^|,)([A-Za-z]+)=/g)].map(([, field = '']) => field);
  const fields = named.length === 0 ? ['name'] : named;
  return itemKeyText(Object.fromEntries(fields.map((field) => [field, (item as Record<string, string>)[field] ?? ''])));
}

function reorder(list: unknown[], order: readonly unknown[]): void {
  const items = [...list];
  if (items.every((item) => item === null || typeof item !== 'object')) list.splice(0, list.length, ...order);
  else list.splice(0, list.length, ...order.map((key) => items[indexOf(items, { item: key as string })]));
}
