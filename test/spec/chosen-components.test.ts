import { describe, expect, test } from 'vitest';
import { chosenComponents } from '../../spec/chosen-components.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { platformOn, poolOn, team } from './findings-of.ts';

function chosen(input: PlatformInput): string[] {
  return chosenComponents(parsePlatform(input).spec).map(({ name }) => name);
}

const cpu = [poolOn('existing', { machine: { vcpus: 8, memory: '8Gi' } })];

describe('components that a spec chooses', () => {
  test('are Kueue alone where nothing else is asked for', () => {
    expect(chosen(platformOn('existing', { pools: cpu }))).toEqual(['kueue']);
  });

  test('follow the frameworks', () => {
    const training = (...frameworks: NonNullable<NonNullable<PlatformInput['training']>['frameworks']>) =>
      chosen(platformOn('existing', { pools: cpu, training: { frameworks } }));
    expect(training('torch')).toEqual(['kueue', 'jobset', 'leaderworkerset', 'kubeflow-trainer']);
    expect(training('ray', 'spark', 'katib')).toEqual([
      'kueue',
      'jobset',
      'leaderworkerset',
      'kubeflow-trainer',
      'kuberay',
      'spark-operator',
      'katib',
    ]);
  });

  test.each([
    ['aws', 'p5.48xlarge', 'nvidia-gpu-operator'],
    ['aws', 'trn1.32xlarge', 'aws-neuron'],
    ['gcp', 'ct5lp-hightpu-4t', 'google-tpu'],
    ['digitalocean', 'gpu-mi300x8-1536gb', 'amd-gpu-operator'],
    ['baremetal', 'atlas-800t-a2', 'ascend-device-plugin'],
  ] as const)('follow the maker: on %s %s it is %s', (kind, instance, name) => {
    expect(chosen(platformOn(kind, { pools: [poolOn(kind, { instance })] }))).toContain(name);
  });

  test('follow what adds nodes', () => {
    expect(chosen(platformOn('aws'))).toEqual(expect.arrayContaining(['karpenter', 'karpenter-crd']));
    expect(chosen(platformOn('azure'))).toContain('karpenter-azure');
    expect(chosen(platformOn('gcp')).some((name) => /karpenter|autoscaler/.test(name))).toBe(false);
    expect(chosen(platformOn('baremetal', { target: { distribution: 'clusterApi' } }))).toContain('cluster-autoscaler');
  });

  test('follow claims, sandboxes and the fabric', () => {
    expect(chosen(platformOn('aws', { pools: [poolOn('aws', { allocator: 'dra' })] }))).toContain('nvidia-dra-driver');
    const fabric = { teams: [team({ fabric: 'allowed' })] } as const;
    expect(chosen(platformOn('aws', fabric))).toContain('aws-efa-device-plugin');
    expect(chosen(platformOn('azure', fabric))).toContain('nvidia-network-operator');
    expect(chosen(platformOn('gcp', fabric))).not.toContain('nvidia-network-operator');
    expect(chosen(platformOn('existing', { teams: [team({ sandbox: 'kata' })] }))).toContain('kata-deploy');
    expect(chosen(platformOn('azure', { teams: [team({ sandbox: 'kata' })] }))).not.toContain('kata-deploy');
  });

  test('that deliver are installed by the platform, or by its owner', () => {
    const installer = (kind: 'argocd' | 'flux') => {
      const delivery = { kind, repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' };
      const { spec } = parsePlatform(platformOn('existing', { pools: cpu, delivery }));
      return chosenComponents(spec).filter(({ because }) => because === `delivery.kind is ${kind}`);
    };
    expect(installer('argocd')).toMatchObject([{ name: 'argo-cd', installedBy: 'platform' }]);
    expect(installer('flux')).toMatchObject([{ name: 'flux', installedBy: 'owner' }]);
  });
});
