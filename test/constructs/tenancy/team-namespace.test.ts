import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, samplePlatform } from '../../sample.ts';

type Team = PlatformInput['teams'][number];

const gpus = { 'train-h100': { guaranteed: 8, borrowable: 8 } };

/** What a quota calls devices of a class, after the name of the class. */
const CLAIMS = '.deviceclass.resource.k8s.io/devices';

function withTeam(change: Partial<Team> = {}): PlatformInput {
  return samplePlatform({ teams: [{ name: 'vision', groups: ['oidc:vision'], quota: gpus, ...change }] });
}

function hard(change: Partial<Team> = {}, namespace = 'vision') {
  const { spec } = objectOf(withTeam(change), 'ResourceQuota', 'bounds', namespace) as unknown as {
    spec: { hard: Record<string, string> };
  };
  return spec.hard;
}

describe('a namespace of a team', () => {
  test('is restricted, and audited and warned about at the same level', () => {
    const { labels = {} } = objectOf(withTeam(), 'Namespace', 'vision').metadata;
    expect(labels).toMatchObject({
      'plinth.dev/team': 'vision',
      'plinth.dev/purpose': 'work',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
  });

  test('survives its entry in the spec under every delivery', () => {
    for (const delivery of [{ kind: 'plain' }, { kind: 'pulumi' }, samplePlatform().delivery] as const) {
      const { annotations } = objectOf({ ...withTeam(), delivery }, 'Namespace', 'vision').metadata;
      expect(annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      });
    }
  });

  test('declares its groups one a line, because the name of a group may hold a comma', () => {
    const team = { groups: ['cn=vision,ou=groups', 'oidc:vision'], viewers: ['oidc:audit'] };
    expect(objectOf(withTeam(team), 'Namespace', 'vision').metadata.annotations).toMatchObject({
      'plinth.dev/members': 'cn=vision,ou=groups\noidc:vision',
      'plinth.dev/viewers': 'oidc:audit',
    });
  });

  test('names the sandbox that its pods must run in', () => {
    expect(objectOf(withTeam({ sandbox: 'gvisor' }), 'Namespace', 'vision').metadata.labels).toMatchObject({
      'plinth.dev/sandbox': 'gvisor',
    });
  });

  test('states what containers request that say nothing', () => {
    expect(objectOf(withTeam(), 'LimitRange', 'defaults', 'vision')).toMatchObject({
      spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '250m', memory: '512Mi' } }] },
    });
  });
});

describe('the bounds of a team', () => {
  test('hold pods, volumes and small objects', () => {
    expect(hard({ limits: { pods: 100, storage: '1Ti' } })).toMatchObject({
      pods: '100',
      persistentvolumeclaims: '100',
      'requests.storage': '1Ti',
      'count/configmaps': '400',
      'count/secrets': '400',
      'count/services': '400',
      'count/jobs.batch': '1000',
    });
  });

  test('hold nothing that opens the team to the outside', () => {
    expect(hard()).toMatchObject({
      'services.loadbalancers': '0',
      'services.nodeports': '0',
      'count/ingresses.networking.k8s.io': '0',
    });
  });

  test('hold the guarantee and what may be borrowed, the same in both namespaces', () => {
    expect(hard({ fabric: 'allowed' })).toMatchObject({ 'requests.nvidia.com/gpu': '16' });
    expect(hard({ fabric: 'allowed' }, 'vision-fabric')).toMatchObject({ 'requests.nvidia.com/gpu': '16' });
  });

  test('hold no accelerator of a pool that is closed to the team', () => {
    expect(hard({ quota: {} })).toMatchObject({ 'requests.nvidia.com/gpu': '0' });
  });

  test('hold no RDMA device outside the namespace that is made for them', () => {
    const devices = (bounds: Record<string, string>) => Object.keys(bounds).filter((key) => key.includes('rdma'));
    expect(devices(hard({ fabric: 'allowed' }))).toEqual(['requests.rdma/fabric']);
    expect(hard({ fabric: 'allowed' })).toMatchObject({ 'requests.rdma/fabric': '0' });
    expect(devices(hard({ fabric: 'allowed' }, 'vision-fabric'))).toEqual([]);
  });

  test('hold claimed devices by the class of their pool, none of a closed pool, and none that no pool hands out', () => {
    const [plugged] = samplePlatform().pools;
    if (plugged === undefined) throw new Error('no pool');
    const pools = ['mine', 'other'].map((name) => ({ ...plugged, name, allocator: 'dra' as const }));
    const quota = { mine: { guaranteed: 4, borrowable: 2 } };
    const input = { ...withTeam({ fabric: 'allowed', quota }), pools: [plugged, ...pools] };
    for (const namespace of ['vision', 'vision-fabric']) {
      const { spec } = objectOf(input, 'ResourceQuota', 'bounds', namespace) as unknown as {
        spec: { hard: Record<string, string> };
      };
      const claims = Object.entries(spec.hard).filter(([key]) => key.endsWith(CLAIMS));
      expect(Object.fromEntries(claims)).toEqual({
        [`mine${CLAIMS}`]: '6',
        [`other${CLAIMS}`]: '0',
        [`gpu.nvidia.com${CLAIMS}`]: '6',
        [`mig.nvidia.com${CLAIMS}`]: '0',
        [`vfio.gpu.nvidia.com${CLAIMS}`]: '0',
      });
    }
    expect(Object.keys(hard()).filter((key) => key.includes('deviceclass'))).toEqual([]);
  });
});
