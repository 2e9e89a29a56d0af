import { platformJsonSchema } from './json-schema.ts';
import { fieldsIn, type SchemaField } from './schema-field.ts';
import type { SchemaNode } from './schema-node.ts';
import { typeText } from './schema-words.ts';

const INTRODUCTION = `# The platform file

Every field of \`platform.yaml\`, made from the schema. Fields without a default that are marked **needed** must be
written; everything else may be left out. Numbers carry their unit in the text, sizes and times in the value. The same
texts are shown by \`plinth explain PATH\` and by editors that know the JSON Schema.`;

/** The reference of the whole spec as one Markdown page: a table for each group of fields, in the order of the schema. */
export function referencePage(): string {
  return `${[INTRODUCTION, ...sections('', platformJsonSchema(), 1)].join('\n\n')}\n`;
}

function sections(path: string, node: SchemaNode, depth: number): string[] {
  const fields = fieldsIn(node);
  if (fields.length === 0) return [];
  const heading = path === '' ? [] : [`${'#'.repeat(Math.min(depth, 4))} ${path}`, node.description ?? ''];
  const below = fields.flatMap((field) =>
    sections(path === '' ? pathOf(field) : `${path}.${pathOf(field)}`, field.node, depth + 1),
  );
  return [...heading.filter((text) => text !== ''), table(fields), ...below];
}

/** Name of a field as it stands in a path: lists with brackets, values under names of the user's with a placeholder. */
function pathOf({ key, node }: SchemaField): string {
  if (node.type === 'array') return `${key}[]`;
  return typeof node.additionalProperties === 'object' ? `${key}.<name>` : key;
}

function table(fields: readonly SchemaField[]): string {
  const rows = fields.map(({ key, needed, node, when }) => {
    const only = when.length === 0 ? '' : ` Only for ${when.map((word) => `\`${word}\``).join(', ')}.`;
    const example = node.examples?.[0] === undefined ? '' : ` Example: ${code(node.examples[0])}.`;
    const given = node.default === undefined ? (needed ? '**needed**' : '–') : code(node.default);
    return [`\`${key}\``, typeText(node), given, `${node.description ?? ''}${only}${example}`];
  });
  return [['Field', 'Type', 'Default', 'Meaning'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function code(value: unknown): string {
  // A text of several lines would end the row of the table.
  return `\`${typeof value === 'string' ? value.trim().replaceAll('\n', '\\n') : JSON.stringify(value)}\``;
}
