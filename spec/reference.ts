import { PlatformError } from './finding.ts';
import { platformJsonSchema } from './json-schema.ts';
import { fixByName } from './nearest.ts';
import { fieldsBelow, fieldsIn, type SchemaField } from './schema-field.ts';
import type { SchemaNode } from './schema-node.ts';
import { typeText } from './schema-words.ts';
import { pathSteps } from './spec-path.ts';

/**
 * The text of one part of the spec: what it means, its type, range and allowed words, default, example and fields.
 *
 * @param path - such as `pools.sharing`; list positions and names that users choose may be left out; empty: the whole spec
 * @throws {PlatformError} `SPEC_PATH_UNKNOWN` with the nearest right word if the path leads nowhere.
 */
export function explainPath(path: string): string {
  const title = path === '' ? 'platform' : path;
  return fieldsAt(path)
    .map((field) => [title, ...fieldLines(field)].join('\n'))
    .join('\n\n');
}

/**
 * The JSON Schema of one part of the spec.
 *
 * @param path - as {@link explainPath} takes it
 * @throws {PlatformError} `SPEC_PATH_UNKNOWN` if the path leads nowhere.
 */
export function schemaAt(path: string): SchemaNode {
  const [first, ...others] = fieldsAt(path).map(({ node }) => node);
  if (first === undefined) throw new Error(`bug: no field at ${path}`);
  return others.length === 0 ? first : { anyOf: [first, ...others] };
}

function fieldsAt(path: string): readonly SchemaField[] {
  let fields: readonly SchemaField[] = [{ key: '', node: platformJsonSchema(), needed: true, when: [] }];
  const steps = pathSteps(path).filter((step) => typeof step === 'string');
  for (const [index, step] of steps.entries()) {
    const next = fields.flatMap((field) => fieldsBelow(field, step));
    if (next.length === 0) throw unknownPath(path, step, steps.slice(0, index).join('.'), fields);
    fields = next;
  }
  return fields;
}

function unknownPath(path: string, step: string, around: string, fields: readonly SchemaField[]): PlatformError {
  const known = [...new Set(fields.flatMap(({ node }) => fieldsIn(node).map(({ key }) => key)))];
  const problem = `there is no ${step} in ${around === '' ? 'the spec' : around}`;
  const fix = known.length === 0 ? `ask for ${around}, which has no fields` : fixByName(step, known);
  return new PlatformError([{ code: 'SPEC_PATH_UNKNOWN', level: 'error', at: path, problem, fix }]);
}

function fieldLines({ needed, node, when }: SchemaField): string[] {
  const facts: [name: string, text: string | undefined][] = [
    ['type', typeText(node).replaceAll('`', '')],
    ['only for', when.length === 0 ? undefined : `kind ${when.join(', ')}`],
    ['needed', needed ? 'yes' : 'no'],
    ['default', valueText(node.default)],
    ['example', valueText(node.examples?.[0])],
  ];
  return [
    `  ${node.description ?? 'One value; its name is yours to choose.'}`,
    '',
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : `  ${name.padEnd(9)} ${text}`)),
    ...childLines(fieldsIn(node)),
  ];
}

function childLines(children: readonly SchemaField[]): string[] {
  if (children.length === 0) return [];
  const width = Math.max(...children.map(({ key }) => key.length));
  return [
    '',
    '  fields',
    ...children.map(({ key, node, when }) => {
      const only = when.length === 0 ? '' : ` (${when.join(', ')})`;
      return `    ${key.padEnd(width)}  ${node.description ?? ''}${only}`;
    }),
  ];
}

function valueText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
