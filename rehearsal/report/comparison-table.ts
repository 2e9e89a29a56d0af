import type { Comparison, ComparisonRow, FigureKind } from './compare-reports.ts';
import { amountText, durationText, percentText, UNKNOWN, usdText } from './figure-text.ts';
import type { Table } from './table.ts';

const WRITERS: Readonly<Record<FigureKind, (value: number) => string>> = {
  usd: usdText,
  share: percentText,
  seconds: durationText,
  count: amountText,
  verdict: (value) => (value === 1 ? 'passed' : 'failed'),
};

/** Figures that are left out where there is little room. */
const DETAILS = ['waitMaxSeconds', 'rejections', 'projectedUsdPerMonth'];

/** Variants as a table: one row for each variant, one column for each figure. */
export function comparisonTable({ rows, variants }: Comparison): Table {
  return {
    columns: [
      { title: 'variant' },
      ...rows.map(({ figure, title }) => ({ title, kind: 'number', detail: DETAILS.includes(figure) }) as const),
    ],
    rows: variants.map((variant, index) => [variant, ...rows.map((row) => valueText(row, index))]),
  };
}

/** Variants as a table: one row for each figure, one column for each variant. */
export function sideBySide({ rows, variants }: Comparison): Table {
  return {
    columns: [{ title: 'figure' }, ...variants.map((title) => ({ title, kind: 'number' }) as const)],
    rows: rows.map((row) => [row.title, ...variants.map((_, index) => valueText(row, index))]),
  };
}

function valueText({ kind, values }: ComparisonRow, index: number): string {
  const value = values[index] ?? null;
  return value === null ? UNKNOWN : WRITERS[kind](value);
}
