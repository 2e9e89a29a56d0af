import { describe, expect, it } from 'vitest';
import { FAULT_TAINT } from '../../../constructs/observability/accelerator-faults.ts';
import { FAULT_TAINT_KEY } from '../../../constructs/observability/rules/accelerator-rules.ts';
import { alertGroups, platformSlos } from '../../../constructs/observability/rules/alert-groups.ts';
import { METRICS } from '../../../constructs/observability/rules/metrics/all-metrics.ts';
import type { Metric } from '../../../constructs/observability/rules/metrics/metric.ts';
import { type Alert, ruleGroupJson } from '../../../constructs/observability/rules/rule.ts';
import { FAST_BURN, SLOW_BURN, sloBurn, sloGroups } from '../../../constructs/observability/rules/slo.ts';
import { observed, observedWithAll } from './observed-sample.ts';
import { readExpression } from './promql.ts';

const PLATFORMS = [observed(), ...observedWithAll()];
const GROUPS = PLATFORMS.flatMap(alertGroups);
const ALERTS = [...new Map(GROUPS.flatMap(({ alerts }) => alerts).map((alert) => [alert.name, alert])).values()];
const RECORDS = new Set(GROUPS.flatMap(({ records }) => records.map(({ record }) => record)));
const EXPRESSIONS = [
  ...GROUPS.flatMap(({ records }) => records.map(({ expr }) => expr)),
  ...ALERTS.flatMap(({ expr, runbook }) => [expr, ...runbook.look.map(({ query }) => query.replaceAll(/\$\w+/g, 'x'))]),
  sloBurn(),
];

/** The declared metric that a name in an expression means, with a histogram's endings. */
export function declared(name: string): Metric | undefined {
  const plain = METRICS.find((metric) => metric.name === name && metric.type !== 'histogram');
  if (plain !== undefined) return plain;
  const base = name.replace(/_(bucket|count|sum)$/, '');
  return METRICS.find((metric) => metric.name === base && (metric.type === 'histogram' || metric.type === 'summary'));
}

function undeclared(text: string): readonly string[] {
  return readExpression(text).selectors.flatMap(({ labels, metric }) => {
    if (RECORDS.has(metric)) return [];
    const known = declared(metric);
    if (known === undefined) return [metric];
    const own = new Set([...known.labels, 'le', 'quantile']);
    const open = known.labels.includes('label_*');
    return labels
      .filter((label) => !own.has(label) && !(open && label.startsWith('label_')))
      .map((label) => `${metric}{${label}}`);
  });
}

const CPU = { name: 'cpu', machine: { vcpus: 32, memory: '128Gi' }, nodes: { min: 2, max: 3 } } as const;

describe('rules', () => {
  it('are all PromQL', () => {
    expect(EXPRESSIONS.filter((text) => !readExpression(text).parses)).toEqual([]);
  });

  it('use only metrics and labels that an exporter of the platform is known to expose', () => {
    expect([...new Set(EXPRESSIONS.flatMap(undeclared))]).toEqual([]);
  });

  it('would be refused with a metric that nobody exposes, or a label that it does not have', () => {
    expect(undeclared('rate(http_made_up_total[5m])')).toEqual(['http_made_up_total']);
    expect(undeclared('kueue_pending_workloads{queue="a"}')).toEqual(['kueue_pending_workloads{queue}']);
    expect(readExpression('sum(rate(up[5m])').parses).toBe(false);
  });

  it('name each metric once, with its source', () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    expect(METRICS.filter(({ exporter, source }) => exporter === '' || source.length < 10)).toEqual([]);
  });

  it('have names of groups and alerts that are unique on each platform', () => {
    for (const platform of PLATFORMS) {
      const groups = alertGroups(platform);
      const alerts = groups.flatMap((group) => group.alerts.map(({ name }) => name));
      expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
      expect(new Set(alerts).size).toBe(alerts.length);
    }
  });

  it('are made for what a platform has: no rules of rooms that are closed, of makers that are absent, of budgets that nobody has', () => {
    const names = alertGroups(
      observed(
        {
          training: undefined,
          serving: undefined,
          teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 8 }, cpu: {} } }],
          delivery: { kind: 'plain' },
        },
        ['tenancy', 'accelerators', 'queueing', 'observability'],
      ),
    ).flatMap(({ alerts }) => alerts.map(({ name }) => name));
    for (const absent of [
      'TrainingJobsFail',
      'EndpointUnanswered',
      'ReleaseNotSynced',
      'TeamOverBudget',
      'NpuUnhealthy',
      'AmdMemoryFault',
      'RegistryComponentDown',
    ])
      expect(names).not.toContain(absent);
    expect(names).toContain('AcceleratorXid');
    expect(names).toContain('ApiAvailabilityBurnsFast');
  });

  it('stand only on rules that the same platform has', () => {
    const dra = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
    const bare = [
      observed({ pools: [{ name: 'train', machine: dra, allocator: 'dra', nodes: { min: 2, max: 2 } }, CPU] }),
      observed({
        pools: [{ name: 'train', machine: { vcpus: 8, memory: '32Gi' }, nodes: { min: 2, max: 2 } }, CPU],
        serving: undefined,
      }),
    ];
    for (const platform of [...PLATFORMS, ...bare, { ...observed(), exporters: [] }]) {
      const groups = alertGroups(platform);
      const records = new Set(groups.flatMap((group) => group.records.map(({ record }) => record)));
      const used = groups.flatMap((group) =>
        [...group.records, ...group.alerts].flatMap(({ expr }) =>
          readExpression(expr).selectors.map(({ metric }) => metric),
        ),
      );
      expect(used.filter((metric) => /:.*:/.test(metric) && !records.has(metric))).toEqual([]);
    }
  });

  it('tell of secrets only where there is a store that they come from', () => {
    const { facts, ...platform } = observed();
    const { secretStore: _, ...access } = facts.access ?? {
      loadBalancer: {},
      identityPodLabels: {},
      serviceAccountOwner: 'stack',
    };
    const names = (of: typeof facts) =>
      alertGroups({ ...platform, facts: of }).flatMap(({ alerts }) => alerts.map(({ name }) => name));
    expect(names(facts)).toContain('SecretNotSynced');
    expect(names({ ...facts, access })).not.toContain('SecretNotSynced');
  });

  it('know the taint by which faulty nodes are taken out of service', () => {
    expect(FAULT_TAINT_KEY).toBe(FAULT_TAINT.key);
  });

  it('stand on no exporter that does not run', () => {
    for (const platform of PLATFORMS) {
      const expressions = alertGroups({ ...platform, exporters: [] }).flatMap((group) =>
        [...group.records, ...group.alerts].map(({ expr }) => expr),
      );
      expect(
        expressions.filter((text) =>
          /npu_|otelcol_|cluster_autoscaler_|neuroncore_|hardware_ecc_|duty_cycle|loki_|tempo_/.test(text),
        ),
      ).toEqual([]);
    }
  });

  it('take prices from the catalogue or the spec, with region and day', () => {
    const price = alertGroups(observed())
      .flatMap(({ records }) => records)
      .filter(({ record }) => record === 'pool:unit_price:usd_per_hour');
    expect(price).toEqual([
      {
        record: 'pool:unit_price:usd_per_hour',
        expr: 'vector(6.88)',
        labels: { pool: 'train', region: 'own site', as_of: 'undated' },
      },
      {
        record: 'pool:unit_price:usd_per_hour',
        expr: 'vector(0.05)',
        labels: { pool: 'cpu', region: 'own site', as_of: 'undated' },
      },
    ]);
  });
});

