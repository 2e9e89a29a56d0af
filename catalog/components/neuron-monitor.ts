import type { Component } from '../component.ts';

/** Neuron Monitor: figures of Inferentia and Trainium. AWS publishes a manifest and no chart; the licence of its image was not established. */
export const neuronMonitor = {
  name: 'neuron-monitor',
  purpose: 'Says how busy the cores of Inferentia and Trainium are, and which errors their memory had.',
  version: '1.3.0',
  licence: 'LicenseRef-AWS-Neuron',
  homepage: 'https://awsdocs-neuron.readthedocs-hosted.com',
  source: { kind: 'none', reason: 'AWS publishes a manifest and no chart: the room has its objects.' },
  images: ['public.ecr.aws/neuron/neuron-monitor:1.3.0'],
  upgradeNotes: ['It does not work on nodes whose devices the Neuron DRA driver hands out.'],
} as const satisfies Component;
