import type { JsonSchema } from './json-schema.ts';
import { anything, type Field, type Shape, sorted } from './shape.ts';

/**
 * Answers for a schema that has a name of its own, and `undefined` for all others.
 *
 * `field` is the property that holds the schema; empty where there is none.
 */
export type Recognise = (schema: JsonSchema, field: string) => Shape | undefined;

const QUANTITY_PATTERN = 'numkMGTPE';

/** Turns a schema into a shape; `recognise` is asked first, at every level. */
export function shapeOf(schema: JsonSchema, recognise: Recognise, field = ''): Shape {
  const known = recognise(schema, field);
  if (known !== undefined) return known;
  const shape = withoutNull(schema, recognise, field);
  return schema.nullable === true && shape !== anything ? { form: 'nullable', of: shape } : shape;
}

/** The properties of an object schema as fields, without those named in `omit`. */
export function fieldsOf(schema: JsonSchema, recognise: Recognise, omit: readonly string[] = []): readonly Field[] {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {})
    .filter(([name]) => !omit.includes(name))
    .map(([name, property]) => ({ name, required: required.has(name), shape: shapeOf(property, recognise, name) }));
  return sorted(fields);
}

function withoutNull(schema: JsonSchema, recognise: Recognise, field: string): Shape {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string') return intOrString(schema);
  const values = literals(schema);
  if (values.length > 0) return { form: 'literals', values };
  if (schema.type === 'array') return { form: 'list', items: shapeOf(schema.items ?? {}, recognise, field) };
  if (schema.type === 'object' || schema.properties !== undefined) return objectShape(schema, recognise, field);
  if (schema.type === 'string' || schema.type === 'boolean') return { form: 'plain', type: schema.type };
  if (schema.type === 'integer' || schema.type === 'number') return { form: 'plain', type: 'number' };
  return anything;
}

function intOrString(schema: JsonSchema): Shape {
  const quantity = schema.pattern?.includes(QUANTITY_PATTERN) === true;
  return { form: 'reference', name: quantity ? 'Quantity' : 'IntOrString', shared: true };
}

/** The allowed values: those that the schema and every `allOf` part with an enumeration have in common. */
function literals(schema: JsonSchema): readonly (string | number | boolean)[] {
  const lists = [schema, ...(schema.allOf ?? [])].flatMap((part) => (part.enum === undefined ? [] : [part.enum]));
  const [first = [], ...others] = lists;
  const common = first.filter((value) => others.every((list) => list.includes(value)));
  return common.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
}

function objectShape(schema: JsonSchema, recognise: Recognise, field: string): Shape {
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) {
    return { form: 'object', fields: fieldsOf(schema, recognise), open };
  }
  const values = schema.additionalProperties;
  if (typeof values === 'object') return { form: 'map', values: shapeOf(values, recognise, field) };
  return { form: 'map', values: open || values === true ? anything : { form: 'plain', type: 'never' } };
}
