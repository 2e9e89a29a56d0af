import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectsOf } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { h100, machine, namesIn, objectIn, onExisting, podOf, valuesOf, withTeam } from './accelerators-sample.ts';

const DRIVER = 'nvidia-dra-driver';
const claimed: PoolInput = { ...h100, name: 'claimed', allocator: 'dra' };

function onGke(change: Partial<PoolInput> = {}): PlatformInput {
  return platformOn(TARGETS.gcp, {
    name: 'claimed',
    instance: 'a3-ultragpu-8g',
    nodes: { min: 2, max: 2 },
    allocator: 'dra',
    ...change,
  });
}

describe('the DRA driver', () => {
  test('runs on the nodes of its pools only, and only where their label says so', () => {
    expect(valuesOf(onExisting(h100, claimed), DRIVER)).toEqual({
      nvidiaDriverRoot: '/',
      gpuResourcesEnabledOverride: true,
      resources: { gpus: { enabled: true }, computeDomains: { enabled: false } },
      kubeletPlugin: {
        nodeSelector: { 'nvidia.com/dra-kubelet-plugin': 'true' },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['claimed'] }] },
              ],
            },
          },
        },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      },
    });
  });

  test.each([
    ['of the operator', onExisting({ ...claimed, driver: 'operator' }), '/run/nvidia/driver'],
    ['of Talos', platformOn(TARGETS.baremetal, claimed), '/usr/local'],
    ['of Container-Optimized OS', onGke(), '/home/kubernetes/bin/nvidia'],
    [
      'of an image of AWS',
      platformOn(TARGETS.aws, { name: 'a', instance: 'p5.48xlarge', nodes: { min: 1, max: 1 }, allocator: 'dra' }),
      '/',
    ],
  ])('finds the driver %s', (_, input, root) => {
    expect(valuesOf(input, DRIVER)).toMatchObject({ nvidiaDriverRoot: root });
  });

  test('joins nodes over NVLink where the machines can', () => {
    const gb200: PoolInput = { ...claimed, machine: { ...machine, accelerator: 'nvidia-gb200', count: 4 } };
    expect(valuesOf(onExisting(gb200), DRIVER)).toMatchObject({
      resources: { computeDomains: { enabled: true } },
      kubeletPlugin: { containers: { computeDomains: { gpuCliqueLabelEnabled: true } } },
    });
  });
});

describe('a pool whose devices are claimed', () => {
  test('has a class of its own for whole devices', () => {
    expect(objectIn(onExisting(claimed), 'DeviceClass', 'claimed')).toMatchObject({
      apiVersion: 'resource.k8s.io/v1',
      spec: {
        selectors: [
          {
            cel: {
              expression: "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'gpu'",
            },
          },
        ],
      },
    });
  });

  test('has a class of its own for partitions', () => {
    const input = onExisting({ ...claimed, sharing: { kind: 'partition', profile: '1g.10gb' } });
    expect(objectIn(input, 'DeviceClass', 'claimed')['spec']).toEqual({
      selectors: [
        {
          cel: {
            expression:
              "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'mig' && device.attributes['gpu.nvidia.com'].profile == '1g.10gb'",
          },
        },
      ],
    });
  });

  test('gives each team with quota on it templates for one device and for all of a node', () => {
    const templates = objectsOf(onExisting(claimed), 'ResourceClaimTemplate');
    expect(templates.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'vision/claimed',
      'vision/claimed-node',
    ]);
    expect(templates.map(({ spec }) => spec)).toEqual([
      { spec: { devices: { requests: [{ name: 'accelerator', exactly: { count: 1, deviceClassName: 'claimed' } }] } } },
      { spec: { devices: { requests: [{ name: 'accelerator', exactly: { count: 8, deviceClassName: 'claimed' } }] } } },
    ]);
  });

  test('gives them in the namespace for the fabric too', () => {
    const input = withTeam(onExisting(claimed), { fabric: 'allowed' });
    expect(objectsOf(input, 'ResourceClaimTemplate').map(({ metadata }) => metadata.namespace)).toEqual([
      'vision',
      'vision',
      'vision-fabric',
      'vision-fabric',
    ]);
  });

  test('gives a team without quota on it nothing', () => {
    const input = withTeam(onExisting(h100, claimed), { quota: { train: { guaranteed: 1 } } });
    expect(objectsOf(input, 'ResourceClaimTemplate')).toEqual([]);
  });

  test('has no template for a node where a node has one device', () => {
    const one = { ...machine, accelerator: 'nvidia-l40s', count: 1 };
    const templates = objectsOf(onExisting({ ...claimed, machine: one }), 'ResourceClaimTemplate');
    expect(templates.map(({ metadata }) => metadata.name)).toEqual(['claimed']);
  });
});

describe('on GKE, where nobody else would install the driver, the room', () => {
  test('starts Google’s installer on the nodes of the pool', () => {
    expect(podOf(objectIn(onGke(), 'DaemonSet', 'gke-driver-installer'))).toMatchObject({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['claimed'] }] },
            ],
          },
        },
      },
      automountServiceAccountToken: false,
      priorityClassName: 'system-node-critical',
      initContainers: [
        { image: 'cos-nvidia-installer:fixed', imagePullPolicy: 'Never', securityContext: { privileged: true } },
      ],
      containers: [
        { securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      ],
    });
  });

  test('does not where GKE installs it itself, nor anywhere else', () => {
    const installer = 'DaemonSet gke-driver-system gke-driver-installer';
    expect(namesIn(onGke())).toContain(installer);
    expect(namesIn(onGke({ allocator: 'devicePlugin' }))).not.toContain(installer);
    expect(namesIn(onExisting({ ...claimed, driver: 'operator' }))).not.toContain(installer);
  });
});
