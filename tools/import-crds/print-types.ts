import type { Alias, Field, Interface, ObjectShape, Shape } from './shape.ts';

/** The TypeScript text of a shape, as it stands to the right of a colon. */
export function typeText(shape: Shape): string {
  switch (shape.form) {
    case 'plain':
      return shape.type;
    case 'literals':
      return shape.values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(' | ');
    case 'list':
      return `readonly ${inBrackets(shape.items)}[]`;
    case 'map':
      return `Readonly<Record<string, ${typeText(shape.values)}>>`;
    case 'nullable':
      return `${typeText(shape.of)} | null`;
    case 'reference':
      return shape.name;
    case 'object':
      return `{ ${fieldLines(shape).join(' ').replace(/;$/, '')} }`;
  }
}

/** An exported interface. */
export function interfaceText({ name, shape }: Interface): string {
  return [`export interface ${name} {`, ...fieldLines(shape).map((line) => `  ${line}`), '}'].join('\n');
}

/** An exported type that is no interface. */
export function aliasText({ name, shape }: Alias): string {
  return `export type ${name} = ${typeText(shape)};`;
}

/** One line for a property. */
export function fieldText({ name, required, shape }: Field): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
  return `readonly ${key}${required ? '' : '?'}: ${typeText(shape)};`;
}

/** A string literal in single quotes. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function fieldLines({ fields, open }: ObjectShape): readonly string[] {
  return [...fields.map(fieldText), ...(open ? ['readonly [property: string]: unknown;'] : [])];
}

function inBrackets(items: Shape): string {
  const text = typeText(items);
  return items.form === 'literals' || items.form === 'nullable' || items.form === 'list' ? `(${text})` : text;
}
