import type { RehearsalReport } from './rehearsal-report.ts';
import { sum } from './spans.ts';

/** A rehearsal with one thing changed. */
export interface Variant {
  /** What was changed, such as `pools.train-h100.nodes.max=32`. */
  readonly assignment: string;
  /** What came of it. */
  readonly report: RehearsalReport;
}

/** How a figure of a comparison is read. */
export type FigureKind = 'usd' | 'share' | 'seconds' | 'count' | 'verdict';

/** One figure of all variants side by side. */
export interface ComparisonRow {
  /** Stable name, such as `usd` or `waitP95Seconds`. */
  readonly figure: string;
  /** What people read. */
  readonly title: string;
  /** What its values are. `verdict`: 1 for passed, 0 for failed. */
  readonly kind: FigureKind;
  /** One value for each variant, in their order; null where it is not known. */
  readonly values: readonly (number | null)[];
}

/** Variants of a rehearsal side by side; plain JSON. */
export interface Comparison {
  /** `as written` for the platform itself, then the assignments. */
  readonly variants: readonly string[];
  /** Figures, one row each. */
  readonly rows: readonly ComparisonRow[];
}

interface Figure extends Omit<ComparisonRow, 'values'> {
  readonly of: (report: RehearsalReport) => number | undefined;
}

const FIGURES: readonly Figure[] = [
  { figure: 'passed', title: 'verdict', kind: 'verdict', of: ({ verdict }) => (verdict === 'passed' ? 1 : 0) },
  { figure: 'usd', title: 'cost', kind: 'usd', of: ({ totals }) => totals.usd },
  { figure: 'usdIdle', title: 'of it idle', kind: 'usd', of: ({ totals }) => totals.usdIdle },
  {
    figure: 'projectedUsdPerMonth',
    title: 'a month',
    kind: 'usd',
    of: ({ totals }) => totals.projectedUsdPerMonth,
  },
  { figure: 'idleShare', title: 'idle time', kind: 'share', of: ({ totals }) => totals.idleShare },
  { figure: 'waitP50Seconds', title: 'wait p50', kind: 'seconds', of: ({ waits }) => waits.overall.waitSeconds?.p50 },
  { figure: 'waitP95Seconds', title: 'wait p95', kind: 'seconds', of: ({ waits }) => waits.overall.waitSeconds?.p95 },
  {
    figure: 'waitMaxSeconds',
    title: 'longest wait',
    kind: 'seconds',
    of: ({ waits }) => waits.overall.waitSeconds?.max,
  },
  { figure: 'neverStarted', title: 'never started', kind: 'count', of: ({ waits }) => waits.overall.neverStarted },
  {
    figure: 'preemptions',
    title: 'preempted',
    kind: 'count',
    of: ({ teams }) => sum(teams.map((each) => each.preemptions)),
  },
  {
    figure: 'rejections',
    title: 'objects refused',
    kind: 'count',
    of: ({ apply }) => apply.rejections.length,
  },
];

/** Puts the figures of a rehearsal and of its variants side by side. */
export function compareReports(base: RehearsalReport, variants: readonly Variant[]): Comparison {
  const reports = [base, ...variants.map(({ report }) => report)];
  return {
    variants: ['as written', ...variants.map(({ assignment }) => assignment)],
    rows: FIGURES.map(({ of, ...row }) => ({ ...row, values: reports.map((report) => of(report) ?? null) })),
  };
}
