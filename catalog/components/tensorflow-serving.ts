import type { Component } from '../component.ts';

/** TensorFlow Serving. */
export const tensorflowServing = {
  name: 'tensorflow-serving',
  purpose: 'Serves TensorFlow’s saved models.',
  version: '2.19.1',
  licence: 'Apache-2.0',
  homepage: 'https://www.tensorflow.org/tfx/guide/serving',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['docker.io/tensorflow/serving:2.19.1'],
  upgradeNotes: ['The image names no user: the platform runs it as user 1000.'],
} as const satisfies Component;
