import fc, { type GeneratorValue } from 'fast-check';
import { chance, oneOf, some, whole } from './draw.ts';
import { randomPlatform } from './random-platform.ts';

/** Ways in which random platforms are broken. */
export interface Breakage {
  /** Only with values that a file can hold. @default false - also with what only a program can hand over */
  readonly writable?: boolean;
}

type Branch = Record<string, unknown> | unknown[];

/**
 * Platforms in which up to five things are wrong: anything may stand anywhere, be missing, or be there twice; and in half
 * of them only parts of two right platforms are mixed, so that their shape is right and the rules have to find it.
 */
export function brokenPlatform({ writable = false }: Breakage = {}): fc.Arbitrary<unknown> {
  const [one, few] = [
    randomPlatform({ pools: [1, 3], teams: [1, 4] }),
    randomPlatform({ pools: [1, 2], teams: [1, 2] }),
  ];
  return fc.tuple(one, few, fc.gen()).map(([input, other, draw]) => {
    const root = plain(input) as Record<string, unknown>;
    mix(draw, root, plain(other) as Record<string, unknown>);
    if (chance(draw)) for (let count = whole(draw, 1, 5); count > 0; count -= 1) breakOnce(draw, root, writable);
    return root;
  });
}

/** Puts parts of another platform in place of one's own: whole sections, or single pools and teams. */
function mix(draw: GeneratorValue, root: Record<string, unknown>, other: Record<string, unknown>): void {
  for (const section of some(draw, ['target', 'pools', 'teams', 'queueing', 'training']))
    root[section] = other[section];
  for (const section of some(draw, ['pools', 'teams'])) {
    const [mine, theirs] = [root[section], other[section]] as [unknown[], unknown[]];
    mine.push(oneOf(draw, theirs));
  }
}

function breakOnce(draw: GeneratorValue, root: Branch, writable: boolean): void {
  const branches = branchesOf(root);
  const branch = oneOf(draw, branches);
  const keys = Object.keys(branch);
  const key = keys.length === 0 ? 'more' : oneOf(draw, keys);
  const values = branch as Record<string, unknown>;
  const ways: (() => void)[] = [
    () => set(values, key, junkOf(draw, writable)),
    () => (Array.isArray(branch) ? branch.pop() : delete branch[key]),
    () =>
      Array.isArray(branch) ? branch.push(plain(branch[0])) : set(values, oneOf(draw, KEYS), junkOf(draw, writable)),
    () => set(values, key, near(draw, values[key])),
    () => set(values, key, plain(oneOf(draw, [null, ...Object.values(oneOf(draw, branches))]))),
    () => set(values, oneOf(draw, WORDS), values[key]),
    () => set(values, key, oneOf(draw, WORDS)),
  ];
  oneOf(draw, ways)();
}

/** Sets an entry; of a list only those that it has, so that it stays one. */
function set(values: Record<string, unknown>, key: string, value: unknown): void {
  if (!Array.isArray(values) || key in values) values[key] = value;
}

/** A new value each time, because it may be broken further. */
function junkOf(draw: GeneratorValue, writable: boolean): unknown {
  return writable || chance(draw, 0.7) ? plain(oneOf(draw, WRITABLE)) : oneOf(draw, PROGRAM_ONLY);
}

/** A copy; what only a program can hold is left out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? null : part)) ?? 'null');
}

function branchesOf(value: unknown): Branch[] {
  if (!Array.isArray(value) && Object.getPrototypeOf(value ?? 0) !== Object.prototype) return [];
  const branch = value as Branch;
  return [branch, ...Object.values(branch).flatMap(branchesOf)];
}

/** A value that is nearly the given one: off by one letter, by one, or much larger. */
function near(draw: GeneratorValue, value: unknown): unknown {
  if (typeof value === 'number') return oneOf(draw, [value + 1, value - 1, -value, value * 1_000, value + 0.5]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string' || value === '') return [value];
  const at = whole(draw, 0, value.length - 1);
  return chance(draw) ? value.slice(0, at) + value.slice(at + 1) : `${value.slice(0, at)}x${value.slice(at)}`;
}

/** Words that mean something somewhere, so that they often stand where their shape is right. */
const WORDS = [
  'aws',
  'gcp',
  'existing',
  'partition',
  'timeSlicing',
  'mps',
  'spot',
  'queued',
  'flexStart',
  'capacityBlock',
  'contracted',
  'dra',
  'operator',
  'required',
  'gang',
  'kata',
  'gvisor',
  'allowed',
  'none',
  'p5.48xlarge',
  'a3-highgpu-8g',
  '1g.10gb',
  '10.0.0.0/8',
  '10.0.0.1/8',
  '0.0.0.0/0',
  '999.0.0.0/8',
  '1.34',
  '1.37',
  '1.99',
  'kube-system',
  'vision-0',
  'train-0',
  'dept-0',
  '15m',
  '9999d',
  '1Pi',
  'constructor',
  'nvidia-h100-80gb',
];
const KEYS = ['constructor', '__proto__x', 'toString', 'sharng', 'zone', 'a b', 'ünïcode', '', 'x'.repeat(300), '0'];

const WRITABLE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  99_999,
  '',
  ' ',
  'x',
  'x'.repeat(5_000),
  'Ünïcode ☃',
  'a\nb',
  '\u0007',
  '../..',
  [],
  {},
  [[]],
  [null],
  { kind: 'nothing' },
  { kind: null },
  { a: { b: { c: 1 } } },
];
const PROGRAM_ONLY: readonly unknown[] = [
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  Symbol('s'),
  () => 1,
  new Date(0),
  new Map([['a', 1]]),
  /x/,
];
