import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { reservedEnding } from '../../../spec/reserved-name.ts';
import { factsOf, type PoolInput, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const aws = TARGETS.aws;
const h100: PoolInput = { name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 0, max: 16 } };

describe('a pool on AWS', () => {
  test('of H100 machines has EFA, three network layers, and a placement group', () => {
    expect(factsOf(platformOn(aws, h100)).pools[0]).toEqual({
      name: 'train-h100',
      resource: 'nvidia.com/gpu',
      unitsPerNode: 8,
      nodeLabels: { 'plinth.dev/pool': 'train-h100' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      topologyLevels: [
        'topology.k8s.aws/network-node-layer-1',
        'topology.k8s.aws/network-node-layer-2',
        'topology.k8s.aws/network-node-layer-3',
        'kubernetes.io/hostname',
      ],
      driver: 'machineImage',
      allocator: 'operator',
      autoscaler: 'karpenter',
      nodes: { standing: 0, elastic: 16 },
      placementGroup: 'atlas-prod-train-h100',
      fabric: { resource: 'vpc.amazonaws.com/efa', perNode: 32, allocator: 'operator' },
    });
  });

  test('of a reservation or Capacity Block names no placement group, because they have a place of their own', () => {
    for (const kind of ['reservation', 'capacityBlock'] as const) {
      const [pool] = factsOf(platformOn(aws, { ...h100, capacity: { kind, reservation: 'cr-0123' } })).pools;
      expect(pool?.placementGroup).toBeUndefined();
    }
  });

  test('of shared devices counts shares under a name of their own, and has no fabric', () => {
    const sharing = { kind: 'timeSlicing', replicas: 4 } as const;
    const pool = poolFactsOn(aws, { instance: 'g6e.48xlarge', nodes: { min: 1, max: 8 }, sharing });
    expect(pool).toMatchObject({ resource: 'nvidia.com/gpu.shared', unitsPerNode: 32 });
    expect(pool.nodes).toEqual({ standing: 1, elastic: 7 });
    expect(pool.fabric).toBeUndefined();
    expect(pool.topologyLevels).toEqual(['kubernetes.io/hostname']);
  });

  test('of small machines with EFA is not kept together: they are not many to a job', () => {
    const pool = poolFactsOn(aws, { instance: 'p5.4xlarge' });
    expect(pool.fabric).toMatchObject({ perNode: 1 });
    expect(pool.placementGroup).toBeUndefined();
    expect(pool.topologyLevels).toEqual(['kubernetes.io/hostname']);
  });

  test('of partitions counts partitions of one profile', () => {
    const sharing = { kind: 'partition', profile: '1g.10gb' } as const;
    expect(poolFactsOn(aws, { instance: 'p5.48xlarge', sharing })).toMatchObject({
      resource: 'nvidia.com/mig-1g.10gb',
      unitsPerNode: 56,
    });
  });

  test('of Trainium machines counts Neuron devices', () => {
    expect(poolFactsOn(aws, { instance: 'trn2.48xlarge' })).toMatchObject({
      resource: 'aws.amazon.com/neuron',
      unitsPerNode: 16,
      taints: [{ key: 'aws.amazon.com/neuron', value: 'present', effect: 'NoSchedule' }],
      driver: 'machineImage',
      allocator: 'operator',
      fabric: { resource: 'vpc.amazonaws.com/efa', perNode: 16, allocator: 'operator' },
    });
  });

  test('without accelerators counts vCPUs, and has neither taint nor driver', () => {
    expect(poolFactsOn(aws, { instance: 'm7i.4xlarge' })).toMatchObject({
      resource: 'cpu',
      unitsPerNode: 16,
      taints: [],
      driver: 'none',
      allocator: 'none',
    });
  });

  test('of one size has no autoscaler; without an autoscaler it has all its nodes', () => {
    expect(poolFactsOn(aws, { instance: 'm7i.4xlarge', nodes: { min: 3, max: 3 } })).toMatchObject({
      autoscaler: 'none',
      nodes: { standing: 3, elastic: 0 },
    });
    const fixed = poolFactsOn({ ...aws, autoscaler: 'none' }, { instance: 'm7i.4xlarge', nodes: { min: 0, max: 3 } });
    expect(fixed).toMatchObject({ autoscaler: 'none', nodes: { standing: 3, elastic: 0 } });
  });
});

describe('AWS', () => {
  test('lets teams reach the API server’s own subnets and Service, Pod Identity, and no machine credentials', () => {
    const { network } = factsOf(platformOn({ ...aws, network: { nodes: '10.40.0.0/16' } }, h100));
    expect(network).toEqual({
      engine: 'vpc-cni',
      apiServer: ['10.40.255.0/24', '172.20.0.1/32'],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32'],
      identity: { address: '169.254.170.23/32', ports: [80] },
      objectStore: [],
    });
  });

  test('gives each team a bucket that no other account, platform, life or generation has', () => {
    const bucket = (change: Partial<PlatformInput>) =>
      factsOf({ ...platformOn(aws, h100), ...change }).teams[0]?.bucket?.name;
    const ending = reservedEnding('111122223333', 'atlas-prod', 1);
    expect(bucket({})).toBe(`atlas-prod-vision-${ending}`);
    expect(
      new Set([
        bucket({}),
        bucket({ target: { ...aws, account: '444455556666' } }),
        bucket({ metadata: { name: 'atlas', environment: 'dev' } }),
        bucket({ metadata: { name: 'atlas', environment: 'prod', generation: 2 } }),
      ]).size,
    ).toBe(4);
  });

  test('names what Karpenter works with only where Karpenter scales a pool', () => {
    expect(factsOf(platformOn(aws, h100)).karpenter).toEqual({
      namespace: 'karpenter',
      serviceAccount: 'karpenter',
      nodeRole: 'atlas-prod-node',
      discoveryTag: { key: 'karpenter.sh/discovery', value: 'atlas-prod' },
      interruptionQueue: 'atlas-prod-interruption',
    });
    expect(factsOf(platformOn(aws, { ...h100, nodes: { min: 2, max: 2 } })).karpenter).toBeUndefined();
  });
});
