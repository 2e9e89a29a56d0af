import { describe, expect, test } from 'vitest';
import { factsOf, type PoolInput, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const target = TARGETS.digitalocean;
const h100: PoolInput = { name: 'h100', instance: 'gpu-h100x8-640gb', nodes: { min: 0, max: 2 } };

describe('a pool on DigitalOcean', () => {
  test('has the cloud’s driver and device plugin, and a taint without a value', () => {
    expect(poolFactsOn(target, h100)).toEqual({
      name: 'h100',
      resource: 'nvidia.com/gpu',
      unitsPerNode: 8,
      nodeLabels: { 'plinth.dev/pool': 'h100' },
      taints: [{ key: 'nvidia.com/gpu', value: '', effect: 'NoSchedule' }],
      topologyLevels: ['kubernetes.io/hostname'],
      driver: 'cloud',
      allocator: 'cloud',
      autoscaler: 'nodePool',
      nodes: { standing: 0, elastic: 2 },
    });
  });

  test('is handed out by our operator as soon as one pool needs shares, because the cloud’s plugin is all or nothing', () => {
    const shared: PoolInput = {
      name: 'l40s',
      instance: 'gpu-l40sx1-48gb',
      nodes: { min: 1, max: 1 },
      sharing: { kind: 'timeSlicing', replicas: 4 },
    };
    const { pools } = factsOf(platformOn(target, h100, shared));
    expect(pools.map(({ allocator, resource }) => [allocator, resource])).toEqual([
      ['operator', 'nvidia.com/gpu'],
      ['operator', 'nvidia.com/gpu.shared'],
    ]);
  });

  test('of AMD machines stays with the cloud’s plugin, whatever the NVIDIA pools need', () => {
    const amd: PoolInput = { name: 'mi300x', instance: 'gpu-mi300x8-1536gb', nodes: { min: 1, max: 1 } };
    const dra: PoolInput = { ...h100, allocator: 'dra' };
    const { pools } = factsOf(platformOn(target, dra, amd));
    expect(pools.map(({ allocator, taints }) => [allocator, taints[0]?.key])).toEqual([
      ['draDriver', 'nvidia.com/gpu'],
      ['cloud', 'amd.com/gpu'],
    ]);
  });

  test('under a fabric contract has one RDMA resource for each port', () => {
    const pool = poolFactsOn(target, {
      instance: 'gpu-h200x8-1128gb-fabric-contracted',
      capacity: { kind: 'contracted' },
    });
    expect(pool.fabric).toEqual({
      resource: 'rdma/fabric0',
      perNode: 1,
      further: [1, 2, 3, 4, 5, 6, 7].map((port) => `rdma/fabric${port}`),
      allocator: 'cloud',
    });
    expect(poolFactsOn(target, { instance: 'gpu-h200x8-1128gb' }).fabric).toBeUndefined();
  });
});

describe('DigitalOcean', () => {
  test('has no workload identity: each team has a bucket and a Secret with its keys', () => {
    const facts = factsOf(platformOn(target, h100));
    expect(facts.network.identity).toBeUndefined();
    expect(facts.teams[0]?.bucket).toMatchObject({
      endpoint: 'https://ams3.digitaloceanspaces.com',
      secret: 'object-store',
    });
    expect(facts.external).toContainEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      name: 'object-store',
      namespace: 'vision',
      keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
      purpose: 'keys of vision for the object store',
    });
  });

  test('takes the API server for any private address, and offers no sandbox', () => {
    const facts = factsOf(platformOn(target, h100));
    expect(facts.network.apiServer).toEqual(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16']);
    expect(facts.sandboxes).toEqual([]);
  });
});
