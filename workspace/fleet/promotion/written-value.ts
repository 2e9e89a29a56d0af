import { isDeepStrictEqual } from 'node:util';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { SpecPath } from '../../../spec/spec-path.ts';

/** Whether a YAML text says something at a path. */
export function saysAt(text: string, path: SpecPath): boolean {
  return parseDocument(text).getIn(path) !== undefined;
}

/**
 * Writes one text at a path of a YAML or JSON file, and leaves every other character as it was: comments, order and layout are
 * the user's.
 *
 * @param path - fields and positions; fields that are missing are added, positions must be there
 * @returns nothing where it cannot be written so: a part on the way is an alias, or no fields
 */
export function withValue(text: string, path: SpecPath, value: string): string | undefined {
  const changed = spliced(text, path, value);
  if (changed === undefined) return undefined;
  const document = parseDocument(text);
  document.setIn(path, value);
  // The layout of people is endless: what came out is read again before anybody gets it.
  const written = parseDocument(changed);
  const fits = written.errors.length === 0 && isDeepStrictEqual(written.toJS(), document.toJS());
  return fits ? changed : undefined;
}

function spliced(text: string, path: SpecPath, value: string): string | undefined {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  for (const [index, step] of path.entries()) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      continue;
    }
    if (!isMap(node) || isAlias(node)) return undefined;
    const pair = pairAt(node, step);
    if (pair === undefined) return inserted(text, node, path.slice(index), value, lines);
    if (index === path.length - 1) return isScalar(pair.value) ? replaced(text, pair.value, value) : undefined;
    node = pair.value;
  }
  return undefined;
}

function pairAt(map: YAMLMap, step: string | number): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === step);
}

function replaced(text: string, { range }: Node, value: string): string | undefined {
  if (range == null || range[0] === range[1]) return undefined;
  return text.slice(0, range[0]) + JSON.stringify(value) + text.slice(range[1]);
}

function inserted(text: string, map: YAMLMap, path: SpecPath, value: string, lines: LineCounter): string | undefined {
  const first = map.items[0]?.key as Node | undefined;
  const last = map.items.at(-1)?.value as Node | null | undefined;
  const end = last?.range?.[1];
  if (map.flow === true) return insertedInLine(text, { from: map.range?.[0] ?? 0, first, end }, path, value);
  const start = first?.range?.[0];
  if (start === undefined || end === undefined) return undefined;
  const line = text.indexOf('\n', text.slice(0, end).trimEnd().length);
  const place = line === -1 ? text.length : line;
  const indent = ' '.repeat(lines.linePos(start).col - 1);
  return `${text.slice(0, place)}\n${indent}${fieldText(path, value, false)}${text.slice(place)}`;
}

interface InLine {
  /** Where its brace stands. */
  readonly from: number;
  /** Its first key. @default - it is empty */
  readonly first?: Node | undefined;
  /** Where its last value ends. @default - it is empty, or the value is left out */
  readonly end?: number | undefined;
}

function insertedInLine(text: string, { end, first, from }: InLine, path: SpecPath, value: string): string | undefined {
  if (first !== undefined && end === undefined) return undefined;
  const place = end ?? from + 1;
  const [before, after] = first === undefined ? [' ', ' '] : [', ', ''];
  // JSON is YAML whose keys are quoted.
  const quoted = text[first?.range?.[0] ?? from] === '"';
  return `${text.slice(0, place)}${before}${fieldText(path, value, quoted)}${after}${text.slice(place)}`;
}

/** Fields that are all missing, in one line. */
function fieldText([step, ...rest]: SpecPath, value: string, quoted: boolean): string {
  const key = quoted ? JSON.stringify(step) : `${step}`;
  return `${key}: ${rest.length === 0 ? JSON.stringify(value) : `{ ${fieldText(rest, value, quoted)} }`}`;
}
