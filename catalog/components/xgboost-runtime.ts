import type { Component } from '../component.ts';

/** XGBoost, as the image of jobs that bring none of their own. */
export const xgboostRuntime = {
  name: 'xgboost-runtime',
  purpose: 'Default image of XGBoost training jobs.',
  version: '2.3.0',
  licence: 'Apache-2.0',
  homepage: 'https://xgboost.readthedocs.io',
  source: { kind: 'none', reason: 'It is the image of training pods; nothing is installed for it.' },
  images: ['ghcr.io/kubeflow/trainer/xgboost-runtime:v2.3.0'],
  upgradeNotes: ['The version is that of Kubeflow Trainer, which builds the image: raise both together.'],
} as const satisfies Component;
