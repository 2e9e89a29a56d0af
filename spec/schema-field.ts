import { formsOf, ownValue, type SchemaNode, tagOf } from './schema-node.ts';

/** One field of the schema, found by its path. */
export interface SchemaField {
  /** Name of the field. */
  readonly key: string;
  /** What it takes. */
  readonly node: SchemaNode;
  /** Whether it must be written. */
  readonly needed: boolean;
  /** Alternatives of a union that have it, for example `aws`; empty: it does not depend on one. */
  readonly when: readonly string[];
}

/** The fields inside a node: of a list those of its entries, of named values those of a value, of a union those of all alternatives. */
export function fieldsIn(node: SchemaNode): readonly SchemaField[] {
  if (node.items !== undefined) return fieldsIn(node.items);
  if (typeof node.additionalProperties === 'object') return fieldsIn(node.additionalProperties);
  const forms = formsOf(node);
  const fields = merged(forms.flatMap((form) => fieldsOf(form, form === node ? undefined : tagOf(form))));
  return fields.map((field) => (field.when.length === forms.length ? { ...field, when: [] } : field));
}

function fieldsOf({ properties, required }: SchemaNode, tag: ReturnType<typeof tagOf>): SchemaField[] {
  return Object.entries(properties ?? {}).map(([key, node]) => ({
    key,
    node,
    needed: required?.includes(key) ?? false,
    when: tag === undefined || key === tag.key ? [] : [tag.word],
  }));
}

/**
 * The fields that a path leads to; several where alternatives of a union mean different things by it.
 *
 * List positions may be left out, and so may the names that users choose: `teams.quota.guaranteed` is found as well as
 * `teams[0].quota.train-h100.guaranteed`.
 */
export function fieldsBelow(field: SchemaField, step: string): readonly SchemaField[] {
  const inside = fieldsIn(field.node).filter(({ key }) => key === step);
  if (inside.length > 0) return inside.map((each) => ({ ...each, when: [...field.when, ...each.when] }));
  const values = namedValues(field.node);
  return values === undefined ? [] : [{ ...field, key: step, node: values, needed: false }];
}

function namedValues(node: SchemaNode): SchemaNode | undefined {
  const further = ownValue(node.items ?? node, 'additionalProperties');
  return typeof further === 'object' ? (further as SchemaNode) : undefined;
}

/** Joins fields that alternatives share; the tag itself becomes one field that lists its words. */
function merged(fields: readonly SchemaField[]): SchemaField[] {
  const found = new Map<string, SchemaField>();
  for (const field of fields) {
    const tag = field.node.const !== undefined && field.when.length === 0 && fields.length > 1;
    const key = tag ? field.key : `${field.key} ${JSON.stringify({ ...field.node, examples: undefined })}`;
    const earlier = found.get(key);
    if (earlier === undefined) found.set(key, field);
    else if (tag) found.set(key, { ...earlier, node: withWord(earlier.node, field.node) });
    else found.set(key, { ...earlier, when: [...earlier.when, ...field.when] });
  }
  return [...found.values()];
}

function withWord(earlier: SchemaNode, { const: word, description }: SchemaNode): SchemaNode {
  const words = earlier.enum ?? [earlier.const];
  const text =
    earlier.enum === undefined ? `\`${String(earlier.const)}\`: ${earlier.description}` : earlier.description;
  return {
    type: 'string',
    enum: [...words, word],
    description: `${text} \`${String(word)}\`: ${description}`,
    examples: earlier.examples,
  };
}
