import { describe, expect, test } from 'vitest';
import { reservedNamespace } from '../../../spec/reserved-namespace.ts';
import { rendered } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { h100, installed, machine, namesIn, objectsIn, onExisting, valuesOf, withTeam } from './accelerators-sample.ts';

const cpu: PoolInput = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } };
const mi300x: PoolInput = { ...h100, name: 'amd', machine: { ...machine, accelerator: 'amd-mi300x' } };

describe('the room', () => {
  test('stays closed where no pool has accelerators and no team has a sandbox', () => {
    expect(rendered(onExisting(cpu)).platform.accelerators).toBeUndefined();
  });

  test.each([
    ['a pool has accelerators', onExisting(h100, cpu)],
    ['a team has a sandbox', withTeam(onExisting(cpu), { sandbox: 'kata' })],
  ])('opens where %s', (_, input) => {
    expect(rendered(input).platform.accelerators).toBeDefined();
  });

  test('opens after tenancy and before queueing', () => {
    const rooms = rendered(onExisting(h100)).platform.rooms.map(({ node }) => node.id);
    expect(rooms.slice(0, 3)).toEqual(['tenancy', 'accelerators', 'queueing']);
  });

  test('installs nothing for a pool whose driver and devices are both of the cloud', () => {
    const input = platformOn(TARGETS.gcp, { name: 'train', instance: 'a3-ultragpu-8g', nodes: { min: 1, max: 1 } });
    expect(installed(input)).toEqual([]);
    expect(namesIn(input)).toEqual([]);
  });

  test('installs nothing for TPUs, which GKE brings', () => {
    const input = platformOn(TARGETS.gcp, { name: 'tpu', instance: 'ct6e-standard-8t', nodes: { min: 1, max: 1 } });
    expect(installed(input)).toEqual([]);
  });

  test('brings one feature discovery for all operators, before them', () => {
    const input = withTeam(onExisting(h100, mi300x), { fabric: 'allowed' });
    expect(installed(input)).toEqual([
      'node-feature-discovery',
      'nvidia-gpu-operator',
      'amd-gpu-operator',
      'nvidia-network-operator',
    ]);
    expect(valuesOf(input, 'nvidia-gpu-operator')['nfd']).toEqual({ enabled: false });
    expect(valuesOf(input, 'amd-gpu-operator')['node-feature-discovery']).toEqual({ enabled: false });
    expect(valuesOf(input, 'nvidia-network-operator')['nfd']).toMatchObject({ enabled: false });
    for (const { after, component } of rendered(input).platform.accelerators?.addOns.slice(1) ?? [])
      expect([component.name, ...after.map((each) => each.component.name)]).toContain('node-feature-discovery');
  });

  test('lets feature discovery look at the nodes of the pools that the operators serve, and at no others', () => {
    expect(valuesOf(onExisting(h100, cpu), 'node-feature-discovery')).toEqual({
      master: { config: { extraLabelNs: ['nvidia.com'] } },
      worker: {
        config: {
          sources: {
            pci: { deviceClassWhitelist: ['02', '0200', '0207', '0300', '0302'], deviceLabelFields: ['vendor'] },
          },
        },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['train'] }] },
              ],
            },
          },
        },
      },
    });
  });

  test('tolerates every taint of the pools, whatever its value', () => {
    const spot: PoolInput = {
      name: 'spot',
      instance: 'Standard_NC96ads_A100_v4',
      nodes: { min: 0, max: 4 },
      capacity: { kind: 'spot' },
    };
    const { daemonsets } = valuesOf(platformOn(TARGETS.azure, spot), 'nvidia-gpu-operator');
    expect(daemonsets).toEqual({
      tolerations: [
        { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
        { key: 'kubernetes.azure.com/scalesetpriority', operator: 'Exists', effect: 'NoSchedule' },
      ],
    });
  });

  test('says why the pods of its namespaces may reach their node, and no team can have such a name', () => {
    const input = withTeam(onExisting(h100, mi300x), { fabric: 'allowed' });
    const namespaces = objectsIn(rendered(input)).filter(({ kind }) => kind === 'Namespace');
    expect(namespaces.map(({ metadata }) => metadata.name)).toEqual([
      'amd-gpu-operator',
      'gpu-operator',
      'network-operator',
      'node-feature-discovery',
    ]);
    for (const { metadata } of namespaces) {
      expect(metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('privileged');
      expect(metadata.annotations?.['plinth.dev/pod-security-reason']).toMatch(/^its /);
      expect(reservedNamespace(metadata.name)).toBeDefined();
    }
  });

  test('lets critical pods into its namespaces on GKE, which wants a quota for them', () => {
    const dra: PoolInput = {
      name: 'train',
      instance: 'a3-ultragpu-8g',
      nodes: { min: 1, max: 1 },
      allocator: 'dra',
    };
    const quotas = objectsIn(rendered(platformOn(TARGETS.gcp, dra))).filter(({ kind }) => kind === 'ResourceQuota');
    expect(quotas.map(({ metadata }) => metadata.namespace)).toEqual(['gke-driver-system', 'gpu-dra-driver']);
    expect(quotas[0]?.['spec']).toEqual({
      hard: { pods: '100k' },
      scopeSelector: {
        matchExpressions: [
          {
            scopeName: 'PriorityClass',
            operator: 'In',
            values: ['system-node-critical', 'system-cluster-critical'],
          },
        ],
      },
    });
    expect(namesIn(onExisting(h100)).filter((name) => name.startsWith('ResourceQuota'))).toEqual([]);
  });
});
