import { describe, expect, test } from 'vitest';
import { platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { cpu, onAws, specIn } from './autoscaling-sample.ts';

interface Requirement {
  readonly key: string;
  readonly values: readonly string[];
}

/** Values that a node pool requires of a label. */
function required(input: Parameters<typeof specIn>[0], name: string, key: string): readonly string[] | undefined {
  const { template } = specIn(input, 'NodePool', name) as {
    template: { spec: { requirements: readonly Requirement[] } };
  };
  return template.spec.requirements.find((each) => each.key === key)?.values;
}

describe('what Karpenter may add to a pool', () => {
  test('is exactly the pool’s machine, with the pool’s labels and taints, up to its largest size', () => {
    expect(specIn(onAws({ labels: { 'example.org/tier': 'gold' } }), 'NodePool', 'train-h100')).toMatchObject({
      limits: { nodes: '16' },
      disruption: {
        consolidationPolicy: 'WhenEmpty',
        consolidateAfter: '10m',
        budgets: [
          { nodes: '100%', reasons: ['Empty'] },
          { nodes: '0', reasons: ['Drifted', 'Underutilized'] },
        ],
      },
      template: {
        metadata: { labels: { 'example.org/tier': 'gold', 'plinth.dev/pool': 'train-h100' } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'train-h100' },
          requirements: [
            { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['p5.48xlarge'] },
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
            { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
          ],
          taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
          expireAfter: 'Never',
        },
      },
    });
  });

  test('tells operators from the beginning whose the devices are and how they are shared', () => {
    const labelsOf = (pool: Parameters<typeof onAws>[0]) => {
      const { template } = specIn(onAws(pool), 'NodePool', 'train-h100') as { template: { metadata: unknown } };
      return template.metadata;
    };
    expect(labelsOf({})).toMatchObject({ labels: { 'nvidia.com/gpu.deploy.driver': 'false' } });
    expect(labelsOf({ instance: 'g6e.12xlarge', sharing: { kind: 'timeSlicing', replicas: 4 } })).toMatchObject({
      labels: { 'nvidia.com/device-plugin.config': 'train-h100' },
    });
    expect(labelsOf({ instance: 'm7i.4xlarge' })).toEqual({ labels: { 'plinth.dev/pool': 'train-h100' } });
  });

  test('leaves room for the nodes that the stack keeps', () => {
    const spec = specIn(onAws({ nodes: { min: 3, max: 10 } }), 'NodePool', 'train-h100');
    expect(spec).toMatchObject({ limits: { nodes: '7' } });
    expect(spec).not.toHaveProperty('replicas');
  });

  test.each([
    ['onDemand', { kind: 'onDemand' }, 'on-demand', '10m'],
    ['spot', { kind: 'spot' }, 'spot', '10m'],
    ['reservation', { kind: 'reservation', reservation: 'cr-0123' }, 'reserved', '24h'],
    ['capacityBlock', { kind: 'capacityBlock', reservation: 'cr-0123' }, 'reserved', '24h'],
  ] as const)('is obtained as %s, and nothing else', (_, capacity, type, idle) => {
    const input = onAws({ capacity });
    expect(required(input, 'train-h100', 'karpenter.sh/capacity-type')).toEqual([type]);
    expect(specIn(input, 'NodePool', 'train-h100')).toMatchObject({ disruption: { consolidateAfter: idle } });
  });

  test('stands in the pool’s zones, where there are any', () => {
    const key = 'topology.kubernetes.io/zone';
    expect(required(onAws({ zones: ['eu-west-1a'] }), 'train-h100', key)).toEqual(['eu-west-1a']);
    expect(required(onAws(), 'train-h100', key)).toBeUndefined();
  });

  test('has the region before the zone on Azure, as Azure labels its nodes', () => {
    const instance = 'Standard_NC24ads_A100_v4';
    const input = platformOn(TARGETS.azure, { name: 'a100', instance, nodes: { min: 0, max: 4 }, zones: ['2'] });
    expect(required(input, 'a100', 'topology.kubernetes.io/zone')).toEqual(['westeurope-2']);
  });

  test('without accelerators is packed tighter and renewed every month', () => {
    expect(specIn(platformOn(TARGETS.aws, cpu), 'NodePool', 'cpu')).toMatchObject({
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '5m',
        budgets: [{ nodes: '10%' }],
      },
      template: { spec: { taints: [], expireAfter: '720h', terminationGracePeriod: '24h' } },
    });
  });
});
