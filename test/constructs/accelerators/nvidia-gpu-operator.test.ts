import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { INSTANCES, type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import {
  entryOf,
  h100,
  installed,
  namesIn,
  objectIn,
  onExisting,
  renderedWith,
  valuesOf,
  withTeam,
} from './accelerators-sample.ts';

const OPERATOR = 'nvidia-gpu-operator';
const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
const closed = { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED', value: 'false' };

function on(kind: 'aws' | 'azure' | 'digitalocean', change: Partial<PoolInput> = {}): PlatformInput {
  return platformOn(TARGETS[kind], {
    name: 'train',
    instance: INSTANCES[kind],
    nodes: { min: 2, max: 2 },
    ...change,
  });
}

describe('the operator', () => {
  test('serves a machine that has a driver with toolkit, device plugin and metrics', () => {
    expect(valuesOf(onExisting(h100), OPERATOR)).toEqual({
      nfd: { enabled: false },
      cdi: { enabled: true, nriPluginEnabled: false },
      hostPaths: { driverInstallDir: '/run/nvidia/driver' },
      daemonsets: { tolerations },
      operator: { runtimeClass: 'nvidia', upgradeCRD: false },
      mig: { strategy: 'mixed' },
      driver: { enabled: false },
      toolkit: { enabled: true, installDir: '/usr/local/nvidia', env: [closed] },
      devicePlugin: { enabled: true },
      dcgmExporter: { serviceMonitor: { enabled: false } },
      migManager: { enabled: false },
      gdrcopy: { enabled: false },
    });
  });

  test('shows errors of memory and links too where the platform looks at figures', () => {
    const access: PlatformInput['access'] = { domain: 'ml.example.org', signIn: { kind: 'dex', connector: 'ldap' } };
    const platform = renderedWith({ ...onExisting(h100), access, observability: {} }, {});
    expect(objectIn(platform, 'ConfigMap', 'dcgm-metrics')).toMatchObject({
      data: {
        'dcgm-metrics.csv': expect.stringContaining(
          '\nDCGM_FI_DEV_ECC_DBE_VOL_TOTAL, counter, Double-bit errors of memory since the driver was loaded.\n',
        ),
      },
    });
    expect(valuesOf(platform, OPERATOR)).toMatchObject({ dcgmExporter: { config: { name: 'dcgm-metrics' } } });
  });

  test('brings the driver only where a pool asks for it', () => {
    const input = withTeam(onExisting(h100, { ...h100, name: 'own', driver: 'operator' }), { fabric: 'allowed' });
    expect(valuesOf(input, OPERATOR)).toMatchObject({
      driver: {
        enabled: true,
        manager: { env: [{ name: 'NODE_LABEL_FOR_GPU_POD_EVICTION', value: 'nvidia.com/dra-kubelet-plugin' }] },
      },
      gdrcopy: { enabled: true },
    });
  });

  test('builds the module for copies between devices and network only with a fabric', () => {
    const single: PoolInput = {
      ...h100,
      driver: 'operator',
      machine: { accelerator: 'nvidia-l40s', count: 4, vcpus: 96, memory: '768Gi' },
    };
    expect(valuesOf(onExisting(single), OPERATOR)).toMatchObject({
      driver: { enabled: true },
      gdrcopy: { enabled: false },
    });
  });

  test('never lets a pod name devices that it was not given', () => {
    for (const input of [onExisting(h100), on('aws'), on('azure')])
      expect(valuesOf(input, OPERATOR)).toMatchObject({ toolkit: { env: expect.arrayContaining([closed]) } });
  });

  test('stays away where its driver and its device plugin are not wanted', () => {
    const input = onExisting({ ...h100, allocator: 'dra' });
    expect(installed(input)).toEqual(['nvidia-dra-driver']);
  });

  test('brings the driver alone where devices are claimed', () => {
    const input = onExisting({ ...h100, allocator: 'dra', driver: 'operator' });
    expect(valuesOf(input, OPERATOR)).toMatchObject({
      driver: { enabled: true },
      toolkit: { enabled: false },
      devicePlugin: { enabled: false },
      migManager: { enabled: false },
    });
  });
});

describe('on each place the operator', () => {
  test('leaves driver and toolkit to the image of AWS', () => {
    expect(valuesOf(on('aws'), OPERATOR)).toMatchObject({
      driver: { enabled: false },
      toolkit: { enabled: false },
      operator: { runtimeClass: 'nvidia' },
    });
  });

  test('brings both on AWS where it owns the driver', () => {
    expect(valuesOf(on('aws', { driver: 'operator' }), OPERATOR)).toMatchObject({
      driver: { enabled: true },
      toolkit: { enabled: true, installDir: '/usr/local/nvidia' },
    });
  });

  test('names the container runtime of AKS by the name that its image gives it', () => {
    expect(valuesOf(on('azure'), OPERATOR)).toMatchObject({
      driver: { enabled: false },
      toolkit: { enabled: false },
      operator: { runtimeClass: 'nvidia-container-runtime' },
    });
  });

  test('brings a runtime of its own on AKS together with the driver', () => {
    expect(valuesOf(on('azure', { driver: 'operator' }), OPERATOR)).toMatchObject({
      driver: { enabled: true },
      toolkit: { enabled: true },
      operator: { runtimeClass: 'nvidia' },
    });
  });

  test('is not there on DigitalOcean where its plugin serves whole devices, and brings the plugin where it cannot', () => {
    expect(installed(on('digitalocean'))).toEqual([]);
    expect(valuesOf(on('digitalocean', { sharing: { kind: 'timeSlicing', replicas: 4 } }), OPERATOR)).toMatchObject({
      driver: { enabled: false },
      toolkit: { enabled: false },
      devicePlugin: { enabled: true },
    });
  });

  test('finds the driver of Talos where extensions put it', () => {
    const input = platformOn(TARGETS.baremetal, h100);
    expect(valuesOf(input, OPERATOR)).toMatchObject({
      hostPaths: { driverInstallDir: '/usr/local' },
      toolkit: { enabled: false },
      cdi: { enabled: true, nriPluginEnabled: false },
    });
  });

  test('brings the toolkit to a Talos that has none, where that image can be written', () => {
    const platform = renderedWith(platformOn(TARGETS.baremetal, h100), { containerToolkit: 'operator' });
    expect(valuesOf(platform, OPERATOR)).toMatchObject({
      hostPaths: { driverInstallDir: '/usr/local' },
      toolkit: { enabled: true, installDir: '/var/lib/nvidia' },
      cdi: { enabled: true, nriPluginEnabled: true },
    });
  });

  test('brings the toolkit to machines of Cluster API', () => {
    const input = platformOn({ ...TARGETS.baremetal, distribution: 'clusterApi' }, h100);
    expect(valuesOf(input, OPERATOR)).toMatchObject({
      hostPaths: { driverInstallDir: '/run/nvidia/driver' },
      toolkit: { enabled: true },
    });
  });

  test('knows the folders of Container-Optimized OS, should it run a device plugin there', () => {
    const input = platformOn(TARGETS.gcp, { name: 'train', instance: 'a2-highgpu-1g', nodes: { min: 2, max: 2 } });
    expect(valuesOf(renderedWith(input, { allocator: 'operator' }), OPERATOR)).toMatchObject({
      driver: { enabled: false },
      hostPaths: { driverInstallDir: '/home/kubernetes/bin/nvidia' },
      toolkit: {
        enabled: true,
        installDir: '/home/kubernetes/bin/nvidia',
        env: [closed, { name: 'RUNTIME_CONFIG_SOURCE', value: 'file' }],
      },
      gdrcopy: { enabled: false },
    });
  });
});

describe('shared devices', () => {
  const sliced: PoolInput = { ...h100, name: 'sliced', sharing: { kind: 'timeSlicing', replicas: 4 } };
  const mps: PoolInput = { ...h100, name: 'side-by-side', sharing: { kind: 'mps', replicas: 8 } };
  const input = onExisting(h100, sliced, mps);

  test('have an entry for each pool, and one for nodes that name none', () => {
    expect(valuesOf(input, OPERATOR)['devicePlugin']).toEqual({
      enabled: true,
      config: { name: 'device-plugin-config', default: 'plinth.whole' },
    });
    expect(Object.keys(objectIn(input, 'ConfigMap', 'device-plugin-config')['data'] as object)).toEqual([
      'plinth.whole',
      'side-by-side',
      'sliced',
    ]);
    expect(entryOf(input, 'device-plugin-config', 'plinth.whole')).toEqual({
      version: 'v1',
      flags: { migStrategy: 'mixed' },
    });
  });

  test.each([
    ['sliced', 'timeSlicing', 4],
    ['side-by-side', 'mps', 8],
  ])('of pool %s are named apart from whole ones, and taken one at a time', (pool, kind, replicas) => {
    expect(entryOf(input, 'device-plugin-config', pool)).toEqual({
      version: 'v1',
      flags: { migStrategy: 'mixed' },
      sharing: {
        [kind]: {
          renameByDefault: true,
          failRequestsGreaterThanOne: true,
          resources: [{ name: 'nvidia.com/gpu', replicas }],
        },
      },
    });
  });

  test('need no configuration where no pool has any', () => {
    expect(namesIn(onExisting(h100)).filter((name) => name.startsWith('ConfigMap'))).toEqual([]);
  });
});

describe('partitions', () => {
  const cut: PoolInput = { ...h100, name: 'cut', sharing: { kind: 'partition', profile: '1g.10gb' } };

  test('are cut from every device, as many as fit', () => {
    expect(valuesOf(onExisting(h100, cut), OPERATOR)['migManager']).toEqual({
      enabled: true,
      config: { name: 'mig-config', default: 'all-disabled' },
    });
    expect(entryOf(onExisting(h100, cut), 'mig-config', 'config.yaml')).toEqual({
      version: 'v1',
      'mig-configs': {
        'all-disabled': [{ devices: 'all', 'mig-enabled': false }],
        cut: [{ devices: 'all', 'mig-enabled': true, 'mig-devices': { '1g.10gb': 7 } }],
      },
    });
  });

  test('need a reboot on Container-Optimized OS', () => {
    const input = platformOn(TARGETS.gcp, {
      ...cut,
      machine: undefined,
      instance: 'a2-highgpu-1g',
      sharing: { kind: 'partition', profile: '1g.5gb' },
    });
    expect(valuesOf(renderedWith(input, { allocator: 'operator' }), OPERATOR)).toMatchObject({
      migManager: { enabled: true, env: [{ name: 'WITH_REBOOT', value: 'true' }] },
    });
  });
});
