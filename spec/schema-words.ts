import { formsOf, type SchemaNode, tagOf } from './schema-node.ts';

/** Says in words what a node takes: its type, range and allowed words. */
export function typeText(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (node.oneOf !== undefined || node.anyOf !== undefined) return unionText(node);
  switch (node.type) {
    case 'array':
      return `list of ${listed(node)}${range(node.minItems, node.maxItems, 'entries')}`;
    case 'object':
      return typeof node.additionalProperties === 'object' ? 'names with values' : 'fields';
    case 'string':
      return textType(node);
    case 'integer':
      return `whole number${range(node.minimum, node.maximum)}`;
    case 'number':
      return `number${range(node.minimum ?? node.exclusiveMinimum, node.maximum)}`;
    default:
      return 'any JSON value';
  }
}

function unionText(node: SchemaNode): string {
  const tags = formsOf(node).flatMap((form) => tagOf(form) ?? []);
  const key = tags[0]?.key;
  if (key === undefined) return formsOf(node).map(typeText).join(', or ');
  return `fields, by \`${key}\`: ${tags.map(({ word }) => `\`${word}\``).join(', ')}`;
}

function listed({ items }: SchemaNode): string {
  if (items === undefined) return 'values';
  if (items.properties !== undefined || items.oneOf !== undefined) return 'fields';
  return typeText(items).replace(/^(text|whole number|network|name)\b/, '$1s');
}

function textType({ format, maxLength, pattern }: SchemaNode): string {
  const words = pattern === undefined ? undefined : FORMS.find(([form]) => form.test(pattern));
  if (words?.[2] === 'whole') return words[1];
  const kind = words?.[1] ?? (format === undefined ? 'text' : `text (${format})`);
  return maxLength === undefined ? kind : `${kind}, at most ${maxLength.toLocaleString('en-US')} characters`;
}

/** Patterns of texts that have a form of their own, and how to say it; `whole` where their length says nothing. */
const FORMS: readonly (readonly [pattern: RegExp, words: string, length?: 'whole'])[] = [
  [/\[smhd\]\$$/, 'length of time: a whole number and `s`, `m`, `h` or `d`', 'whole'],
  [/\(kbit\|Mbit\|Gbit\)\$$/, 'speed of a link: a whole number and `kbit`, `Mbit` or `Gbit`', 'whole'],
  [/\(Mi\|Gi\|Ti\|Pi\)\$$/, 'size: a whole number and `Mi`, `Gi`, `Ti` or `Pi`', 'whole'],
  [/^\^\[0-9a-fA-F\.:\]/, 'network in CIDR form', 'whole'],
  [/\(\[-a-z0-9\]\*\[a-z0-9\]\)\?\$$/, 'name of `a-z`, `0-9` and `-`'],
];

function range(from: number | undefined, to: number | undefined, of?: string): string {
  const what = of === undefined ? '' : ` ${of}`;
  const number = (value: number) => value.toLocaleString('en-US');
  if (to === undefined || to >= Number.MAX_SAFE_INTEGER)
    return from === undefined || from <= Number.MIN_SAFE_INTEGER ? '' : `, at least ${number(from)}${what}`;
  return from === undefined ? `, at most ${number(to)}${what}` : `, ${number(from)}–${number(to)}${what}`;
}
