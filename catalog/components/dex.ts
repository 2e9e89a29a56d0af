import type { Component } from '../component.ts';

/** Dex: an OpenID Connect issuer in front of a directory that speaks something else. Upstream lists no Kubernetes minors. */
export const dex = {
  name: 'dex',
  purpose: 'Signs people in with the directory that a company has.',
  version: '2.45.1',
  licence: 'Apache-2.0',
  homepage: 'https://dexidp.io',
  /** The chart names an older image; the platform sets the tag. */
  source: { kind: 'helm', repository: 'https://charts.dexidp.io', chart: 'dex', version: '0.24.0' },
  images: ['ghcr.io/dexidp/dex:v2.45.1'],
  upgradeNotes: ['Signing keys and refresh tokens are custom resources that it defines itself: keep them.'],
} as const satisfies Component;
