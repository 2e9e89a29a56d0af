import type { FieldChange } from './object-difference.ts';
import { glyphs, type Paint } from './paint.ts';
import { valueText, valueTexts, visible } from './value-text.ts';

/** Lines of text hunks that are shown before the rest is only counted. */
const MOST_LINES = 40;

/** A changed field as lines, with what differs inside it below. */
export function fieldLines(change: FieldChange, indent: number, paint: Paint): string[] {
  const pad = ' '.repeat(indent);
  return [
    `${pad}${glyphs(paint)[change.kind]} ${visible(change.path)}${told(change)}`,
    ...(change.danger === undefined ? [] : [`${pad}    ${paint('red', `! ${change.danger}`)}`]),
    ...(change.inside ?? []).flatMap((inner) => fieldLines(inner, indent + 4, paint)),
    ...hunkLines(change, `${pad}    `, paint),
  ];
}

function told({ after, before, hunks, inside, kind }: FieldChange): string {
  if (inside !== undefined || hunks !== undefined) return ':';
  if (kind === 'added') return `: ${valueText(after)}`;
  if (kind === 'removed') return `: ${valueText(before)}`;
  const [old, fresh] = valueTexts(before, after);
  return kind === 'order' ? ` (order): ${old} -> ${fresh}` : `: ${old} -> ${fresh}`;
}

function hunkLines({ hunks = [] }: FieldChange, pad: string, paint: Paint): string[] {
  const lines = hunks.flatMap(({ afterLine, lines: inner }) => [
    paint('cyan', `line ${afterLine}`),
    ...inner.map((line) => painted(line, paint)),
  ]);
  const more = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
  return [...lines.slice(0, MOST_LINES), ...more].map((line) => `${pad}${line}`);
}

function painted(line: string, paint: Paint): string {
  const text = visible(line.replaceAll('\t', '  '));
  if (line.startsWith('+')) return paint('green', text);
  return line.startsWith('-') ? paint('red', text) : text;
}
