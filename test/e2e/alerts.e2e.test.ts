import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../constructs/observability/dashboards/dashboards.ts';
import { alertGroups } from '../../constructs/observability/rules/alert-groups.ts';
import { EVERY_ALERT, EVERY_SLO } from '../../constructs/observability/rules/every-alert.ts';
import type { Alert, RuleGroup, Series } from '../../constructs/observability/rules/rule.ts';
import { sloBurn, sloGroups } from '../../constructs/observability/rules/slo.ts';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { queriesOf } from '../constructs/observability/grafana-json.ts';
import { healthyRun } from '../constructs/observability/healthy-run.ts';
import { observed, observedWithAll } from '../constructs/observability/observed-sample.ts';
import { PrometheusRun } from '../constructs/observability/prometheus-run.ts';
import { readExpression } from '../constructs/observability/promql.ts';
import { asked, noise, promtool, writeProof, writeRules } from '../constructs/observability/promtool.ts';

/** Hours of the ordinary time over which alerts must be quiet. */
const HEALTHY_HOURS = 12;
/** Part of the alert-minutes that may fire in it (issue 7). */
const NOISE = 0.05;
/** Seed of the generated run. */
const SEED = 7;

const PLATFORMS = [observed(), ...observedWithAll()];

/** The first platform that has an alert, as all its rules. */
function groupsWith({ name }: Alert): readonly RuleGroup[] {
  const groups = PLATFORMS.map(alertGroups).find((each) =>
    each.some(({ alerts }) => alerts.some((alert) => alert.name === name)),
  );
  if (groups === undefined) throw new Error(`no platform of the samples has ${name}`);
  return groups;
}

