import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertGroups } from '../../constructs/observability/rules/alert-groups.ts';
import type { Observed } from '../../constructs/observability/rules/observed.ts';
import type { Series } from '../../constructs/observability/rules/rule.ts';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { observedWithAll } from '../constructs/observability/observed-sample.ts';
import { asked } from '../constructs/observability/promtool.ts';
import { platformOn, TARGETS } from '../stacks/target-sample.ts';

const series = (all: Readonly<Record<string, number>>): Series[] =>
  Object.entries(all).map(([name, value]) => ({ series: name, values: `${value}x60` }));

const TEAMS = {
  'kube_namespace_labels{namespace="vision",label_plinth_dev_team="vision",label_plinth_dev_room="tenancy"}': 1,
  'kube_namespace_labels{namespace="speech",label_plinth_dev_team="speech",label_plinth_dev_room="tenancy"}': 1,
};

/** A pod that runs on a node and holds some of its devices. */
const holder = (node: string, namespace: string, pod: string) => ({
  [`kube_pod_container_resource_requests{node="${node}",namespace="${namespace}",pod="${pod}",container="c",resource="aws_amazon_com_neuron",unit="integer"}`]: 8,
  [`kube_pod_status_phase{namespace="${namespace}",pod="${pod}",phase="Running"}`]: 1,
  [`kube_pod_status_phase{namespace="${namespace}",pod="${pod}",phase="Succeeded"}`]: 0,
});
const core = (node: string, number: number) =>
  `neuroncore_utilization_ratio{node="${node}",neuroncore="${number}",runtime_tag="367",namespace="plinth-node-agents",pod="neuron-monitor-${node}"}`;
const monitor = (node: string) => ({
  [`up{job="neuron-monitor",node="${node}",namespace="plinth-node-agents",pod="neuron-monitor-${node}",instance="${node}:8000"}`]: 1,
});

describe('what teams hold and use, by the real rule engine', () => {
  let folder: string;
  let tool: string;

  beforeAll(async () => {
    await buildEngines(['observability']);
    tool = engineBinary('promtool');
    folder = mkdtempSync(join(tmpdir(), 'plinth-figures-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function expectFigures(name: string, platform: Observed, all: Readonly<Record<string, number>>, is: object): void {
    const questions = Object.entries(is).map(([expr, value]) => ({ expr: `sum(${expr})`, at: '55m', value }));
    const proved = asked(tool, join(folder, `${name}.yaml`), alertGroups(platform), series(all), questions);
    expect(proved.ok, proved.output).toBe(true);
  }

  it('counts Neuron cores for who holds the node alone, for nobody where several do, and a pod that runs nothing as idle', () => {
    const platform = observedWithAll().find(({ spec }) => JSON.stringify(spec.pools).includes('trainium'));
    if (platform === undefined) throw new Error('bug: no platform of the samples has Trainium');
    const figures = {
      ...TEAMS,
      ...{ ...holder('n1', 'vision', 'train-0'), [core('n1', 0)]: 0.8, [core('n1', 1)]: 0.4, [core('n1', 2)]: 0 },
      ...{ ...holder('n2', 'vision', 'a-0'), ...holder('n2', 'speech', 'b-0'), [core('n2', 0)]: 0.9 },
      ...{ ...holder('n3', 'speech', 'notebook-0'), ...monitor('n3') },
      // Its monitor does not answer: nothing is said of the pod there.
      ...holder('n4', 'speech', 'train-1'),
    };
    expectFigures('neuron', platform, figures, {
      'team:devices_held:count{team="vision"}': 3,
      'team:devices_used:sum{team="vision"}': 1.2000000000000002,
      'team:devices_idle:count{team="vision"}': 1,
      'team:devices_held:count{team="speech"}': 1,
      'team:devices_idle:count{team="speech"}': 1,
    });
  });

  it('counts TPU chips for the pod that holds them', () => {
    const { spec } = parsePlatform(
      platformOn(TARGETS.gcp, { name: 'tpu', instance: 'ct5lp-hightpu-8t', nodes: { min: 1, max: 1 } }),
    );
    const rooms = ['tenancy', 'accelerators', 'queueing', 'observability'] as const;
    const platform = { spec, facts: targetFacts(spec), rooms, exporters: ['tpu-device-plugin'] } as const;
    const chip = (number: number) =>
      `duty_cycle{accelerator_id="482-${number}",container="c",make="cloud-tpu",model="tpu-v5-lite-podslice",namespace="vision",pod="train-0",tpu_topology="2x4"}`;
    expectFigures(
      'tpu',
      platform,
      { ...TEAMS, [chip(0)]: 75, [chip(1)]: 0 },
      {
        'team:devices_held:count{team="vision"}': 2,
        'team:devices_used:sum{team="vision"}': 0.75,
        'team:devices_idle:count{team="vision"}': 1,
      },
    );
  });
});
