import type { Component } from '../component.ts';

/** KServe's server of LightGBM models; its image runs as user 1000. */
export const lightgbmServer = {
  name: 'lightgbm-server',
  purpose: 'Serves LightGBM models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['docker.io/kserve/lgbserver:v0.20.0'],
  upgradeNotes: ['Reads one file that ends in .bst.'],
} as const satisfies Component;
