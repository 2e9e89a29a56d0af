import { type ItemKey, itemKeyText } from './field-path.ts';

/** Fields by which items of Kubernetes lists are told apart, in the order in which they are tried. */
const KEYS = [
  ['name'],
  ['kind', 'name'],
  ['name', 'namespace'],
  ['kind', 'name', 'namespace'],
  ['containerPort'],
  ['containerPort', 'protocol'],
  ['port'],
  ['port', 'protocol'],
  ['mountPath'],
  ['devicePath'],
  ['nodeLabel'],
  ['topologyKey'],
  ['type'],
  ['key'],
  ['ip'],
  ['id'],
] as const;

/**
 * The fields that tell apart the items of a list and of its new self.
 *
 * @returns nothing where no field does: an item lacks it, or two items share it
 */
export function listKey(before: readonly unknown[], after: readonly unknown[]): readonly string[] | undefined {
  return KEYS.find((fields) => identifies(fields, before) && identifies(fields, after));
}

/** The key of one item; only for fields that {@link listKey} found. */
export function itemKey(item: unknown, fields: readonly string[]): ItemKey {
  const values = item as Readonly<Record<string, string | number>>;
  return Object.fromEntries(fields.map((field) => [field, values[field] as string | number]));
}

function identifies(fields: readonly string[], items: readonly unknown[]): boolean {
  if (!items.every((item) => fields.every((field) => isIdentifier(item, field)))) return false;
  return new Set(items.map((item) => itemKeyText(itemKey(item, fields)))).size === items.length;
}

function isIdentifier(item: unknown, field: string): boolean {
  if (item === null || typeof item !== 'object' || !Object.hasOwn(item, field)) return false;
  const value = (item as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}
