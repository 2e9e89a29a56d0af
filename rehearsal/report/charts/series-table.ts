import { amountText } from '../figure-text.ts';
import { html, type Markup } from '../html-markup.ts';
import { htmlTable } from '../html-table.ts';
import type { Layer, Series } from './stacked-areas.ts';
import { momentText } from './time-axis.ts';

/** Rows of the table beside a chart. */
const ROWS = 12;

/** The figures of a chart as a table, for people who cannot see it or want the numbers. */
export function seriesTable(caption: string, { layers, partSeconds }: Series, line?: Layer): Markup {
  const columns = line === undefined ? layers : [...layers, line];
  const parts = columns[0]?.values.length ?? 0;
  const each = Math.max(1, Math.ceil(parts / ROWS));
  const rows = Array.from({ length: Math.ceil(parts / each) }, (_, row) => {
    const from = row * each;
    return [
      `from ${momentText(Math.round(from * partSeconds))}`,
      ...columns.map(({ values }) => amountText(mean(values.slice(from, from + each)))),
    ];
  });
  const table = {
    columns: [{ title: 'time' }, ...columns.map(({ name }) => ({ title: name, kind: 'number' as const }))],
    rows,
  };
  return html`<details><summary>Figures of this chart</summary>${htmlTable(caption, table)}</details>`;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
