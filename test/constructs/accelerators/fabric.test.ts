import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import {
  h100,
  installed,
  machine,
  objectIn,
  onExisting,
  renderedWith,
  valuesOf,
  withTeam,
} from './accelerators-sample.ts';

const efa = platformOn(TARGETS.aws, { name: 'train', instance: 'p5.48xlarge', nodes: { min: 2, max: 2 } });
const allowed = (input: PlatformInput) => withTeam(input, { fabric: 'allowed' });

/** Configuration of the device plugin for RDMA. */
function devices(from: Parameters<typeof objectIn>[0]): unknown {
  const { rdmaSharedDevicePlugin } = policy(from) as { rdmaSharedDevicePlugin: { config: string } };
  return JSON.parse(rdmaSharedDevicePlugin.config);
}

function policy(from: Parameters<typeof objectIn>[0]): Record<string, unknown> {
  return objectIn(from, 'NicClusterPolicy', 'nic-cluster-policy')['spec'] as Record<string, unknown>;
}

describe('EFA devices', () => {
  test('come with the plugin of AWS, on the instance types of the pools', () => {
    expect(valuesOf(allowed(efa), 'aws-efa-device-plugin')).toEqual({
      supportedInstanceLabels: { keys: ['node.kubernetes.io/instance-type'], values: ['p5.48xlarge'] },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    });
    expect(installed(allowed(efa))).not.toContain('nvidia-network-operator');
  });

  test('are not handed out where no team may use them', () => {
    expect(installed(efa)).not.toContain('aws-efa-device-plugin');
  });
});

describe('RDMA devices', () => {
  test('come with the network operator, and no second feature discovery', () => {
    expect(valuesOf(allowed(onExisting(h100)), 'nvidia-network-operator')).toEqual({
      nfd: { enabled: false, deployNodeFeatureRules: true },
      upgradeCRDs: false,
      keepNCP: false,
    });
  });

  test('have the name and number that the facts give', () => {
    expect(devices(allowed(onExisting(h100)))).toEqual({
      configList: [
        {
          resourcePrefix: 'rdma',
          resourceName: 'fabric',
          rdmaHcaMax: 8,
          selectors: { vendors: ['15b3'], linkTypes: ['infiniband'] },
        },
      ],
    });
  });

  test('stay on the pools that have them', () => {
    const without: PoolInput = { ...h100, name: 'other', machine: { ...machine, fabric: 'none' } };
    expect(policy(allowed(onExisting(h100, without)))).toMatchObject({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['train'] }] }],
        },
      },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    });
  });

  test.each([
    ['Ethernet', onExisting({ ...h100, machine: { ...machine, fabric: 'roce' } }), ['ether']],
    [
      'a network that only the site knows',
      platformOn(TARGETS.baremetal, { name: 'train', instance: 'generic-h100-hgx-8', nodes: { min: 2, max: 2 } }),
      undefined,
    ],
    [
      'both in one platform',
      onExisting(h100, { ...h100, name: 'roce', machine: { ...machine, fabric: 'roce' } }),
      undefined,
    ],
  ])('are found by the cards of %s', (_, input, linkTypes) => {
    const { configList } = devices(allowed(input)) as { configList: { selectors: Record<string, unknown> }[] };
    expect(configList).toHaveLength(1);
    expect(configList[0]?.selectors['linkTypes']).toEqual(linkTypes);
  });

  test('come from images of one release', () => {
    expect(policy(allowed(onExisting(h100)))).toMatchObject({
      global: { repository: 'nvcr.io/nvidia/mellanox', version: 'network-operator-v26.7.0' },
      rdmaSharedDevicePlugin: { image: 'k8s-rdma-shared-dev-plugin' },
    });
  });

  test('have a configuration that the operator’s template can quote', () => {
    const { rdmaSharedDevicePlugin } = policy(allowed(onExisting(h100))) as {
      rdmaSharedDevicePlugin: { config: string };
    };
    expect(rdmaSharedDevicePlugin.config).not.toMatch(/['\n]/);
  });

  test('are not handed out where no team may use them, nor where the cloud does', () => {
    expect(installed(onExisting(h100))).not.toContain('nvidia-network-operator');
    const platform = renderedWith(allowed(onExisting(h100)), {
      fabric: { resource: 'rdma/fabric0', perNode: 1, allocator: 'cloud' },
    });
    expect(platform.platform.accelerators?.addOns.map(({ component }) => component.name)).not.toContain(
      'nvidia-network-operator',
    );
  });
});
