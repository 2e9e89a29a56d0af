import type { z } from 'zod';
import type { Finding } from './finding.ts';
import { fixByName } from './nearest.ts';
import { nodeAt, ownValue, schemaOf } from './schema-node.ts';
import { pathText } from './spec-path.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Says one wrong shape in the user's words, with the nearest right word where a word is wrong. */
export function shapeFindings(schema: z.ZodType, input: unknown, issue: Issue): Finding[] {
  const { path } = issue;
  const meant = meantForm(issue);
  if (meant !== undefined)
    return meant.flatMap((inner) => shapeFindings(schema, input, { ...inner, path: [...path, ...inner.path] }));
  if (issue.code === 'unrecognized_keys') return unknownKeys(schema, input, path, issue.keys);
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? 'choose another';
    return [finding(path, `${show(path.at(-1))} cannot be a key here`, asAdvice(message))];
  }
  const given = path.reduce(ownValue, input);
  if (given === undefined) return [finding(path, 'it is missing', missing(schema, input, issue))];
  const options = optionsOf(issue);
  if (options.length > 0 && typeof given === 'string')
    return [finding(path, `${show(given)} is none of the words it may be`, fixByName(given, options))];
  return [finding(path, `${show(given)} does not fit`, advice(issue, given, exampleAt(schema, input, path)))];
}

/** Of alternatives that no word tells apart, such as a name or fields: what is wrong with the one whose kind of value was given. */
function meantForm(issue: Issue): readonly Issue[] | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  return issue.errors.find((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
}

function unknownKeys(schema: z.ZodType, input: unknown, path: Path, keys: readonly string[]): Finding[] {
  const known = Object.keys(nodeAt(schemaOf(schema), input, path)?.properties ?? {});
  const given = Object.keys((path.reduce(ownValue, input) ?? {}) as object);
  const free = known.filter((key) => !given.includes(key));
  return keys.map((key) => finding([...path, key], 'nothing here has that name', fixByName(key, free)));
}

function finding(path: Path, problem: string, fix: string): Finding {
  return { code: 'SPEC_SHAPE_INVALID', level: 'error', at: pathText(path), problem, fix };
}

function missing(schema: z.ZodType, input: unknown, issue: Issue): string {
  const options = optionsOf(issue);
  if (options.length > 0) return `add it, one of ${options.join(', ')}`;
  const example = exampleAt(schema, input, issue.path);
  return example === undefined ? 'add it' : `add it, such as ${String(issue.path.at(-1))}: ${example}`;
}

/** An example in the form of YAML's flow style, which JSON is. */
function exampleAt(schema: z.ZodType, input: unknown, path: Path): string | undefined {
  const key = path.at(-1);
  const around = nodeAt(schemaOf(schema), input, path.slice(0, -1));
  const example = key === undefined ? undefined : around?.properties?.[String(key)]?.examples?.[0];
  return example === undefined ? undefined : JSON.stringify(example);
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return issue.options.map(String);
  return [];
}

function advice(issue: Issue, given: unknown, example: string | undefined): string {
  const options = optionsOf(issue);
  if (options.length > 0) return `choose one of ${options.join(', ')}`;
  if (issue.code === 'invalid_type') return typeAdvice(issue.expected, given, example);
  if (issue.message.startsWith('expected')) return asAdvice(issue.message);
  if (issue.code === 'too_big') return `give at most ${issue.maximum}${unit(issue.origin)}`;
  if (issue.code === 'too_small')
    return `give ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit(issue.origin)}`;
  return asAdvice(issue.message);
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'fields with values',
  record: 'names with values',
  string: 'a text',
};

function typeAdvice(expected: string, given: unknown, example: string | undefined): string {
  if (expected === 'string' && typeof given === 'number')
    return `write it in quotes${example === undefined ? '' : `, such as ${example}`}`;
  const numeric = expected === 'number' || expected === 'int';
  if (numeric && typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given)))
    return 'write it without quotes';
  return `give ${TYPES[expected] ?? expected}`;
}

function unit(origin: string): string {
  return { array: ' entries', string: ' characters' }[origin] ?? '';
}

function asAdvice(message: string): string {
  return message.startsWith('expected') ? message.replace(/^expected/, 'give') : `choose another: ${message}`;
}

/** A value as it stands in the file, short; a value that JSON cannot hold by its kind. */
function show(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A list or object that contains itself.
  }
  const shown = text ?? `a ${typeof value}`;
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}
