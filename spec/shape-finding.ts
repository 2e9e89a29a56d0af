import { z } from 'zod';
import type { Finding } from './finding.ts';
import { fixByName } from './nearest.ts';
import { pathText } from './spec-path.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Says one wrong shape in the user's words, with the nearest right word where a word is wrong. */
export function shapeFindings(schema: z.ZodType, input: unknown, issue: Issue): Finding[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(schema, input, issue);
  if (issue.code === 'invalid_key')
    return [
      finding(
        issue.path,
        `${JSON.stringify(issue.path.at(-1))} cannot be a key here`,
        issue.issues[0]?.message ?? 'choose another',
      ),
    ];
  const given = valueAt(input, issue.path);
  if (given === undefined) return [finding(issue.path, 'it is missing', `add it${wanted(issue)}`)];
  const options = optionsOf(issue);
  if (options.length > 0)
    return [finding(issue.path, `${show(given)} is none of the words it may be`, fixByName(String(given), options))];
  return [finding(issue.path, `${show(given)} does not fit`, problemText(issue))];
}

function unknownKeys(
  schema: z.ZodType,
  input: unknown,
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
): Finding[] {
  const known = keysAt(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as JsonSchema, input, issue.path);
  const given = Object.keys((valueAt(input, issue.path) ?? {}) as object);
  const free = known.filter((key) => !given.includes(key));
  return issue.keys.map((key) => finding([...issue.path, key], 'nothing here has that name', fixByName(key, free)));
}

function finding(path: readonly PropertyKey[], problem: string, fix: string): Finding {
  return { code: 'SPEC_SHAPE_INVALID', level: 'error', at: pathText(path), problem, fix };
}

function wanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return ` (${issue.expected})`;
  const options = optionsOf(issue);
  return options.length > 0 ? ` (${options.join(', ')})` : '';
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return issue.options.map(String);
  return [];
}

function problemText(issue: Issue): string {
  if (issue.code === 'invalid_type')
    return `give ${issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`}`;
  if (issue.code === 'too_big') return `give at most ${issue.maximum}${issue.origin === 'array' ? ' entries' : ''}`;
  if (issue.code === 'too_small') return `give at least ${issue.minimum}${issue.origin === 'array' ? ' entries' : ''}`;
  return issue.message.replace(/^expected/, 'give');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value === null || typeof value !== 'object' ? undefined : (value as Record<PropertyKey, unknown>)[step],
    input,
  );
}

/** Keys that the schema knows at a path; a union is decided by the `kind` that the user wrote. */
function keysAt(schema: JsonSchema, input: unknown, path: readonly PropertyKey[]): string[] {
  let node: JsonSchema | undefined = schema;
  for (const [depth, step] of path.entries()) {
    node = chosen(node, valueAt(input, path.slice(0, depth)));
    const next: unknown =
      typeof step === 'number' ? node?.items : (node?.properties?.[String(step)] ?? node?.additionalProperties);
    node = typeof next === 'object' ? (next as JsonSchema) : undefined;
  }
  return Object.keys(chosen(node, valueAt(input, path))?.properties ?? {});
}

function chosen(node: JsonSchema | undefined, value: unknown): JsonSchema | undefined {
  const variants = (node?.oneOf ?? node?.anyOf) as JsonSchema[] | undefined;
  if (variants === undefined) return node;
  const word = valueAt(value, ['kind']) ?? valueAt(value, ['op']);
  return variants.find((variant) =>
    [variant.properties?.['kind'], variant.properties?.['op']].some(
      (tag) => typeof tag === 'object' && tag.const === word,
    ),
  );
}
