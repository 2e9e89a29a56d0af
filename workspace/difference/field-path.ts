/** Which item of a list: its identifying fields, for example `{ name: 'train-h100' }`. */
export type ItemKey = Readonly<Record<string, string | number>>;

/** Steps from the root of an object to one value: keys of maps, positions in lists, and items of lists by their key. */
export type FieldPath = readonly (string | number | ItemKey)[];

/** Keys that stand after a dot as they are; all others stand in brackets and quotes. */
const PLAIN = /^[A-Za-z0-9_$-]+$/;
/** Values of item keys that need no quotes. */
const BARE = /^[^\s"'[\],=\\\p{C}]+$/u;

/**
 * Writes a path for people, without ever writing two paths alike.
 *
 * `a.b` and `a["x/y"]` are keys, `a[0]` is a position, `a[main]` the item named `main`, `a[mountPath=/data]` the item
 * with another key.
 */
export function fieldPathText(path: FieldPath): string {
  if (path.length === 0) return '(root)';
  return path.map((step, index) => stepText(step, index === 0)).join('');
}

/** Writes the key of a list item without its brackets: `main`, or `containerPort=53,protocol=UDP`. */
export function itemKeyText(key: ItemKey): string {
  const fields = Object.entries(key);
  const [only] = fields;
  if (fields.length === 1 && only?.[0] === 'name' && isBare(only[1])) return `${only[1]}`;
  return fields.map(([field, value]) => `${field}=${isBare(value) ? value : JSON.stringify(value)}`).join(',');
}

function stepText(step: FieldPath[number], first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'object') return `[${itemKeyText(step)}]`;
  if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
  return first ? step : `.${step}`;
}

/** A text that reads like a number is quoted, so that it is neither taken for a position nor for the number. */
function isBare(value: string | number): boolean {
  return typeof value === 'string' && BARE.test(value) && !Number.isFinite(Number(value));
}
