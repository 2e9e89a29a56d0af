import { z } from 'zod';

/** One node of a JSON Schema, as far as Plinth's own schemas use it. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

const known = new WeakMap<z.ZodType, SchemaNode>();

/** The JSON Schema (draft 7) of what a user writes for a zod schema; made once. */
export function schemaOf(schema: z.ZodType): SchemaNode {
  const made = known.get(schema) ?? makeSchema(schema);
  known.set(schema, made);
  return made;
}

function makeSchema(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema, zodSchema }) => {
      // zod leaves out the examples of whatever is transformed; ours are in the form in which users write it.
      const examples = z.globalRegistry.get(zodSchema)?.['examples'];
      if (Array.isArray(examples) && jsonSchema.examples === undefined) jsonSchema.examples = examples;
      // zod marks frozen values so; editors would read it as a field that nobody may write.
      delete jsonSchema.readOnly;
    },
  }) as SchemaNode;
}

/** The forms that a node may take: its alternatives, or itself. */
export function formsOf(node: SchemaNode): readonly SchemaNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

/** Field by which the alternatives of a union are told apart, and the word that this alternative has. */
export function tagOf({ properties }: SchemaNode): { readonly key: string; readonly word: string } | undefined {
  for (const key of ['kind', 'op']) {
    const word = properties?.[key]?.const;
    if (typeof word === 'string') return { key, word };
  }
  return undefined;
}

/** The node that a path leads to; of alternatives, the one that the given value chose by its `kind` or `op`. */
export function nodeAt(root: SchemaNode, value: unknown, path: readonly PropertyKey[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let given = value;
  for (const step of path) {
    node = below(chosen(node, given), step);
    given = ownValue(given, step);
  }
  return chosen(node, given);
}

/** Value that an object or list has itself under a key; never something that it inherits. */
export function ownValue(value: unknown, key: PropertyKey): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

function below(node: SchemaNode | undefined, step: PropertyKey): SchemaNode | undefined {
  if (typeof step === 'number') return node?.items;
  const property = ownValue(node?.properties, step) as SchemaNode | undefined;
  const further = node?.additionalProperties;
  return property ?? (typeof further === 'object' ? further : undefined);
}

function chosen(node: SchemaNode | undefined, value: unknown): SchemaNode | undefined {
  const forms = node?.oneOf ?? node?.anyOf;
  if (forms === undefined) return node;
  // Alternatives that no word tells apart are a single value or fields.
  if (forms.every((form) => tagOf(form) === undefined)) return forms.find(({ properties }) => properties !== undefined);
  return forms.find((form) => {
    const tag = tagOf(form);
    return tag !== undefined && ownValue(value, tag.key) === tag.word;
  });
}
