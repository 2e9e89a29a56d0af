import { describe, expect, test } from 'vitest';
import { poolNodes } from '../../../rehearsal/nodes/pool-nodes.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { samplePlatform } from '../../sample.ts';
import { type PoolInput, TARGETS } from '../../stacks/target-sample.ts';
import { H100, specOf } from './sample-nodes.ts';

const CPU: PoolInput = { name: 'cpu', instance: 'm7i.8xlarge', nodes: { min: 2, max: 2 } };

function nodesOf(
  pools: readonly PoolInput[],
  autoscaler: 'karpenter' | 'none' = 'karpenter',
  target: PlatformInput['target'] = TARGETS.aws,
) {
  const spec = specOf(pools, target);
  const nodes = poolNodes(spec, targetFacts(spec), { autoscaler });
  const own = nodes.standing.filter(({ name }) => !name.startsWith('platform-'));
  return { ...nodes, own, names: own.map(({ name }) => name) };
}

describe('The nodes that stand from the beginning', () => {
  test('are the least of a pool that the real Karpenter scales', () => {
    expect(nodesOf([H100]).names).toEqual(['train-0000']);
    expect(nodesOf([{ ...H100, nodes: { min: 0, max: 3 } }]).names).toEqual([]);
  });

  test('are all of a pool that nothing scales here, whoever would at the place', () => {
    const all = ['train-0000', 'train-0001', 'train-0002'];
    expect(nodesOf([H100], 'none').names).toEqual(all);
    expect(nodesOf([H100], 'karpenter', { ...TARGETS.aws, autoscaler: 'none' }).names).toEqual(all);
    const foreign = { ...H100, instance: 'gpu-h100x8-640gb' };
    expect(nodesOf([foreign], 'karpenter', TARGETS.digitalocean).names).toEqual(all);
  });

  test('are all of a pool of fixed size, beside one that grows', () => {
    const { names, shapes } = nodesOf([H100, CPU]);
    expect(names).toEqual(['train-0000', 'cpu-0000', 'cpu-0001']);
    expect(shapes.map(({ name }) => name)).toEqual(['p5.48xlarge']);
  });

  test('are three more for the platform itself, open to all and without accelerators', () => {
    const { standing } = nodesOf([H100]);
    expect(standing.slice(0, 3)).toEqual(
      ['a', 'b', 'c'].map((zone, index) => ({
        name: `platform-${index}`,
        labels: { 'topology.kubernetes.io/zone': `eu-west-1${zone}` },
        capacity: { cpu: '16', memory: '64Gi', 'ephemeral-storage': '200Gi', pods: '110' },
      })),
    );
  });
});

describe('A node of a pool', () => {
  test('carries what the place, the pool and the owners of its accelerators say', () => {
    const [node] = nodesOf([{ ...H100, labels: { 'example.org/tier': 'gold' } }]).own;
    expect(node).toEqual({
      name: 'train-0000',
      labels: {
        'example.org/tier': 'gold',
        'nvidia.com/gpu.deploy.driver': 'false',
        'nvidia.com/gpu.deploy.container-toolkit': 'false',
        'plinth.dev/pool': 'train',
        'node.kubernetes.io/instance-type': 'p5.48xlarge',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': 'eu-west-1a',
        'topology.kubernetes.io/region': 'eu-west-1',
        'topology.k8s.aws/network-node-layer-1': 'train-0-0',
        'topology.k8s.aws/network-node-layer-2': 'train-1-0',
        'topology.k8s.aws/network-node-layer-3': 'train-2-0',
      },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      capacity: {
        cpu: '192',
        memory: '2048Gi',
        'ephemeral-storage': '1Ti',
        'nvidia.com/gpu': '8',
        'vpc.amazonaws.com/efa': '32',
      },
    });
  });

  test('of an own machine names no instance type and no region, but carries the labels it is found by', () => {
    const [pool] = samplePlatform().pools;
    if (pool === undefined) throw new Error('the sample has no pool');
    const [node] = nodesOf([{ ...pool, selector: { 'example.org/rack': 'a1' } }], 'none', TARGETS.existing).own;
    expect(node?.labels).toMatchObject({
      'example.org/rack': 'a1',
      'plinth.dev/pool': 'train-h100',
      'node.kubernetes.io/instance-type': 'machine',
      'topology.kubernetes.io/zone': 'existing',
    });
    expect(node?.labels).not.toHaveProperty('topology.kubernetes.io/region');
  });

  test('without accelerators is open to all and in no network block', () => {
    const [node] = nodesOf([CPU]).own;
    expect(node?.taints).toEqual([]);
    expect(Object.keys(node?.labels ?? {}).filter((key) => key.includes('layer'))).toEqual([]);
  });

  test('has the labels by which the place’s own facts find it', () => {
    const spec = specOf([H100, CPU]);
    const facts = targetFacts(spec);
    const { standing } = poolNodes(spec, facts, { autoscaler: 'none' });
    for (const { name, nodeLabels, nodes } of facts.pools) {
      const found = standing.filter(({ labels }) =>
        Object.entries(nodeLabels).every(([key, value]) => labels?.[key] === value),
      );
      expect([name, found.length]).toEqual([name, nodes.standing + nodes.elastic]);
    }
  });
});

describe('The devices of nodes', () => {
  test('are published for claims, once for each node that stands', () => {
    const { own, slices } = nodesOf([{ ...H100, allocator: 'dra', nodes: { min: 2, max: 2 } }, CPU]);
    expect(slices.map(({ metadata }) => metadata.name)).toEqual([
      'train-0000-gpu.nvidia.com',
      'train-0001-gpu.nvidia.com',
    ]);
    expect(own[0]?.capacity).not.toHaveProperty('nvidia.com/gpu');
  });

  test('are not published where a device plugin counts them', () => {
    expect(nodesOf([H100], 'none').slices).toEqual([]);
  });
});

describe('What can be bought', () => {
  test('is nothing where Karpenter does not run, or has nothing to scale', () => {
    expect(nodesOf([H100], 'none').shapes).toEqual([]);
    expect(nodesOf([CPU]).shapes).toEqual([]);
  });

  test('is each instance type once', () => {
    const pools = [H100, { ...H100, name: 'second', zones: ['eu-west-1b'] }];
    expect(nodesOf(pools).shapes.map(({ name }) => name)).toEqual(['p5.48xlarge']);
  });
});

describe('What is not as the place would have it', () => {
  const BLOCKS = 'pool train: its network blocks are made up, four nodes each';

  test('is said of a pool that cannot grow here', () => {
    expect(nodesOf([H100], 'none').assumptions).toEqual([
      'pool train: all 3 nodes are there from the beginning; karpenter is not rehearsed',
      BLOCKS,
    ]);
  });

  test('is said of a pool whose machines are bought', () => {
    expect(nodesOf([H100]).assumptions).toEqual([
      'pool train: the real Karpenter buys simulated machines; how long a cloud takes to deliver one is not rehearsed',
      BLOCKS,
    ]);
  });

  test('is said of pools that share an instance type and count it differently', () => {
    const share = (name: string, replicas: number): PoolInput => ({
      ...H100,
      name,
      sharing: { kind: 'timeSlicing', replicas, trust: 'shared' },
    });
    expect(nodesOf([share('two', 2), share('four', 4)]).assumptions).toContain(
      'pool four: the machines that Karpenter buys have 16 nvidia.com/gpu.shared instead of 32, as another pool of p5.48xlarge says',
    );
  });

  test('is nothing for a pool of fixed size on machines of published size', () => {
    expect(nodesOf([CPU]).assumptions).toEqual([]);
  });
});
