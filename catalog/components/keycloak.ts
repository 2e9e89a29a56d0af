import type { Component } from '../component.ts';

/** Keycloak: an OpenID Connect issuer with people of its own. */
export const keycloak = {
  name: 'keycloak',
  purpose: 'Signs people in, and keeps them.',
  version: '26.7.2',
  licence: 'Apache-2.0',
  homepage: 'https://www.keycloak.org',
  source: {
    kind: 'none',
    reason:
      'Upstream has an operator and no chart: the platform writes a StatefulSet of its own, which needs no rights.',
  },
  images: ['quay.io/keycloak/keycloak:26.7.2'],
  upgradeNotes: ['A new minor changes its database at the first start, and there is no way back: take a copy before.'],
} as const satisfies Component;
