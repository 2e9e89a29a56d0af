export type { ApplyFacts, RefusedObject, RunController } from './apply-facts.ts';
export {
  type Comparison,
  type ComparisonRow,
  compareReports,
  type FigureKind,
  type Variant,
} from './compare-reports.ts';
export type { LostWork } from './lost-work.ts';
export { type MeasureContext, measure } from './measure.ts';
export type { Look, Paint } from './paint.ts';
export type { Fragmentation, PoolFigures } from './pool-figures.ts';
export {
  type Differences,
  type PlatformFacts,
  REPORT_FORMAT,
  type RehearsalReport,
  type TotalFigures,
} from './rehearsal-report.ts';
export { type PageInput, reportHtml } from './report-html.ts';
export { reportText, type TextOptions } from './report-text.ts';
export type { Borrowed, BudgetFigures, Reclaimed, TeamFigures } from './team-figures.ts';
export type { Limit, Spread, TeamWaitFigures, WaitFigures, WaitReport } from './wait-figures.ts';
