import type { Alert, AlertCase, RecordingRule, RoomName, RuleGroup, Runbook, Series } from './rule.ts';

/** A service-level objective: which part of the events of 30 days must be good. */
export interface Slo {
  /** Name, unique on the platform, in kebab-case. */
  readonly name: string;
  /** The same in UpperCamelCase, from which its alerts are named. */
  readonly alert: string;
  /** What is promised, in a few words. */
  readonly title: string;
  /** Room that promises it. */
  readonly room: RoomName;
  /** Part of the events that must be good. Range 0.95–0.9999: below it the fastest burn could not be told from chance. */
  readonly objective: number;
  /** Labels by which it is counted apart. @default [] - one figure for the platform */
  readonly by?: readonly string[];
  /** Bad events a second over the last five minutes; for a promise about time the part of it that was bad now. */
  readonly bad: string;
  /** All events a second over the last five minutes; for a promise about time `vector(1)` or as many as are counted. */
  readonly total: string;
  /** Events in an hour below which nobody is called. @default 0 - a promise about time */
  readonly atLeast?: number;
  /** What its alerts have in common to do. */
  readonly runbook: Runbook;
  /** Series of its proof; `N` in their values stands for the number of minutes. */
  readonly proof: {
    /** So much is bad that all its alerts fire. */
    readonly failing: readonly Series[];
    /** As much traffic, within the promise. */
    readonly healthy: readonly Series[];
  };
}

/** Days over which a promise is kept. */
export const SLO_WINDOW_DAYS = 30;

/** A pair of windows, and how many times too fast the budget is spent in both before somebody is called. */
export interface BurnWindow {
  /** Factor: 1 spends the whole budget in exactly 30 days. */
  readonly factor: number;
  /** Long window, which shows that it matters. */
  readonly long: string;
  /** Short window, which shows that it still goes on. */
  readonly short: string;
}

/** Pairs that page: 2 % of the budget in an hour, or 5 % in six (Site Reliability Workbook, chapter 5). */
export const FAST_BURN: readonly BurnWindow[] = [
  { factor: 14.4, long: '1h', short: '5m' },
  { factor: 6, long: '6h', short: '30m' },
];

/** The pair that makes a ticket: 10 % of the budget in three days. */
export const SLOW_BURN: readonly BurnWindow[] = [{ factor: 1, long: '3d', short: '6h' }];

const SHORT_WINDOWS = ['5m', '30m', '1h', '6h'] as const;
const LONG_WINDOWS = ['3d', '30d'] as const;

/** The groups of an objective: its figures each minute, those of long windows each five, and its two alerts. */
export function sloGroups(slo: Slo): readonly RuleGroup[] {
  const labels = { slo: slo.name, room: slo.room };
  const ratio = (window: string): RecordingRule => ({
    record: `slo:error_ratio:${window}`,
    expr: `sum_over_time(slo:bad_events:rate5m{slo="${slo.name}"}[${window}]) / (sum_over_time(slo:events:rate5m{slo="${slo.name}"}[${window}]) > 0)`,
  });
  const group = { room: slo.room, alerts: [] };
  return [
    {
      ...group,
      name: `plinth.slo.${slo.name}`,
      interval: '1m',
      records: [
        { record: 'slo:objective:ratio', expr: `vector(${slo.objective})`, labels },
        { record: 'slo:events_wanted:count', expr: `vector(${slo.atLeast ?? 0})`, labels },
        { record: 'slo:events:rate5m', expr: slo.total, labels },
        { record: 'slo:bad_events:rate5m', expr: `(${slo.bad}) or (${slo.total}) * 0`, labels },
        ...SHORT_WINDOWS.map(ratio),
      ],
      alerts: [burnAlert(slo, 'fast')],
    },
    {
      ...group,
      name: `plinth.slo.${slo.name}.long`,
      interval: '5m',
      records: [...LONG_WINDOWS.map(ratio), remaining(slo)],
      alerts: [burnAlert(slo, 'slow')],
    },
  ];
}