describe('alerts under the real promtool', () => {
  let tool: string;
  let folder: string;

  beforeAll(async () => {
    await buildEngines(['observability']);
    tool = engineBinary('promtool');
    folder = mkdtempSync(join(tmpdir(), 'plinth-alerts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are rules that Prometheus takes, on every kind of platform', () => {
    for (const [index, platform] of PLATFORMS.entries()) {
      const file = join(folder, `${index}.rules.yaml`);
      writeRules(file, alertGroups(platform));
      expect(promtool(tool, 'check', 'rules', file)).toMatchObject({ ok: true });
    }
  });

  it.each(EVERY_ALERT.map(({ alert }) => alert))(
    '$name fires when it should and is silent when it should be',
    (alert) => {
      const proved = promtool(tool, 'test', 'rules', writeProof(folder, alert, groupsWith(alert)));
      expect(proved.ok, proved.output).toBe(true);
    },
  );

  it('would fail with an alert that was broken on purpose', () => {
    const [{ alert } = { alert: undefined }] = EVERY_ALERT.filter((each) => each.alert.name === 'AcceleratorHot');
    if (alert === undefined) throw new Error('bug: no such alert');
    const deaf = { ...alert, expr: alert.expr.replace('> 85', '> 850') };
    const nervous = { ...alert, expr: alert.expr.replace('> 85', '> 50') };
    for (const broken of [deaf, nervous]) {
      const groups = [{ name: 'broken', room: 'accelerators', interval: '1m', records: [], alerts: [broken] }] as const;
      expect(promtool(tool, 'test', 'rules', writeProof(folder, broken, groups)).ok).toBe(false);
    }
  });

  it(`are quiet in an ordinary time: at most ${NOISE * 100} % of all alert-minutes of ${HEALTHY_HOURS} hours fire`, () => {
    const { firing, part } = noise(tool, folder, alertGroups(observed()), healthyRun(HEALTHY_HOURS * 60, SEED));
    console.log(
      `noise ${(part * 100).toFixed(2)} % of alert-minutes over ${HEALTHY_HOURS} h: ${JSON.stringify(firing)}`,
    );
    expect(part).toBeLessThanOrEqual(NOISE);
  });
});

/** Requests of the API: so many good and bad ones a minute, for so many minutes each. */
function requests(
  ...spells: readonly { readonly minutes: number; readonly good: number; readonly bad: number }[]
): Series[] {
  const counter = (code: string, of: (spell: (typeof spells)[number]) => number): Series => {
    let sum = 0;
    const values = spells.flatMap((spell) => Array.from({ length: spell.minutes }, () => (sum += of(spell))));
    return { series: `apiserver_request_total{verb="GET",resource="pods",code="${code}"}`, values: values.join(' ') };
  };
  return [counter('200', ({ good }) => good), counter('500', ({ bad }) => bad)];
}

describe('burn rates of an objective of 99.9 %', () => {
  const slo = EVERY_SLO.find(({ name }) => name === 'api-availability');
  const groups = slo === undefined ? [] : sloGroups(slo);
  const fires = (speed: 'Fast' | 'Slowly') =>
    `clamp_max(count(ALERTS{alertname="ApiAvailabilityBurns${speed}",alertstate="firing"}), 1) or vector(0)`;
  const well = (minutes: number) => ({ minutes, good: 1_000, bad: 0 });
  let folder: string;
  let tool: string;

  beforeAll(async () => {
    await buildEngines(['observability']);
    tool = engineBinary('promtool');
    folder = mkdtempSync(join(tmpdir(), 'plinth-burn-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    // 2 % of the budget in an hour: 14.4 times too fast.
    ['a bad quarter of an hour', [well(420), { minutes: 15, good: 900, bad: 100 }], 'fast', 1, 0],
    [
      'the same, over for half an hour: its short window is clean again',
      [well(420), { minutes: 15, good: 900, bad: 100 }, well(35)],
      'over',
      0,
      0,
    ],
    // Below 14.4 and above 6 for hours: the second pair.
    ['eight times too fast for five hours', [well(300), { minutes: 360, good: 992, bad: 8 }], 'six', 1, 1],
    ['twice too fast for nine hours: nobody is woken', [{ minutes: 540, good: 998, bad: 2 }], 'slow', 0, 1],
    ['half as fast as it may', [{ minutes: 540, good: 9_995, bad: 5 }], 'ok', 0, 0],
    [
      'a failure of the only request',
      [
        { minutes: 60, good: 0, bad: 0 },
        { minutes: 1, good: 0, bad: 1 },
        { minutes: 9, good: 0, bad: 0 },
      ],
      'few',
      0,
      0,
    ],
  ] as const)('%s', (_, spells, file, fast, slow) => {
    const at = `${spells.reduce((sum, { minutes }) => sum + minutes, 0) - 1}m`;
    const proved = asked(tool, join(folder, `${file}.yaml`), groups, requests(...spells), [
      { expr: fires('Fast'), at, value: fast },
      { expr: fires('Slowly'), at, value: slow },
      // What the delivery asks before the next wave says the same as the first pair’s long window.
      ...(file === 'fast' ? [{ expr: `count(${sloBurn(14.4)})`, at, value: 1 }] : []),
      ...(file === 'ok' || file === 'few' ? [{ expr: `count(${sloBurn()}) or vector(0)`, at, value: 0 }] : []),
    ]);
    expect(proved.ok, proved.output).toBe(true);
  });
});

describe('rules and dashboards on a real Prometheus', () => {
  const platform = observed();
  const groups = alertGroups(platform);
  let prometheus: PrometheusRun;

  beforeAll(async () => {
    await buildEngines(['observability']);
    const programs = { prometheus: engineBinary('prometheus'), promtool: engineBinary('promtool') };
    prometheus = await PrometheusRun.start(programs, healthyRun(120, SEED), groups);
  });
  afterAll(() => prometheus?.stop());

  it('are computed without an error', async () => {
    const rules = await prometheus.rules();
    expect(rules.length).toBe(groups.reduce((sum, { alerts, records }) => sum + alerts.length + records.length, 0));
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('give a figure for every recording rule', async () => {
    const empty: string[] = [];
    for (const { labels = {}, record } of groups.flatMap(({ records }) => records)) {
      const query = `${record}{${Object.entries(labels).map(([label, value]) => `${label}="${value}"`)}}`;
      if ((await prometheus.answers(query)) === 0) empty.push(query);
    }
    expect(empty).toEqual([]);
  });

  it('find every metric that an alert looks at', async () => {
    const metrics = groups.flatMap(({ alerts }) =>
      alerts.flatMap(({ expr }) => readExpression(expr).selectors.map(({ metric }) => metric)),
    );
    const empty: string[] = [];
    for (const metric of new Set(metrics))
      if ((await prometheus.answers(`count({__name__="${metric}"})`)) === 0) empty.push(metric);
    expect(empty).toEqual(BY_EITHER_NAME);
  });

  it('answer every query of every dashboard', async () => {
    const empty: string[] = [];
    for (const { json, uid } of dashboards(platform))
      for (const query of queriesOf(json)) if ((await prometheus.answers(query)) === 0) empty.push(`${uid}: ${query}`);
    expect(empty).toEqual([]);
  });

  it('tell the delivery that no promise is being broken', async () => {
    expect(await prometheus.answers('count(slo:objective:ratio)')).toBe(1);
    expect(await prometheus.answers(sloBurn())).toBe(0);
  });
});

/** Releases of the collector end these names with `_total` or do not; one of the two is there. */
const BY_EITHER_NAME = ['otelcol_exporter_send_failed_log_records', 'otelcol_exporter_send_failed_spans'];
