import { expect, test } from 'vitest';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { specIn } from './autoscaling-sample.ts';

const a100: PoolInput = { name: 'a100', instance: 'Standard_NC24ads_A100_v4', nodes: { min: 0, max: 4 } };

function nodeClass(pool: Partial<PoolInput>): Record<string, unknown> {
  return specIn(platformOn(TARGETS.azure, { ...a100, ...pool }), 'AKSNodeClass', 'a100');
}

test('AKS installs the driver, unless the operator does', () => {
  expect(nodeClass({})['gpu']).toEqual({ mode: 'Driver' });
  expect(nodeClass({ driver: 'operator' })['gpu']).toEqual({ mode: 'None' });
});

test('A machine without accelerators is told nothing of drivers', () => {
  expect(nodeClass({ instance: 'Standard_D8s_v5' })).toEqual({
    imageFamily: 'Ubuntu',
    osDiskSizeGB: 128,
    tags: { 'plinth-platform': 'atlas', 'plinth-environment': 'prod', 'plinth-pool': 'a100' },
  });
});

test('The node pool refers to it, and buys spot machines where they are asked for', () => {
  const input = platformOn(TARGETS.azure, { ...a100, capacity: { kind: 'spot' } });
  expect(specIn(input, 'NodePool', 'a100')).toMatchObject({
    template: {
      spec: {
        nodeClassRef: { group: 'karpenter.azure.com', kind: 'AKSNodeClass', name: 'a100' },
        taints: [
          { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
          { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' },
        ],
      },
    },
  });
});