function remaining({ name, objective }: Slo): RecordingRule {
  return {
    record: 'slo:error_budget_remaining:ratio',
    expr: `1 - slo:error_ratio:30d{slo="${name}"} / ${budget(objective)}`,
  };
}

/** Part of the events that may be bad. */
function budget(objective: number): number {
  return Number((1 - objective).toFixed(6));
}

function burnAlert(slo: Slo, speed: 'fast' | 'slow'): Alert {
  const windows = speed === 'fast' ? FAST_BURN : SLOW_BURN;
  const percent = `${Number((slo.objective * 100).toFixed(4))} %`;
  const which = (slo.by ?? []).map((label) => ` {{ $labels.${label} }}`).join('');
  const lasting = speed === 'fast' ? '2m' : '1h';
  return {
    name: `${slo.alert}Burns${speed === 'fast' ? 'Fast' : 'Slowly'}`,
    expr: burnExpression(slo, windows),
    for: lasting,
    severity: speed === 'fast' ? 'page' : 'ticket',
    summary: `${slo.title}${which}: the error budget burns ${speed === 'fast' ? 'fast' : 'slowly'}`,
    description: `{{ $value | humanizePercentage }} of events were bad over ${windows.map(({ long }) => long).join(' or ')}; ${percent} must be good over ${SLO_WINDOW_DAYS} days.`,
    runbook: burnRunbook(slo),
    fires: proof(slo.proof.failing, speed),
    silent: proof(slo.proof.healthy, speed),
  };
}

function burnExpression({ atLeast, name, objective }: Slo, windows: readonly BurnWindow[]): string {
  const of = (window: string) => `slo:error_ratio:${window}{slo="${name}"}`;
  const pairs = windows.map(({ factor, long, short }) => {
    const bound = Number((factor * budget(objective)).toFixed(6));
    return `(${of(long)} > ${bound} and ${of(short)} > ${bound})`;
  });
  const burns = pairs.length === 1 ? pairs.join('') : `(${pairs.join(' or ')})`;
  if (atLeast === undefined) return burns;
  return `${burns} and avg_over_time(slo:events:rate5m{slo="${name}"}[1h]) * 3600 >= ${atLeast}`;
}

function burnRunbook(slo: Slo): Runbook {
  const ratio = (window: string) => ({
    what: `Part of the events that were bad, over ${window}: is it still going on?`,
    query: `slo:error_ratio:${window}{slo="${slo.name}"}`,
  });
  const left = {
    what: 'Part of the error budget of 30 days that is left: below nothing, changes wait.',
    query: `slo:error_budget_remaining:ratio{slo="${slo.name}"}`,
  };
  return { ...slo.runbook, look: [ratio('5m'), ratio('1h'), ...slo.runbook.look, left] };
}

const PROOF_MINUTES = { fast: 90, slow: 150 } as const;

function proof(series: readonly Series[], speed: 'fast' | 'slow'): AlertCase {
  const minutes = PROOF_MINUTES[speed];
  return {
    at: `${minutes}m`,
    series: series.map((each) => ({ ...each, values: each.values.replaceAll('N', `${minutes}`) })),
  };
}

/**
 * How many times too fast the platform's promises are broken in the last hour, one figure for each that is, as long as the last five
 * minutes are no better.
 *
 * Empty while all is well, and for promises about which too little has happened to say: `plinth verify --burn` asks it before the
 * next wave.
 *
 * @param factor - times too fast from which it counts; 1 would spend the budget in exactly 30 days
 */
export function sloBurn(factor = 1): string {
  const burn = (window: '1h' | '5m') =>
    `max by (slo) (slo:error_ratio:${window}) / on (slo) (1 - max by (slo) (slo:objective:ratio)) > ${factor}`;
  const events = 'max by (slo) (avg_over_time(slo:events:rate5m[1h])) * 3600';
  return `${burn('1h')} and on (slo) (${burn('5m')}) and on (slo) ${events} >= on (slo) max by (slo) (slo:events_wanted:count)`;
}
