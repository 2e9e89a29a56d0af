import { describe, expect, test } from 'vitest';
import { acceleratorExporters, hostedExporters } from '../../../constructs/observability/accelerator-exporters.ts';
import { alertGroups } from '../../../constructs/observability/rules/alert-groups.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { objectOf, objectsOf } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { withAccess } from '../access/access-sample.ts';

const pool = (instance: string): PoolInput => ({ name: 'pool', instance, nodes: { min: 1, max: 1 } });
const trainium = platformOn(TARGETS.aws, pool('trn1.32xlarge'));
const tpu = platformOn(TARGETS.gcp, pool('ct5lp-hightpu-8t'));
const gke = platformOn(TARGETS.gcp, pool('a3-ultragpu-8g'));
const ascend = platformOn(TARGETS.existing, {
  ...{ name: 'pool', nodes: { min: 1, max: 1 } },
  machine: { accelerator: 'huawei-ascend-910b', count: 8, vcpus: 192, memory: '2Ti' },
});

function propsOf(input: PlatformInput) {
  const { spec } = parsePlatform(input);
  return { spec, facts: targetFacts(spec) };
}

/** What the room makes for a platform on AWS with other pools. */
function observed(pools: PlatformInput['pools']): PlatformInput {
  const base = withAccess('aws');
  const quota = Object.fromEntries(pools.map(({ name }) => [name, { guaranteed: 1 }]));
  const teams = base.teams.map((team) => ({ ...team, quota }));
  return { ...base, pools, teams, observability: {} };
}

describe('exporters of accelerators', () => {
  test.each([
    ['Trainium', trainium, ['neuron-monitor'], []],
    ['TPUs', tpu, ['tpu-device-plugin'], [['kube-system', 2_112]]],
    ['Ascend', ascend, ['npu-exporter'], [['npu-exporter', 8_082]]],
    ['NVIDIA where Google runs the exporter', gke, [], [['gke-managed-system', 9_400]]],
    ['NVIDIA where the operator does', platformOn(TARGETS.existing, pool('generic-h100-hgx-8')), [], []],
  ] as const)('of %s are asked where they run', (_, input, exporters, hosted) => {
    const props = propsOf(input);
    expect(acceleratorExporters(props)).toEqual(exporters);
    expect(hostedExporters(props).map(({ namespace, port }) => [namespace, port])).toEqual(hosted);
  });

  test('of Trainium run on its nodes alone, without rights in the cluster', () => {
    const input = observed([pool('trn1.32xlarge'), { ...pool('p5.48xlarge'), name: 'gpu' }]);
    const { spec } = objectOf(input, 'DaemonSet', 'neuron-monitor', 'plinth-node-agents') as unknown as {
      spec: { template: { spec: object } };
    };
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['pool'] }] }],
          },
        },
      },
    });
    expect(objectOf(input, 'ServiceMonitor', 'plinth-node-agents-neuron-monitor', 'monitoring')).toMatchObject({
      spec: { endpoints: [{ relabelings: [{ targetLabel: 'node' }] }] },
    });
  });

  test('of others are asked without anything in their namespaces', () => {
    const input: PlatformInput = { ...withAccess('gcp'), observability: {} };
    const onTpu = { ...input, pools: tpu.pools, teams: input.teams.map((team) => ({ ...team, quota: {} })) };
    expect(objectOf(onTpu, 'PodMonitor', 'hosted-tpu-device-plugin', 'monitoring')).toMatchObject({
      spec: {
        namespaceSelector: { matchNames: ['kube-system'] },
        selector: { matchLabels: { 'k8s-app': 'tpu-device-plugin' } },
        podMetricsEndpoints: [{ honorLabels: true }],
      },
    });
    const inSystem = objectsOf(onTpu, 'NetworkPolicy').filter(({ metadata }) => metadata.namespace === 'kube-system');
    expect(inSystem).toEqual([]);
  });
});

describe('figures of what teams hold', () => {
  const records = (input: PlatformInput) => {
    const props = propsOf(input);
    const rooms = ['tenancy', 'accelerators', 'queueing', 'observability'] as const;
    return alertGroups({ ...props, rooms, exporters: acceleratorExporters(props) }).flatMap((group) => group.records);
  };

  test.each([
    ['Trainium', trainium, 'aws', 'neuroncore_utilization_ratio'],
    ['TPUs', tpu, 'google', 'duty_cycle{make="cloud-tpu"'],
    ['Ascend', ascend, 'huawei', 'npu_chip_info_utilization'],
  ] as const)('are there for %s', (_, input, vendor, metric) => {
    const used = records(input).filter(({ record }) => record === 'accelerator:utilization:ratio');
    expect(used[0]).toMatchObject({ labels: { vendor }, expr: expect.stringContaining(metric) });
    expect(records(input).map(({ record }) => record)).toContain('team:devices_idle:count');
  });
});
