import { isScalar, parseDocument } from 'yaml';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { platformJsonSchema } from '../../spec/json-schema.ts';
import { fixByName } from '../../spec/nearest.ts';
import { fieldsBelow, fieldsIn, type SchemaField } from '../../spec/schema-field.ts';
import { ownValue } from '../../spec/schema-node.ts';
import { pathSteps } from '../../spec/spec-path.ts';

/** A path, an equals sign, and a value. */
const FORM = /^\s*([A-Za-z][^=]*?)\s*=(.*)$/s;
/** A comma after which another assignment begins. */
const BETWEEN = /,(?=\s*[A-Za-z][\w.[\]"-]*\s*=)/;

type Step = string | number;

/**
 * A platform with one part changed, for a rehearsal of what would be.
 *
 * @param input - what the user wrote; it stays as it is
 * @param assignment - a path in the spec and a YAML scalar, such as `pools.train-h100.nodes.max=32`. Items of lists are
 * found by their name or position. Several assignments with commas between them are made together.
 * @returns the changed platform, to be parsed as any other: whether the value fits is not checked here
 * @throws {PlatformError} `WHATIF_ASSIGNMENT_MALFORMED` for something that is no path with a value,
 * `WHATIF_PATH_UNKNOWN` with the nearest right word for a path that leads nowhere, `WHATIF_PATH_UNFINISHED` for one that ends
 * before a single value.
 */
export function applyAssignment(input: unknown, assignment: string): unknown {
  return assignment.split(BETWEEN).reduce(assign, input);
}

function assign(input: unknown, assignment: string): unknown {
  const [, path = '', text = ''] = FORM.exec(assignment) ?? [];
  const steps = pathSteps(path);
  if (steps.length === 0)
    throw refusal('MALFORMED', assignment, 'it is no path with a value', 'write it as pools.NAME.nodes.max=32');
  const root: SchemaField = { key: '', node: platformJsonSchema(), needed: true, when: [] };
  return changed({ path, value: scalarOf(assignment, text), steps }, input, [root], 0);
}

function scalarOf(assignment: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  const { contents } = document;
  if (document.errors.length === 0 && isScalar(contents) && text.trim() !== '') return contents.toJSON();
  throw refusal(
    'MALFORMED',
    assignment,
    `${JSON.stringify(text)} is no single value`,
    'give a number, a word, true or false',
  );
}

interface Assignment {
  readonly path: string;
  readonly steps: readonly Step[];
  readonly value: unknown;
}

/** The same value with a part exchanged; what lies on the way is copied, so that parts which YAML aliases share stay apart. */
function changed(assignment: Assignment, value: unknown, fields: readonly SchemaField[], at: number): unknown {
  const { path, steps } = assignment;
  const step = steps[at];
  if (step === undefined) return lastValue(assignment, value, fields);
  if (Array.isArray(value)) {
    const index = indexOf(value, step);
    if (index < 0) throw unknown(path, steps, at, namesOf(value));
    return value.with(index, changed(assignment, value[index], fields, at + 1));
  }
  // No part of a platform is called `__proto__`, and zod would leave such a name out without a word.
  const next =
    typeof step === 'number' || step === '__proto__' ? [] : fields.flatMap((field) => fieldsBelow(field, step));
  if (next.length === 0 || typeof step === 'number') throw unknown(path, steps, at, keysOf(fields));
  return withKey(value, step, changed(assignment, ownValue(value, step), next, at + 1));
}

function lastValue({ path, value }: Assignment, current: unknown, fields: readonly SchemaField[]): unknown {
  const inside = keysOf(fields);
  const isList = fields.every(({ node }) => node.type === 'array');
  if (inside.length === 0 && !isList) return value;
  throw refusal('UNFINISHED', path, 'it is more than a single value', endingOf(path, current, isList ? [] : inside));
}

/** How a path goes on that ends too early. */
function endingOf(path: string, current: unknown, inside: readonly string[]): string {
  if (inside.length > 0) return `go on with one of ${inside.join(', ')}`;
  const [first] = Array.isArray(current) ? namesOf(current) : [];
  return first === undefined
    ? 'this list cannot be changed by one value; rehearse a changed file instead'
    : `name a single entry, such as ${path}.${first}`;
}

function withKey(value: unknown, key: string, inner: unknown): object {
  const copy: object = value !== null && typeof value === 'object' ? value : {};
  return { ...copy, [key]: inner };
}

function indexOf(list: readonly unknown[], step: Step): number {
  const named = list.findIndex((item) => ownValue(item, 'name') === step);
  return named >= 0 || typeof step === 'string' ? named : step < list.length ? step : -1;
}

function namesOf(list: readonly unknown[]): string[] {
  return list.flatMap((item) => {
    const name = ownValue(item, 'name');
    return typeof name === 'string' ? name : [];
  });
}

function keysOf(fields: readonly SchemaField[]): string[] {
  return [...new Set(fields.flatMap(({ node }) => fieldsIn(node).map(({ key }) => key)))];
}

function unknown(path: string, steps: readonly Step[], at: number, candidates: readonly string[]): PlatformError {
  const around = steps.slice(0, at).join('.') || 'the platform';
  const step = String(steps[at]);
  const fix = candidates.length === 0 ? `end the path at ${around}` : fixByName(step, candidates);
  return refusal('UNKNOWN', path, `there is no ${step} in ${around}`, fix);
}

const CODES = {
  MALFORMED: 'WHATIF_ASSIGNMENT_MALFORMED',
  UNKNOWN: 'WHATIF_PATH_UNKNOWN',
  UNFINISHED: 'WHATIF_PATH_UNFINISHED',
} as const satisfies Record<string, Uppercase<string>>;

function refusal(kind: keyof typeof CODES, at: string, problem: string, fix: string): PlatformError {
  const finding: Finding = { code: CODES[kind], level: 'error', at: `(--what-if) ${at}`, problem, fix };
  return new PlatformError([finding]);
}
