import { type Definitions, definitionOf, shortName } from './definition-names.ts';
import type { JsonSchema } from './json-schema.ts';

/** Share of common properties above which a part of a recognised type is an older or newer form of Kubernetes' own. */
const PART_ALIKE = 0.5;

/**
 * Share of properties that an inlined object schema and a definition have in common, 0 to 1.
 *
 * It is 0 where the definition would be wrong: it demands a property that the schema does not, or a common property is
 * something else in it.
 */
export function likeness(schema: JsonSchema, definition: JsonSchema, definitions: Definitions): number {
  const ours = schema.properties ?? {};
  const theirs = definition.properties ?? {};
  const common = Object.entries(ours).filter(([name]) => theirs[name] !== undefined);
  const share = common.length / (Object.keys(ours).length + Object.keys(theirs).length - common.length);
  const demanded = new Set(schema.required);
  if (share < PART_ALIKE || definition.required?.some((name) => !demanded.has(name)) === true) return 0;
  const agree = common.every(([name, property]) => agrees(property, theirs[name] ?? {}, definitions, name));
  return agree ? share : 0;
}

/** Whether a schema can be read as Kubernetes' schema at the same place. */
function agrees(schema: JsonSchema, theirs: JsonSchema, definitions: Definitions, field: string): boolean {
  const target = resolved(theirs, definitions);
  if (valueType(schema) !== valueType(target, theirs)) return false;
  if (schema.items !== undefined) return agrees(schema.items, target.items ?? {}, definitions, field);
  if (target.properties === undefined || field === 'metadata') return true;
  return likeness(schema, target, definitions) > 0;
}

function resolved(schema: JsonSchema, definitions: Definitions): JsonSchema {
  return schema.$ref === undefined ? schema : (definitions[definitionOf(schema.$ref)] ?? {});
}

/** A coarse word for what a schema holds; `reference` is how the schema was reached. */
function valueType(schema: JsonSchema, reference: JsonSchema = schema): string {
  const name = reference.$ref === undefined ? '' : shortName(definitionOf(reference.$ref));
  const either = schema['x-kubernetes-int-or-string'] === true || name === 'Quantity' || name === 'IntOrString';
  return either ? 'number or string' : (schema.type ?? 'anything');
}
