import { expect, test } from 'vitest';
import { rendered } from '../../sample.ts';
import { namesIn, onAws, specIn } from './autoscaling-sample.ts';

test('Karpenter is told how many shares a new node offers, for that pool only', () => {
  const input = onAws({ instance: 'g6e.12xlarge', sharing: { kind: 'timeSlicing', replicas: 4 } });
  expect(specIn(input, 'NodeOverlay', 'train-h100')).toEqual({
    requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: ['train-h100'] }],
    capacity: { 'nvidia.com/gpu.shared': '16' },
  });
});

test('Karpenter is told how many partitions a new node offers', () => {
  const input = onAws({ sharing: { kind: 'partition', profile: '1g.10gb' } });
  expect(specIn(input, 'NodeOverlay', 'train-h100')).toMatchObject({ capacity: { 'nvidia.com/mig-1g.10gb': '56' } });
});

test('Node overlays are switched on only where there is one: they are alpha', () => {
  const gates = (input: Parameters<typeof rendered>[0]) =>
    rendered(input).platform.autoscaling?.karpenter?.values.settings.featureGates;
  expect(gates(onAws({ sharing: { kind: 'partition', profile: '1g.10gb' } }))).toEqual({ nodeOverlay: true });
  expect(gates(onAws())).toEqual({ nodeOverlay: false });
  expect(namesIn(onAws()).filter((name) => name.startsWith('NodeOverlay'))).toEqual([]);
});
