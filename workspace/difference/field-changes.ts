import { align } from './align.ts';
import { canonical } from './canonical.ts';
import { type FieldPath, fieldPathText, itemKeyText } from './field-path.ts';
import { itemKey, listKey } from './list-key.ts';
import type { FieldChange } from './object-difference.ts';
import { textChange } from './text-change.ts';

/** Two values at one place. */
interface Place {
  /** Old value. */
  readonly before: unknown;
  /** New value. */
  readonly after: unknown;
  /** Steps that lead to it. */
  readonly path: FieldPath;
}

type List = readonly unknown[];
type Fields = Readonly<Record<string, unknown>>;

/**
 * Every field that differs between two values, in the order of the old one.
 *
 * Maps are compared by key, lists by what identifies their items, or else by position after equal items are aligned.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  return compare({ before, after, path: [] });
}

function compare(place: Place): FieldChange[] {
  const { after, before, path } = place;
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (isMap(before) && isMap(after)) return compareMaps(before, after, path);
  if (canonical(before, namesOf(path)) === canonical(after, namesOf(path))) return [];
  const more = typeof before === 'string' && typeof after === 'string' ? textChange(before, after, fieldChanges) : {};
  return [{ path: fieldPathText(path), kind: 'changed', before, after, ...more }];
}

function compareMaps(before: Fields, after: Fields, path: FieldPath): FieldChange[] {
  const known = Object.keys(before).flatMap((key) => {
    const place = { before: before[key], after: after[key], path: [...path, key] };
    return Object.hasOwn(after, key) ? compare(place) : [removed(place)];
  });
  const fresh = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  return [...known, ...fresh.map((key) => added({ before: undefined, after: after[key], path: [...path, key] }))];
}

function compareLists(before: List, after: List, path: FieldPath): FieldChange[] {
  if (before.length === 0 && after.length === 0) return [];
  const key = listKey(before, after);
  if (key !== undefined) return compareKeyed(before, after, path, key);
  return reordered(before, after, path) ?? comparePositions(before, after, path);
}

function compareKeyed(before: List, after: List, path: FieldPath, fields: readonly string[]): FieldChange[] {
  const keyed = (items: List) => new Map(items.map((item) => [itemKeyText(itemKey(item, fields)), item]));
  const [old, fresh] = [keyed(before), keyed(after)];
  const place = (key: string, item: unknown): Place => ({
    before: old.get(key),
    after: fresh.get(key),
    path: [...path, itemKey(item, fields)],
  });
  const known = [...old].flatMap(([key, item]) =>
    fresh.has(key) ? compare(place(key, item)) : [removed(place(key, item))],
  );
  const more = [...fresh].flatMap(([key, item], position) =>
    old.has(key) ? [] : [{ ...added(place(key, item)), position }],
  );
  const stayed = (these: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>) =>
    [...these.keys()].filter((key) => others.has(key)).join('\n');
  if (stayed(old, fresh) === stayed(fresh, old)) return [...known, ...more];
  const order = {
    path: fieldPathText(path),
    kind: 'order',
    before: [...old.keys()],
    after: [...fresh.keys()],
  } as const;
  return [...known, ...more, order];
}

/** A list of texts or numbers that holds what it held, in another order. */
function reordered(before: List, after: List, path: FieldPath): FieldChange[] | undefined {
  if (![...before, ...after].every((item) => item === null || typeof item !== 'object')) return undefined;
  const texts = (items: List) => items.map((item) => canonical(item, namesOf(path)));
  const [old, fresh] = [texts(before), texts(after)];
  if (old.join() === fresh.join()) return [];
  if (old.sort().join() !== fresh.sort().join()) return undefined;
  return [{ path: fieldPathText(path), kind: 'order', before, after }];
}

/** Equal items stay; between them old items turn into new ones as long as there are both, and the rest comes or goes. */
function comparePositions(before: List, after: List, path: FieldPath): FieldChange[] {
  const texts = (items: List) => items.map((item) => canonical(item, namesOf(path)));
  const changes: FieldChange[] = [];
  let [a, b] = [0, 0];
  const place = (index: number): Place => ({ before: before[a], after: after[b], path: [...path, index] });
  for (const [pairA, pairB] of [...align(texts(before), texts(after)), [before.length, after.length] as const]) {
    for (; a < pairA && b < pairB; a++, b++) changes.push(...compare(place(b)));
    for (; a < pairA; a++) changes.push(removed(place(a)));
    for (; b < pairB; b++) changes.push(added(place(b)));
    a++;
    b++;
  }
  return changes;
}

function added({ after, path }: Place): FieldChange {
  return { path: fieldPathText(path), kind: 'added', after };
}

function removed({ before, path }: Place): FieldChange {
  return { path: fieldPathText(path), kind: 'removed', before };
}

/** Keys of the maps on the way. */
function namesOf(path: FieldPath): readonly string[] {
  return path.filter((step) => typeof step === 'string');
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
