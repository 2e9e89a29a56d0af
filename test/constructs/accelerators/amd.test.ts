import { describe, expect, test } from 'vitest';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { entryOf, installed, namesIn, objectIn, onExisting, renderedWith, valuesOf } from './accelerators-sample.ts';

const mi300x: PoolInput = {
  name: 'amd',
  machine: { accelerator: 'amd-mi300x', count: 8, vcpus: 192, memory: '2Ti' },
  nodes: { min: 2, max: 2 },
};
const tolerations = [{ key: 'amd.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];

describe('the AMD operator', () => {
  test('brings its controller, and leaves to the pools what happens on their nodes', () => {
    expect(valuesOf(onExisting(mi300x), 'amd-gpu-operator')).toEqual({
      'node-feature-discovery': { enabled: false },
      kmm: { enabled: false, watch: false },
      remediation: { enabled: false, installCRDs: false },
      installdefaultNFDRule: true,
      upgradeCRD: false,
      crds: { defaultCR: { install: false } },
      draDriver: { deviceClass: { create: false } },
      defaultDCMConfigMap: { install: false },
      controllerManager: { manager: { imagePullPolicy: 'IfNotPresent' } },
    });
  });

  test('manages kernel modules only where it owns the driver', () => {
    expect(valuesOf(onExisting({ ...mi300x, driver: 'operator' }), 'amd-gpu-operator')).toMatchObject({
      kmm: { enabled: true, watch: true },
    });
  });

  test('is not there where DigitalOcean brings driver and plugin', () => {
    const input = platformOn(TARGETS.digitalocean, {
      name: 'amd',
      instance: 'gpu-mi300x8-1536gb',
      nodes: { min: 1, max: 1 },
    });
    expect(installed(input)).toEqual([]);
  });
});

describe('a pool of AMD accelerators', () => {
  test('has whole devices', () => {
    expect(objectIn(onExisting(mi300x), 'DeviceConfig', 'amd')).toMatchObject({
      metadata: { namespace: 'amd-gpu-operator' },
      spec: {
        selector: { 'plinth.dev/pool': 'amd' },
        driver: { enable: false, blacklist: false, tolerations },
        devicePlugin: {
          enableDevicePlugin: true,
          devicePluginArguments: { resource_naming_strategy: 'single' },
          devicePluginTolerations: tolerations,
          enableNodeLabeller: true,
          nodeLabellerTolerations: tolerations,
        },
        metricsExporter: { enable: true, serviceType: 'ClusterIP', tolerations },
        configManager: { enable: false },
      },
    });
    expect(namesIn(onExisting(mi300x)).filter((name) => name.startsWith('ConfigMap'))).toEqual([]);
  });

  test('has a driver of the operator’s where the pool asks for it, and the image’s own kept from loading', () => {
    const input = onExisting({ ...mi300x, driver: 'operator' });
    expect(objectIn(input, 'DeviceConfig', 'amd')['spec']).toMatchObject({ driver: { enable: true, blacklist: true } });
  });

  test('has no device plugin of the operator’s where the cloud runs one', () => {
    const platform = renderedWith(onExisting({ ...mi300x, driver: 'operator' }), { allocator: 'cloud' });
    expect(objectIn(platform, 'DeviceConfig', 'amd')['spec']).toMatchObject({
      devicePlugin: { enableDevicePlugin: false },
    });
  });

  test('is cut into partitions whose resource has a name of its own', () => {
    const input = onExisting({ ...mi300x, sharing: { kind: 'partition', profile: 'cpx_nps1' } });
    expect(objectIn(input, 'DeviceConfig', 'amd')['spec']).toMatchObject({
      devicePlugin: { devicePluginArguments: { resource_naming_strategy: 'mixed' } },
      configManager: { enable: true, config: { name: 'amd' }, configManagerTolerations: tolerations },
    });
    expect(entryOf(input, 'amd', 'config.json')).toEqual({
      'gpu-config-profiles': { amd: { profiles: [{ computePartition: 'CPX', memoryPartition: 'NPS1' }] } },
    });
  });
});
