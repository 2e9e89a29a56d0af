import type { Component } from '../component.ts';

/** TPU support of Google Kubernetes Engine. */
export const googleTpu = {
  name: 'google-tpu',
  purpose: 'Advertises TPU chips as google.com/tpu.',
  version: 'managed',
  licence: 'LicenseRef-Google-Cloud',
  homepage: 'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/tpus',
  source: { kind: 'none', reason: 'Google Kubernetes Engine brings it with the node image and chooses its version.' },
  images: [],
  upgradeNotes: [],
} as const satisfies Component;
