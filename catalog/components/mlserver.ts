import type { Component } from '../component.ts';

/** MLServer: models as MLflow keeps them. */
export const mlserver = {
  name: 'mlserver',
  purpose: 'Serves models in the format of MLflow.',
  version: '1.7.1',
  licence: 'Apache-2.0',
  homepage: 'https://mlserver.readthedocs.io',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['docker.io/seldonio/mlserver:1.7.1-mlflow'],
  upgradeNotes: ['It loads the flavor’s Python code: serve only what your own team has made.'],
} as const satisfies Component;
