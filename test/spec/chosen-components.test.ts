import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { components } from '../../catalog/index.ts';
import { chosenComponents } from '../../spec/chosen-components.ts';
import { PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { randomPlatform } from '../properties/random-platform.ts';
import { rendered } from '../sample.ts';
import { platformOn, poolOn, team } from './findings-of.ts';

function chosen(input: PlatformInput): string[] {
  return chosenComponents(parsePlatform(input).spec).map(({ name }) => name);
}

/** Components that the rooms install; nothing where a room refuses what the spec alone allows. */
function installedBy(input: PlatformInput): string[] | undefined {
  try {
    const { platform } = rendered(input);
    return [...new Set(platform.addOns.map(({ component }) => component.name))].sort();
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
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
    ['azure', 'Standard_ND96isr_MI300X_v5', 'amd-gpu-operator'],
    ['baremetal', 'atlas-800t-a2', 'ascend-device-plugin'],
  ] as const)('follow the maker: on %s %s it is %s', (kind, instance, name) => {
    expect(chosen(platformOn(kind, { pools: [poolOn(kind, { instance })] }))).toContain(name);
  });

  test('leave out what the cloud brings', () => {
    expect(chosen(platformOn('gcp'))).toEqual(['kueue']);
    expect(chosen(platformOn('digitalocean'))).toEqual(['kueue']);
    const sharing = { kind: 'timeSlicing', replicas: 4 } as const;
    const shared = platformOn('digitalocean', { pools: [poolOn('digitalocean', { sharing })] });
    expect(chosen(shared)).toEqual(['nvidia-gpu-operator', 'node-feature-discovery', 'kueue']);
  });

  test('follow what adds nodes, where pools change their size', () => {
    expect(chosen(platformOn('aws'))).toContain('karpenter');
    expect(chosen(platformOn('aws', { pools: [poolOn('aws', { nodes: { min: 4, max: 4 } })] }))).not.toContain(
      'karpenter',
    );
    expect(chosen(platformOn('azure'))).toContain('karpenter-azure');
    expect(chosen(platformOn('baremetal', { target: { distribution: 'clusterApi' } }))).toContain('cluster-autoscaler');
  });

  test('follow claims, sandboxes and the fabric', () => {
    expect(chosen(platformOn('aws', { pools: [poolOn('aws', { allocator: 'dra' })] }))).toContain('nvidia-dra-driver');
    const fabric = { teams: [team({ fabric: 'allowed' })] } as const;
    expect(chosen(platformOn('aws', fabric))).toContain('aws-efa-device-plugin');
    expect(chosen(platformOn('azure', fabric))).toContain('nvidia-network-operator');
    expect(chosen(platformOn('gcp', fabric))).not.toContain('nvidia-network-operator');
    const kata = { teams: [team({ sandbox: 'kata' })] } as const;
    expect(chosen(platformOn('baremetal', { ...kata, target: { distribution: 'clusterApi' } }))).toContain(
      'kata-deploy',
    );
    expect(chosen(platformOn('baremetal', kata))).not.toContain('kata-deploy');
  });

  test('are those that the rooms install, on every target', () => {
    const property = fc.property(randomPlatform({ pools: [1, 3], teams: [1, 3] }), (input) => {
      const installed = installedBy(input);
      if (installed === undefined) return;
      const own = chosenComponents(parsePlatform(input).spec).filter((each) => each.installedBy === 'platform');
      const listed = own.map(({ name }) => name).filter((name) => components[name].source.kind !== 'none');
      expect(listed.toSorted()).toEqual(installed);
    });
    fc.assert(property, { numRuns: 40 });
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