describe('alerts', () => {
  it('have a severity, a line for a telephone, the number, and a page', () => {
    const wrong = ALERTS.filter(
      (alert) => !/\{\{ \$(value|labels)/.test(alert.description) && !/minutes|hour/.test(alert.description),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    const json = GROUPS.flatMap((group) => ruleGroupJson(group, 'https://runbooks.example.org').rules);
    const alert = json.find((rule) => 'alert' in rule && rule.alert === 'AcceleratorXid');
    expect(alert).toMatchObject({
      labels: { severity: 'page', room: 'accelerators' },
      annotations: { runbook_url: 'https://runbooks.example.org/AcceleratorXid.md' },
    });
  });

  it('name only labels that their expression keeps', () => {
    const bad = ALERTS.flatMap((alert) => lost(alert).map((label) => `${alert.name}: ${label}`));
    expect(bad).toEqual([]);
  });

  it('have a proof in which they fire and one in which they do not, which differ', () => {
    const same = ALERTS.filter(({ fires, silent }) => JSON.stringify(fires) === JSON.stringify(silent));
    expect(same.map(({ name }) => name)).toEqual([]);
  });
});

/** Labels that the words of an alert name and that no part of its expression can give. */
function lost({ description, expr, summary }: Alert): readonly string[] {
  const named = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  if (/slo:/.test(expr)) return [];
  const selectors = readExpression(expr).selectors;
  const known = selectors.flatMap(
    ({ metric }) => declared(metric)?.labels ?? [...RECORDS].filter((name) => name === metric).map(() => '*'),
  );
  if (known.includes('*')) return [];
  return named.filter((label) => !known.includes(label) && !expr.includes(label));
}

describe('objectives', () => {
  const [first] = platformSlos(observed());

  it('are of every room that is open', () => {
    const rooms = new Set(PLATFORMS.flatMap(platformSlos).map(({ room }) => room));
    expect([...rooms].sort()).toEqual([
      'accelerators',
      'access',
      'autoscaling',
      'delivery',
      'edge',
      'observability',
      'policy',
      'queueing',
      'registry',
      'serving',
      'tenancy',
      'training',
      'verification',
    ]);
  });

  it('leave the fastest burn room below all events bad', () => {
    const [{ factor } = { factor: 0 }] = FAST_BURN;
    const unreachable = PLATFORMS.flatMap(platformSlos).filter(({ objective }) => factor * (1 - objective) >= 1);
    expect(unreachable.map(({ name }) => name)).toEqual([]);
  });

  it('burn by the windows of the Site Reliability Workbook', () => {
    expect([...FAST_BURN, ...SLOW_BURN]).toEqual([
      { factor: 14.4, long: '1h', short: '5m' },
      { factor: 6, long: '6h', short: '30m' },
      { factor: 1, long: '3d', short: '6h' },
    ]);
    const fast = first && sloGroups(first)[0]?.alerts[0];
    expect(fast?.expr).toBe(
      '((slo:error_ratio:1h{slo="api-availability"} > 0.0144 and slo:error_ratio:5m{slo="api-availability"} > 0.0144) or (slo:error_ratio:6h{slo="api-availability"} > 0.006 and slo:error_ratio:30m{slo="api-availability"} > 0.006)) and avg_over_time(slo:events:rate5m{slo="api-availability"}[1h]) * 3600 >= 100',
    );
  });
});
