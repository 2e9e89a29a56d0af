import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type {
  Alert,
  AlertCase,
  RuleGroup,
  RuleGroupJson,
  Series,
} from '../../../constructs/observability/rules/rule.ts';
import { ruleGroupJson } from '../../../constructs/observability/rules/rule.ts';
import { readExpression } from './promql.ts';
import { type SampleRun, seriesName } from './sample-run.ts';

/** What promtool says about a run. */
export interface Promtool {
  /** Whether all went as expected. */
  readonly ok: boolean;
  /** Everything that it wrote. */
  readonly output: string;
}

/** Runs the real promtool. */
export function promtool(program: string, ...args: readonly string[]): Promtool {
  const { error, status, stderr, stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

/** An alert and the rules that it stands on, in their groups. */
export function standsOn(alert: Alert, groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const records = groups.flatMap((group) => group.records);
  const needed = new Set<string>();
  const visit = (expr: string) => {
    for (const { metric } of readExpression(expr).selectors) {
      if (needed.has(metric)) continue;
      needed.add(metric);
      for (const record of records.filter(({ record: name }) => name === metric)) visit(record.expr);
    }
  };
  visit(alert.expr);
  return groups
    .map((group) => ({
      ...group,
      records: group.records.filter(({ expr, labels, record }) => needed.has(record) && isAbout(alert, expr, labels)),
      alerts: group.alerts.filter(({ name }) => name === alert.name),
    }))
    .filter(({ alerts, records: kept }) => alerts.length + kept.length > 0);
}

/** Objectives share the names of their figures: of another objective’s, none is needed. */
function isAbout(alert: Alert, expr: string, labels: Readonly<Record<string, string>> = {}): boolean {
  const [, slo] = /slo="([^"]+)"/.exec(alert.expr) ?? [];
  if (slo === undefined) return true;
  const [, other] = /slo="([^"]+)"/.exec(expr) ?? [];
  return (labels['slo'] ?? slo) === slo && (other ?? slo) === slo;
}

/** Writes groups as Prometheus reads them. */
export function writeRules(file: string, groups: readonly RuleGroup[]): readonly RuleGroupJson[] {
  const written = groups.map((group) => ruleGroupJson(group));
  writeFileSync(file, JSON.stringify({ groups: written }, null, 1));
  return written;
}

/**
 * Writes the proof of an alert as promtool reads it: a run in which it fires, a run in which it does not.
 *
 * @returns the file to give to `promtool test rules`
 */
export function writeProof(folder: string, alert: Alert, groups: readonly RuleGroup[]): string {
  mkdirSync(folder, { recursive: true });
  const needed = standsOn(alert, groups);
  writeRules(join(folder, `${alert.name}.rules.yaml`), needed);
  const file = join(folder, `${alert.name}.test.yaml`);
  const test = (name: string, run: AlertCase, firing: number) => ({
    name: `${alert.name} ${name}`,
    interval: '1m',
    input_series: run.series,
    promql_expr_test: [{ expr: isFiring(alert), eval_time: run.at, exp_samples: [{ labels: '{}', value: firing }] }],
  });
  const content = {
    rule_files: [`${alert.name}.rules.yaml`],
    evaluation_interval: '1m',
    group_eval_order: needed.map(({ name }) => name),
    tests: [
      test('fires', alert.fires, 1),
      test('is silent', alert.silent, 0),
      ...(alert.more ?? []).map((each, index) => test(`further run ${index + 1}`, each, each.fires ? 1 : 0)),
    ],
  };
  writeFileSync(file, JSON.stringify(content, null, 1));
  return file;
}

/** 1 while the alert fires for any series, else 0. */
function isFiring({ name }: Alert): string {
  return `clamp_max(count(ALERTS{alertname="${name}",alertstate="firing"}), 1) or vector(0)`;
}

/** One question about a run, and the answer that is right. */
export interface Question {
  /** What is asked. */
  readonly expr: string;
  /** When, for example `7h`. */
  readonly at: string;
  /** The one number without labels that it must give. */
  readonly value: number;
}

/** Asks the real rule engine about a run. */
export function asked(
  program: string,
  file: string,
  groups: readonly RuleGroup[],
  series: readonly Series[],
  questions: readonly Question[],
): Promtool {
  writeRules(`${file}.rules.yaml`, groups);
  const test = {
    interval: '1m',
    input_series: series,
    promql_expr_test: questions.map(({ at, expr, value }) => ({
      expr,
      eval_time: at,
      exp_samples: [{ labels: '{}', value }],
    })),
  };
  const content = {
    rule_files: [basename(`${file}.rules.yaml`)],
    evaluation_interval: '1m',
    group_eval_order: groups.map(({ name }) => name),
    tests: [test],
  };
  writeFileSync(file, JSON.stringify(content, null, 1));
  return promtool(program, 'test', 'rules', file);
}

/** How loud alerts were over a run. */
export interface Noise {
  /** Minutes in which each alert fired for any series; those that never did are left out. */
  readonly firing: Readonly<Record<string, number>>;
  /** Alert-minutes that fired, of all alert-minutes: alerts times minutes. The heartbeat is not counted. */
  readonly part: number;
}

/**
 * Runs all rules over a run of all series by the real rule engine, and counts.
 *
 * promtool has no way to print an answer but to be told a wrong one: it then says what it got.
 */
export function noise(program: string, folder: string, groups: readonly RuleGroup[], run: SampleRun): Noise {
  mkdirSync(folder, { recursive: true });
  writeRules(join(folder, 'all.rules.yaml'), groups);
  const file = join(folder, 'noise.test.yaml');
  const minutes = `${run.minutes - 1}m`;
  const counted = 'count by (alertname) (ALERTS{alertstate="firing",severity!="none"})';
  const content = {
    rule_files: ['all.rules.yaml'],
    evaluation_interval: '1m',
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: '1m',
        input_series: run.series.map((series) => ({ series: seriesName(series), values: series.values.join(' ') })),
        promql_expr_test: [
          { expr: `count_over_time((${counted})[${minutes}:1m])`, eval_time: minutes, exp_samples: [WRONG] },
          {
            expr: 'count_over_time(count(ALERTS{alertname="Heartbeat"})[1h:1m])',
            eval_time: minutes,
            exp_samples: [WRONG],
          },
        ],
      },
    ],
  };
  writeFileSync(file, JSON.stringify(content));
  const { output } = promtool(program, 'test', 'rules', file);
  if (!/got: *\{\} 6E\+01/.test(output)) throw new Error(`the run was not computed: ${output.slice(0, 2_000)}`);
  const firing = Object.fromEntries(
    [...output.matchAll(/\{alertname="(\w+)"\} ([0-9.E+]+)/g)].map(([, name = '', value]) => [name, Number(value)]),
  );
  const sum = Object.values(firing).reduce((total, each) => total + each, 0);
  const alerts = groups.flatMap((group) => group.alerts).filter(({ severity }) => severity !== 'none').length;
  return { firing, part: sum / (alerts * run.minutes) };
}

const WRONG = { labels: '{never="given"}', value: -1 };
