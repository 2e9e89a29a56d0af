import { describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

const POOL = 'digitalocean:index/kubernetesNodePool:KubernetesNodePool';

const built = (...input: Parameters<typeof onDigitalOcean>) =>
  stackOf(onDigitalOcean(...input), { layer: 'infrastructure' });
const poolOf = async (...input: Parameters<typeof onDigitalOcean>) => the(await built(...input), POOL);

describe('a pool on DigitalOcean', () => {
  test('scales itself between what stands and what may come, with labels and taints of the facts', async () => {
    const pool = await poolOf({ labels: { 'example.org/tier': 'gold' } });
    expect(pool.name).toBe('atlas-prod-pools-train');
    expect(pool.inputs).toEqual({
      clusterId: 'atlas-prod-cluster-id',
      name: 'train',
      size: 'gpu-h100x8-640gb',
      autoScale: true,
      minNodes: 1,
      maxNodes: 4,
      labels: {
        'example.org/tier': 'gold',
        'nvidia.com/gpu.deploy.device-plugin': 'false',
        'nvidia.com/gpu.deploy.operands': 'false',
        'plinth.dev/pool': 'train',
      },
      taints: [{ key: 'nvidia.com/gpu', value: '', effect: 'NoSchedule' }],
    });
    expect(pool).toMatchObject({ deleteBeforeReplace: true, protect: true });
  });

  test('keeps its size where nothing adds machines', async () => {
    const fixed = { autoScale: false, nodeCount: 4 };
    expect((await poolOf({ nodes: { min: 4, max: 4 } })).inputs).toMatchObject(fixed);
    expect((await poolOf({ nodes: { min: 0, max: 4 } }, { autoscaler: 'none' })).inputs).toMatchObject(fixed);
    expect(Object.keys((await poolOf()).inputs)).not.toContain('nodeCount');
  });

  test('may be empty', async () => {
    expect((await poolOf({ nodes: { min: 0, max: 4 } })).inputs).toMatchObject({ minNodes: 0, maxNodes: 4 });
  });

  test('of spot and of contracted machines says so by its size', async () => {
    const spot = { instance: 'gpu-mi350x8-2304gb-spot', capacity: { kind: 'spot' } } as const;
    const contracted = {
      instance: 'gpu-mi300x8-1536gb-fabric-contracted',
      capacity: { kind: 'contracted' },
    } as const;
    for (const pool of [spot, contracted]) expect((await poolOf(pool)).inputs['size']).toBe(pool.instance);
  });

  test('of AMD machines is cut when they are made; NVIDIA’s are cut by the operator', async () => {
    const amd = await poolOf({
      instance: 'gpu-mi300x8-1536gb',
      sharing: { kind: 'partition', profile: 'dpx_nps2' },
    });
    expect(amd.inputs).toMatchObject({
      gpuPartitionMode: 'AMD_PARTITION_MODE_DPX_NPS2',
      taints: [{ key: 'amd.com/gpu', value: '', effect: 'NoSchedule' }],
    });
    const nvidia = await poolOf({ sharing: { kind: 'partition', profile: '1g.10gb' } });
    expect(Object.keys(nvidia.inputs)).not.toContain('gpuPartitionMode');
    expect(nvidia.inputs['labels']).toMatchObject({ 'nvidia.com/mig.config': 'train' });
  });

  test('without accelerators has no taints', async () => {
    expect((await poolOf({ instance: 'g-8vcpu-32gb' })).inputs).toMatchObject({ taints: [], size: 'g-8vcpu-32gb' });
  });

  test('outlives every object of the cluster', async () => {
    const run = await stackOf(onDigitalOcean());
    const earlier = before(run, the(run, 'kubernetes:core/v1:Namespace', 'Namespace:vision'));
    for (const pool of allOf(run, POOL)) expect(earlier).toContain(pool.urn);
  });
});
