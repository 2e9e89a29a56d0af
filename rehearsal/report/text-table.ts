import type { Paint } from './paint.ts';
import type { Table } from './table.ts';

/** Spaces between two columns, and where there is little room. */
const GAP = 2;
const NARROW_GAP = 1;
/** Narrowest that the first column becomes when there is too little room. */
const NARROWEST = 8;

/** Lines of a table with aligned columns; where the table would be wider than `width` the first column gives way, then the space between columns. */
export function textTable({ columns, rows }: Table, width: number, paint: Paint): string[] {
  const shown = columns.flatMap(({ detail = false }, index) => (detail ? [] : index));
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => shown.map((index) => row[index] ?? ''));
  const widths = shown.map((_, at) => cells.reduce((most, row) => Math.max(most, (row[at] ?? '').length), 0));
  const all = widths.reduce((total, each) => total + each, 0);
  const least = all - Math.max(0, (widths[0] ?? 0) - NARROWEST);
  const gap = least + GAP * (widths.length - 1) > width ? NARROW_GAP : GAP;
  const excess = all + gap * (widths.length - 1) - width;
  if (excess > 0) widths[0] = Math.max(Math.min(NARROWEST, widths[0] ?? 0), (widths[0] ?? 0) - excess);
  const lines = cells.map((row) =>
    row
      .map((cell, at) => {
        const room = widths[at] ?? 0;
        const number = columns[shown[at] ?? 0]?.kind === 'number';
        return number ? cell.padStart(room) : shortened(cell, room).padEnd(room);
      })
      .join(' '.repeat(gap))
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? paint('dim', line) : line));
}

/** A text that fits; what was cut off leaves an ellipsis. */
export function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
