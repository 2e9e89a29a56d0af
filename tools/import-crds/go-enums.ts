import type { JsonSchema } from './json-schema.ts';

/** What one Go package of API types says about closed sets of strings. */
export interface GoEnums {
  /** Allowed values by the name of the string type that is marked `+enum`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Name of the Go type of a struct's field, by struct and by the field's name on the wire; without `*`, `[]` and package. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Closed sets that the source does not mark. */
const CLOSED = ['LabelSelectorOperator', 'LimitType'];

/** Prefix of the definitions that stand for Go enumerations. */
const GO = 'go.';

/** Reads the text of a `types.go`: the OpenAPI document of Kubernetes leaves its enumerations out, the Go source has them. */
export function readGoEnums(source: string): GoEnums {
  const marks = source.matchAll(/^\/\/ \+enum *\n(?:\/\/.*\n)*type (\w+) string$/gm);
  const marked = new Set([...CLOSED, ...[...marks].map(([, name = '']) => name)]);
  const values = new Map<string, string[]>();
  for (const match of source.matchAll(/^\s+\w+ +(?:(\w+) += +"([^"]*)"|= +(\w+)\("([^"]*)"\))/gm)) {
    const [type = '', value = ''] = match[1] === undefined ? match.slice(3) : match.slice(1);
    if (marked.has(type)) values.set(type, [...(values.get(type) ?? []), value]);
  }
  const fields = new Map<string, ReadonlyMap<string, string>>();
  for (const [, struct = '', body = ''] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    const typed = [...body.matchAll(/^\s+\w+ +(?:\*|\[\])?(?:\w+\.)?(\w+) +`json:"(\w+)/gm)];
    fields.set(struct, new Map(typed.map(([, type = '', name = '']) => [name, type])));
  }
  return { values, fields };
}

/**
 * Puts references to enumerations into the string properties of definitions.
 *
 * `packages` maps the prefix of a definition's name, such as `io.k8s.api.core.v1`, to what its Go package says; a type
 * that a package does not declare is looked for in the others, in order.
 */
export function withEnums(
  definitions: Readonly<Record<string, JsonSchema>>,
  packages: ReadonlyMap<string, GoEnums>,
): Readonly<Record<string, JsonSchema>> {
  const enums: Record<string, JsonSchema> = {};
  const refer = (schema: JsonSchema, type: string, own: GoEnums): JsonSchema => {
    const values = [own, ...packages.values()].map((one) => one.values.get(type)).find((found) => found !== undefined);
    const strings = schema.type === 'array' ? schema.items : schema;
    if (values === undefined || strings?.type !== 'string') return schema;
    const known = enums[`${GO}${type}`]?.enum ?? values;
    if (known.join() !== values.join()) throw new Error(`two enumerations are called ${type}`);
    enums[`${GO}${type}`] = { type: 'string', enum: values };
    const reference = { $ref: `#/definitions/${GO}${type}` };
    return schema.type === 'array' ? { ...schema, items: reference } : reference;
  };
  const typed = Object.entries(definitions).map(([path, schema]): [string, JsonSchema] => {
    const dot = path.lastIndexOf('.');
    const own = packages.get(path.slice(0, dot));
    const types = own?.fields.get(path.slice(dot + 1));
    if (own === undefined || types === undefined || schema.properties === undefined) return [path, schema];
    const properties = Object.entries(schema.properties).map(([name, property]) => [
      name,
      refer(property, types.get(name) ?? '', own),
    ]);
    return [path, { ...schema, properties: Object.fromEntries(properties) }];
  });
  return { ...Object.fromEntries(typed), ...enums };
}
