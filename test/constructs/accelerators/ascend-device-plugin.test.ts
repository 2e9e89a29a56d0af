import { App } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { AscendDevicePlugin } from '../../../constructs/accelerators/index.ts';
import { WaveChart } from '../../../constructs/core/index.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { namesIn, podOf, poolsOf } from './accelerators-sample.ts';

const ascend: PoolInput = { name: 'ascend', instance: 'atlas-800t-a2', nodes: { min: 2, max: 2 } };
const input = platformOn(TARGETS.baremetal, ascend);
const image = 'registry.example.org/ascend-k8sdeviceplugin:v26.1.0';

function objects(): Record<string, unknown>[] {
  const chart = new WaveChart(new App(), 'operators', { wave: 'operators', room: 'accelerators', platform: 'lab' });
  new AscendDevicePlugin(chart, 'ascend', { namespace: 'ascend-system', image, pools: poolsOf(input) });
  return chart.toJson() as Record<string, unknown>[];
}

function one(kind: string): Record<string, unknown> {
  const found = objects().find((object) => object['kind'] === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

describe('the Ascend device plugin', () => {
  test('runs on the nodes of its pools, with the devices and the folders it needs', () => {
    const pod = podOf(one('DaemonSet'));
    expect(pod).toMatchObject({
      serviceAccountName: 'ascend-device-plugin',
      priorityClassName: 'system-node-critical',
      tolerations: [{ key: 'huawei.com/Ascend910', operator: 'Exists', effect: 'NoSchedule' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['ascend'] }] }],
          },
        },
      },
      containers: [
        {
          image,
          securityContext: { privileged: true, readOnlyRootFilesystem: true },
          resources: { requests: { cpu: '500m', memory: '500Mi' }, limits: { cpu: '500m', memory: '500Mi' } },
        },
      ],
    });
    expect(JSON.stringify(pod['volumes'])).toContain('/var/lib/kubelet/device-plugins');
  });

  test('mounts every folder that it lists, the driver’s for reading', () => {
    const { containers, volumes } = podOf(one('DaemonSet')) as {
      volumes: { name: string }[];
      containers: { volumeMounts: { name: string; readOnly: boolean }[] }[];
    };
    const mounts = containers[0]?.volumeMounts ?? [];
    expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
    expect(mounts.filter(({ readOnly }) => readOnly).map(({ name }) => name)).toEqual(['driver']);
  });

  test('may write nothing but its node, its pods’ marks and its own notes', () => {
    const { rules } = one('ClusterRole') as { rules: { resources: string[]; verbs: string[] }[] };
    expect(rules.filter(({ verbs }) => verbs.includes('delete'))).toEqual([]);
    expect(rules.flatMap(({ resources }) => resources)).toEqual([
      'pods',
      'nodes',
      'nodes/proxy',
      'nodes/status',
      'configmaps',
      'events',
    ]);
  });

  test('is rendered once the catalogue names an image, and is the site’s until then', () => {
    const listed: readonly string[] = components['ascend-device-plugin'].images;
    const rendered = namesIn(input).includes('DaemonSet ascend-system ascend-device-plugin');
    expect(rendered).toBe(listed.length > 0);
  });
});
