import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, objectsOf, samplePlatform } from '../../sample.ts';

interface Quota {
  readonly name: string;
  readonly nominalQuota: string;
  readonly borrowingLimit?: string;
  readonly lendingLimit?: string;
}

function quotas(input: PlatformInput, queue = 'vision', kind = 'ClusterQueue'): Quota[] {
  const spec = objectOf(input, kind, queue)['spec'] as { resourceGroups: { flavors: { resources: Quota[] }[] }[] };
  return spec.resourceGroups[0]?.flavors.flatMap(({ resources }) => resources) ?? [];
}

function withQuota(quota: Record<string, unknown>, pool: Partial<PlatformInput['pools'][number]> = {}): PlatformInput {
  const sample = samplePlatform();
  return samplePlatform({
    pools: sample.pools.map((each) => ({ ...each, ...pool })),
    teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': quota } }],
  });
}

describe('a team’s queue', () => {
  test('gives the team its guarantee, what it may borrow, and all of it back', () => {
    expect(quotas(samplePlatform()).find(({ name }) => name === 'nvidia.com/gpu')).toEqual({
      name: 'nvidia.com/gpu',
      nominalQuota: '8',
      borrowingLimit: '8',
      lendingLimit: '8',
    });
  });

  test('never borrows unless told to, because Kueue reads a missing limit as unlimited', () => {
    const limits = quotas(withQuota({ guaranteed: 8 })).map(({ borrowingLimit }) => borrowingLimit);
    expect(limits).toEqual(['0', '0', '0']);
  });

  test('lends only the part of the guarantee that is reclaimable', () => {
    expect(quotas(withQuota({ guaranteed: 8, reclaimable: 3 })).at(-1)).toMatchObject({
      nominalQuota: '8',
      lendingLimit: '3',
    });
  });

  test('lets CPU and memory follow the accelerators', () => {
    expect(quotas(withQuota({ guaranteed: 4 })).slice(0, 2)).toMatchObject([
      { name: 'cpu', nominalQuota: '96' },
      { name: 'memory', nominalQuota: '1Ti' },
    ]);
  });

  test('takes back what was borrowed, and never what is guaranteed to another', () => {
    expect(objectOf(samplePlatform(), 'ClusterQueue', 'vision')['spec']).toMatchObject({
      preemption: {
        reclaimWithinCohort: 'Any',
        borrowWithinCohort: { policy: 'Never' },
        withinClusterQueue: 'LowerPriority',
      },
    });
  });

  test('opens only to the team’s own namespaces', () => {
    expect(objectOf(samplePlatform(), 'ClusterQueue', 'vision')['spec']).toMatchObject({
      namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } },
    });
  });

  test('is reached in the fabric namespace too', () => {
    const sample = samplePlatform();
    const input = samplePlatform({ teams: sample.teams.map((team) => ({ ...team, fabric: 'allowed' as const })) });
    const queues = objectsOf(input, 'LocalQueue').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(queues.sort()).toEqual([
      'speech-fabric/default',
      'speech/default',
      'vision-fabric/default',
      'vision/default',
    ]);
  });

  test('counts shares apart from whole devices, in a queue of its own without gangs', () => {
    const input = withQuota({ guaranteed: 16 }, { sharing: { kind: 'timeSlicing', replicas: 4 } });
    expect(objectsOf(input, 'LocalQueue').map(({ metadata }) => metadata.name)).toEqual(['shared']);
    expect(quotas(input, 'vision-shared').at(-1)).toMatchObject({ name: 'nvidia.com/gpu.shared', nominalQuota: '16' });
  });
});

describe('the organisation', () => {
  test('keeps at its root what no team is guaranteed', () => {
    const free = quotas(withQuota({ guaranteed: 4 }), 'lab', 'Cohort');
    expect(free.find(({ name }) => name === 'nvidia.com/gpu')).toEqual({ name: 'nvidia.com/gpu', nominalQuota: '12' });
  });

  test('becomes a tree of departments, with the teams at its leaves', () => {
    const sample = samplePlatform();
    const input = samplePlatform({
      queueing: { departments: [{ name: 'science' }, { name: 'research', parent: 'science', weight: 3 }] },
      teams: sample.teams.map((team) => ({ ...team, department: 'research' })),
    });
    expect(objectOf(input, 'Cohort', 'lab-science')['spec']).toMatchObject({ parentName: 'lab' });
    expect(objectOf(input, 'Cohort', 'lab-research')['spec']).toMatchObject({
      parentName: 'lab-science',
      fairSharing: { weight: '3' },
    });
    expect(objectOf(input, 'ClusterQueue', 'vision')['spec']).toMatchObject({ cohortName: 'lab-research' });
  });
});

describe('a pool’s flavor', () => {
  test('finds the pool’s nodes and tolerates their taints, so that jobs need not', () => {
    expect(objectOf(samplePlatform(), 'ResourceFlavor', 'train-h100')['spec']).toEqual({
      nodeLabels: { 'plinth.dev/pool': 'train-h100' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' }],
      topologyName: 'train-h100',
    });
  });

  test('has no list of tolerations where there is nothing to tolerate: with an empty one it could not be deleted', () => {
    const pools: PlatformInput['pools'] = [
      { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } },
    ];
    const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: { cpu: { guaranteed: 8 } } }];
    expect(objectOf(samplePlatform({ pools, teams }), 'ResourceFlavor', 'cpu')['spec']).toEqual({
      nodeLabels: { 'plinth.dev/pool': 'cpu' },
      topologyName: 'cpu',
    });
  });

  test('has no topology where the user wants none', () => {
    expect(
      objectOf(withQuota({ guaranteed: 8 }, { topology: 'none' }), 'ResourceFlavor', 'train-h100')['spec'],
    ).not.toHaveProperty('topologyName');
  });

  test('has no topology on a pool that may be empty, because Kueue counts only nodes that exist', () => {
    const input = samplePlatform({
      target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
      pools: [{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 0, max: 2 } }],
    });
    expect(objectOf(input, 'ResourceFlavor', 'train-h100')['spec']).not.toHaveProperty('topologyName');
    expect(objectsOf(input, 'Topology')).toEqual([]);
  });
});

describe('gang admission', () => {
  test('waits for all nodes of a gang where the cloud promises them together', () => {
    const input = samplePlatform({
      target: { kind: 'gcp', project: 'lab-project', region: 'europe-west4', zones: ['europe-west4-a'] },
      pools: [
        { name: 'train-h100', instance: 'a3-megagpu-8g', nodes: { min: 0, max: 2 }, capacity: { kind: 'queued' } },
      ],
    });
    expect(objectOf(input, 'ProvisioningRequestConfig', 'queued-provisioning')['spec']).toEqual({
      provisioningClassName: 'queued-provisioning.gke.io',
      managedResources: ['nvidia.com/gpu'],
    });
    expect(objectOf(input, 'ClusterQueue', 'vision')['spec']).toMatchObject({
      admissionChecksStrategy: { admissionChecks: [{ name: 'queued-provisioning', onFlavors: ['train-h100'] }] },
    });
  });

  test('is no part of a platform that has no such pool', () => {
    expect(objectsOf(samplePlatform(), 'AdmissionCheck')).toEqual([]);
  });
});
