import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { components } from '../../../catalog/index.ts';
import { rendered } from '../../sample.ts';
import { sharedData } from '../../shared-data.ts';
import { platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { onAws } from './autoscaling-sample.ts';

/** Paths of values that the chart has no place for. A map that the chart leaves empty takes anything. */
function unknownKeys(values: object, chart: unknown, path = ''): string[] {
  if (typeof chart !== 'object' || chart === null || Object.keys(chart).length === 0) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(chart, key)) return [at];
    const inner = (chart as Record<string, unknown>)[key];
    return typeof value === 'object' && value !== null ? unknownKeys(value, inner, at) : [];
  });
}

function karpenterValues(input = onAws()) {
  const values = rendered(input).platform.autoscaling?.karpenter?.values;
  if (values === undefined) throw new Error('Karpenter is not installed');
  return values;
}

const karpenterChart = sharedData('upstream/charts/karpenter/values.yaml');

describe('the values of Karpenter', () => {
  test('name cluster, queue and service account as the stack makes them', () => {
    expect(karpenterValues()).toMatchObject({
      serviceAccount: { name: 'karpenter' },
      replicas: 2,
      settings: {
        clusterName: 'atlas-prod',
        eksControlPlane: true,
        interruptionQueue: 'atlas-prod-interruption',
      },
    });
  });

  test('run the image of the version that is installed, without another version’s digest', () => {
    expect(karpenterValues().controller.image).toEqual({ tag: components.karpenter.version, digest: '' });
    const other = { ...onAws(), components: { karpenter: { version: '1.14.9' } } };
    expect(karpenterValues(other).controller.image.tag).toBe('1.14.9');
  });

  test('give the controller more memory for many nodes', () => {
    const memory = (max: number) =>
      karpenterValues(onAws({ nodes: { min: 0, max } })).controller.resources.limits.memory;
    expect([memory(16), memory(501)]).toEqual(['1Gi', '4Gi']);
  });

  test.skipIf(karpenterChart === undefined)('have only keys that the chart has', () => {
    const chart: unknown = parse(readFileSync(karpenterChart ?? '', 'utf8'));
    expect(unknownKeys(karpenterValues(), chart)).toEqual([]);
    expect(unknownKeys({ settings: { clusterNam: 'lab' } }, chart)).toEqual(['settings.clusterNam']);
  });
});

test('The cluster autoscaler finds the machines in the management cluster, and empties no node to save it', () => {
  const pool = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 1, max: 4 } } as const;
  const input = platformOn({ ...TARGETS.baremetal, distribution: 'clusterApi' }, pool);
  expect(rendered(input).platform.autoscaling?.clusterAutoscaler?.values).toMatchObject({
    fullnameOverride: 'cluster-autoscaler',
    image: { tag: `v${components['cluster-autoscaler'].version}` },
    cloudProvider: 'clusterapi',
    clusterAPIMode: 'incluster-kubeconfig',
    clusterAPICloudConfigPath: '/etc/cluster-api/value',
    autoDiscovery: { clusterName: 'atlas-prod', namespace: 'atlas-prod' },
    extraVolumeSecrets: {
      'management-kubeconfig': { name: 'management-kubeconfig', mountPath: '/etc/cluster-api' },
    },
    extraArgs: { 'scale-down-utilization-threshold': 0, 'scale-down-gpu-utilization-threshold': 0 },
  });
});
