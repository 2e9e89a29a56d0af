/** Who is called: `page` wakes somebody now, `ticket` waits for the working day, `none` is only watched for by a machine. */
export type Severity = 'page' | 'ticket' | 'none';

/** Rooms that bring rules and a dashboard. */
export const OBSERVED_ROOMS = [
  'tenancy',
  'accelerators',
  'images',
  'autoscaling',
  'queueing',
  'training',
  'access',
  'registry',
  'serving',
  'edge',
  'verification',
  'policy',
  'delivery',
  'observability',
] as const;

/** Name of a room that brings rules and a dashboard. */
export type RoomName = (typeof OBSERVED_ROOMS)[number];

/** One series of a test, in promtool's words. */
export interface Series {
  /** The series with all its labels, for example `up{namespace="kueue-system"}`. */
  readonly series: string;
  /** Its samples from the beginning, one a minute, in promtool's notation (`0+60x90`, `1x30 0x30`). */
  readonly values: string;
}

/** A run of time in which an alert must fire, or must not. */
export interface AlertCase {
  /** What the exporters said. */
  readonly series: readonly Series[];
  /** When it is looked at, from the beginning, for example `30m`. */
  readonly at: string;
}

/** A question to Prometheus that helps to find the cause. */
export interface Look {
  /** What its answer shows, as a sentence. */
  readonly what: string;
  /** The question. `$name` stands for the alert's label of that name. */
  readonly query: string;
}

/** What somebody does who was called. */
export interface Runbook {
  /** What has happened, and whom it hurts. */
  readonly means: string;
  /** What to look at first. */
  readonly look: readonly Look[];
  /** What to do, step by step. */
  readonly act: readonly string[];
  /** When nothing need be done. */
  readonly ignore: string;
}

/** One alert with everything that belongs to it: its page and the proof that it speaks and is silent at the right time. */
export interface Alert {
  /** Name, unique on the platform, in UpperCamelCase. */
  readonly name: string;
  /** It fires for each series of the answer. */
  readonly expr: string;
  /** How long the answer must hold, for example `10m`. */
  readonly for: string;
  /** Who is called. */
  readonly severity: Severity;
  /** One line for a telephone; may use `{{ $labels.… }}`. */
  readonly summary: string;
  /** What is measured against which bound, with the number: `{{ $value }}`. */
  readonly description: string;
  /** What to do. */
  readonly runbook: Runbook;
  /** A run in which it fires. */
  readonly fires: AlertCase;
  /** A run close to it in which it does not. */
  readonly silent: AlertCase;
  /** Further runs, one for each part of the expression that the two do not need. @default [] - the two need all of it */
  readonly more?: readonly (AlertCase & { readonly fires: boolean })[];
}

/** A figure that Prometheus computes from others and keeps. */
export interface RecordingRule {
  /** Its name: level, metric and operation, joined by colons. */
  readonly record: string;
  /** How it is computed. */
  readonly expr: string;
  /** Labels that it gets in addition. @default - those of the answer only */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that Prometheus computes together, one after the other. */
export interface RuleGroup {
  /** Name, unique on the platform. */
  readonly name: string;
  /** Room that brings it. */
  readonly room: RoomName;
  /** How often it is computed, for example `1m`. */
  readonly interval: string;
  /** Figures, before the alerts. */
  readonly records: readonly RecordingRule[];
  /** Alerts. */
  readonly alerts: readonly Alert[];
}

/** One rule as Prometheus and the kind PrometheusRule read it. */
export type RuleJson =
  | { readonly record: string; readonly expr: string; readonly labels?: Readonly<Record<string, string>> }
  | {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    };

/** A group as Prometheus and the kind PrometheusRule read it. */
export interface RuleGroupJson {
  /** Name. */
  readonly name: string;
  /** How often it is computed. */
  readonly interval: string;
  /** Its rules in their order. */
  readonly rules: readonly RuleJson[];
}

/** Folder of this repository with the pages of all alerts. */
export const RUNBOOK_FOLDER = 'docs/runbooks';

/**
 * A group as Prometheus reads it.
 *
 * @param runbooks - where the pages are, without a slash at the end. Default: their folder in Plinth's repository
 */
export function ruleGroupJson(group: RuleGroup, runbooks = RUNBOOK_FOLDER): RuleGroupJson {
  return {
    name: group.name,
    interval: group.interval,
    rules: [...group.records, ...group.alerts.map((alert) => alertJson(alert, group.room, runbooks))],
  };
}

function alertJson(alert: Alert, room: RoomName, runbooks: string): RuleJson {
  const { description, expr, name, severity, summary } = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: { severity, room },
    annotations: { summary, description, runbook_url: `${runbooks}/${name}.md` },
  };
}
