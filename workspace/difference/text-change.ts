import { align } from './align.ts';
import type { FieldChange, TextHunk } from './object-difference.ts';
import { yamlDocuments, yamlValue } from './yaml-value.ts';

/** Equal lines shown on each side of a change. */
const AROUND = 2;

/** A line of both texts, of the old one or of the new one. */
interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/**
 * What differs between two unequal texts, beyond that they differ: fields where both hold JSON or YAML, else lines.
 *
 * @param compare - compares two values that texts hold
 * @returns nothing for texts of one line that hold neither
 */
export function textChange(
  before: string,
  after: string,
  compare: (before: unknown, after: unknown) => readonly FieldChange[],
): Pick<FieldChange, 'inside' | 'hunks'> {
  const [old, fresh] = [structure(before), structure(after)];
  const inside = old === undefined || fresh === undefined ? [] : compare(old, fresh);
  // Nothing inside: only comments or layout differ, and these are seen in the lines.
  if (inside.length > 0) return { inside };
  return before.includes('\n') || after.includes('\n') ? { hunks: hunks(before, after) } : {};
}

/** The map or list that a text holds. */
function structure(text: string): object | undefined {
  try {
    const value = /^\s*[[{]/.test(text)
      ? (JSON.parse(text) as unknown)
      : text.includes('\n')
        ? onlyDocument(text)
        : null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not JSON, or YAML that unfolds without end: a text like any other.
    return undefined;
  }
}

function onlyDocument(text: string): unknown {
  const [document, ...more] = yamlDocuments(text, '1.2');
  if (document === undefined || more.length > 0) return undefined;
  return document.errors.length + document.warnings.length > 0 ? undefined : yamlValue(document);
}

function hunks(before: string, after: string): TextHunk[] {
  const lines = allLines(before.split('\n'), after.split('\n'));
  const changed = lines.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const ranges: [from: number, to: number][] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - AROUND <= last[1] + 1) last[1] = index + AROUND;
    else ranges.push([Math.max(index - AROUND, 0), index + AROUND]);
  }
  return ranges.map(([from, to]) => {
    const shown = lines.slice(from, to + 1);
    return {
      beforeLine: (shown[0]?.before ?? 0) + 1,
      afterLine: (shown[0]?.after ?? 0) + 1,
      lines: shown.map(({ mark, text }) => `${mark}${text}`),
    };
  });
}

function allLines(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [a, b] = [0, 0];
  for (const [pairA, pairB] of [...align(before, after), [before.length, after.length] as const]) {
    for (; a < pairA; a++) lines.push({ mark: '-', text: before[a] ?? '', before: a, after: b });
    for (; b < pairB; b++) lines.push({ mark: '+', text: after[b] ?? '', before: a, after: b });
    if (a < before.length) lines.push({ mark: ' ', text: before[a] ?? '', before: a, after: b });
    a++;
    b++;
  }
  return lines;
}
