import type { Component } from '../component.ts';

/** KServe's server of scikit-learn models; its image runs as user 1000. */
export const sklearnServer = {
  name: 'sklearn-server',
  purpose: 'Serves scikit-learn models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['docker.io/kserve/sklearnserver:v0.20.0'],
  upgradeNotes: ['Models are pickles: a model of another major of scikit-learn may not load.'],
} as const satisfies Component;
