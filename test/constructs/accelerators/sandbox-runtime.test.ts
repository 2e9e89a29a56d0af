import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectsOf } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { h100, installed, objectIn, onExisting, valuesOf, withTeam } from './accelerators-sample.ts';

const cpu: PoolInput = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } };
const clusterApi = { ...TARGETS.baremetal, distribution: 'clusterApi' } as const;
const azureCpu: PoolInput = { name: 'cpu', instance: 'Standard_D16s_v5', nodes: { min: 2, max: 2 } };
const gcpCpu: PoolInput = { name: 'cpu', instance: 'n2-standard-16', nodes: { min: 2, max: 2 } };
const QEMU = { podFixed: { memory: '320Mi', cpu: '250m' } };

const sandboxed = (input: PlatformInput, sandbox: 'gvisor' | 'kata') => withTeam(input, { sandbox });

describe('a sandbox that a team uses', () => {
  test.each([
    ['gVisor on bare metal', sandboxed(platformOn(TARGETS.baremetal, cpu), 'gvisor'), 'gvisor', { handler: 'runsc' }],
    ['gVisor on a cluster that is there', sandboxed(onExisting(cpu), 'gvisor'), 'gvisor', { handler: 'runsc' }],
    [
      'Kata on AKS',
      sandboxed(platformOn(TARGETS.azure, azureCpu), 'kata'),
      'kata',
      {
        handler: 'kata',
        overhead: { podFixed: { memory: '600Mi' } },
        scheduling: { nodeSelector: { 'kubernetes.azure.com/kata-vm-isolation': 'true' } },
      },
    ],
    [
      'Kata on Talos',
      sandboxed(platformOn(TARGETS.baremetal, cpu), 'kata'),
      'kata',
      { handler: 'kata-qemu', overhead: QEMU },
    ],
    [
      'Kata on machines of Cluster API',
      sandboxed(platformOn(clusterApi, cpu), 'kata'),
      'kata',
      {
        handler: 'kata-qemu',
        overhead: QEMU,
        scheduling: { nodeSelector: { 'katacontainers.io/kata-runtime': 'true' } },
      },
    ],
    [
      'Kata on a cluster that is there',
      sandboxed(onExisting(cpu), 'kata'),
      'kata',
      { handler: 'kata-qemu', overhead: QEMU },
    ],
  ])('has a class: %s', (_, input, name, expected) => {
    const { handler, overhead, scheduling } = objectIn(input, 'RuntimeClass', name);
    expect({ handler, overhead, scheduling }).toEqual(expected);
  });

  test('has none of ours on GKE, which makes it itself', () => {
    expect(objectsOf(sandboxed(platformOn(TARGETS.gcp, gcpCpu), 'gvisor'), 'RuntimeClass')).toEqual([]);
  });

  test('has the name that tenancy demands of the team’s pods', () => {
    const input = sandboxed(onExisting(cpu), 'kata');
    const demanded = JSON.stringify(objectsOf(input, 'ValidatingAdmissionPolicy'));
    for (const { metadata } of objectsOf(input, 'RuntimeClass')) expect(demanded).toContain(`'${metadata.name}'`);
  });
});

describe('no team in a sandbox', () => {
  test('means no class and no runtime', () => {
    expect(objectsOf(platformOn(clusterApi, h100), 'RuntimeClass')).toEqual([]);
    expect(installed(platformOn(clusterApi, h100))).not.toContain('kata-deploy');
  });
});

describe('Kata', () => {
  test('is put on machines of Cluster API, on the pools that its teams use', () => {
    const input = withTeam(platformOn(clusterApi, cpu, h100), { sandbox: 'kata', quota: { cpu: { guaranteed: 1 } } });
    expect(valuesOf(input, 'kata-deploy')).toEqual({
      imagePullPolicy: 'IfNotPresent',
      snapshotter: { setup: [] },
      shims: { disableAll: true, qemu: { enabled: true } },
      defaultShim: { amd64: 'qemu', arm64: 'qemu' },
      runtimeClasses: { enabled: false, createDefault: false },
      'node-feature-discovery': { enabled: false },
      nodeFeatureRules: { create: false },
      tolerations: [],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'plinth.dev/pool', operator: 'In', values: ['cpu'] }] }],
          },
        },
      },
    });
  });

  test.each([
    ['AKS, whose node image has it', sandboxed(platformOn(TARGETS.azure, azureCpu), 'kata')],
    ['Talos, whose extension has it', sandboxed(platformOn(TARGETS.baremetal, cpu), 'kata')],
    ['a cluster that is there, where nothing below Kubernetes is touched', sandboxed(onExisting(cpu), 'kata')],
  ])('is not put on %s', (_, input) => {
    expect(installed(input)).toEqual([]);
  });
});
