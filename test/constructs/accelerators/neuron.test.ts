import { expect, test } from 'vitest';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { installed, valuesOf } from './accelerators-sample.ts';

const trn: PoolInput = { name: 'trn', instance: 'trn1.32xlarge', nodes: { min: 2, max: 2 } };
const inf: PoolInput = { name: 'inf', instance: 'inf2.24xlarge', nodes: { min: 1, max: 1 } };

test('Neuron runs on the instance types of its pools, without a scheduler and a DRA driver of its own', () => {
  const tolerations = [{ key: 'aws.amazon.com/neuron', operator: 'Exists', effect: 'NoSchedule' }];
  expect(valuesOf(platformOn(TARGETS.aws, trn, inf), 'aws-neuron')).toEqual({
    neuronInstances: ['inf2.24xlarge', 'trn1.32xlarge'],
    devicePlugin: { namespaceOverride: 'neuron', tolerations },
    scheduler: { enabled: false },
    npd: { enabled: true, namespaceOverride: 'neuron', tolerations, nodeRecovery: { enabled: false } },
    draDriver: { enabled: false },
  });
});

test('Neuron needs neither feature discovery nor anything of NVIDIA’s', () => {
  expect(installed(platformOn(TARGETS.aws, trn))).toEqual(['aws-neuron']);
});
