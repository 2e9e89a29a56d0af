import type { Component } from '../component.ts';

/** KServe's server of XGBoost models; its image runs as user 1000. */
export const xgboostServer = {
  name: 'xgboost-server',
  purpose: 'Serves XGBoost models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['docker.io/kserve/xgbserver:v0.20.0'],
  upgradeNotes: ['Reads files that end in .bst, .json or .ubj.'],
} as const satisfies Component;
