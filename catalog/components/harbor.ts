import type { Component } from '../component.ts';

/** Harbor: registry for images, charts and models. Its chart counts by itself: 1.19.2 brings 2.15.2. */
export const harbor = {
  name: 'harbor',
  purpose: 'Keeps images, charts and models, and says who may push and pull them.',
  version: '2.15.2',
  licence: 'Apache-2.0',
  homepage: 'https://goharbor.io',
  source: { kind: 'helm', repository: 'https://helm.goharbor.io', chart: 'harbor', version: '1.19.2' },
  /** With the scanner on also `docker.io/goharbor/trivy-adapter-photon`, by the digest that the spec names. */
  images: [
    'docker.io/goharbor/harbor-core:v2.15.2',
    'docker.io/goharbor/harbor-portal:v2.15.2',
    'docker.io/goharbor/harbor-jobservice:v2.15.2',
    'docker.io/goharbor/harbor-registryctl:v2.15.2',
    'docker.io/goharbor/registry-photon:v2.15.2',
    'docker.io/goharbor/nginx-photon:v2.15.2',
    'docker.io/goharbor/harbor-exporter:v2.15.2',
  ],
  upgradeNotes: [
    'The database is migrated when the new core starts, and there is no way back: take a backup before.',
    'Its registry is distribution 2.8.3: of the clouds’ workload identities it knows Google’s only.',
    'The chart reads the password of Redis with `lookup`, which gives nothing under Argo CD and `helm template`.',
  ],
} as const satisfies Component;
