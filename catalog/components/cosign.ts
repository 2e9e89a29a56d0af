import type { Component } from '../component.ts';

/** Cosign, which signs models and checks their signatures. */
export const cosign = {
  name: 'cosign',
  purpose: 'Signs models, and checks their signatures before a server loads them.',
  version: '3.1.3',
  tested: '3.1.3',
  licence: 'Apache-2.0',
  homepage: 'https://docs.sigstore.dev',
  source: { kind: 'none', reason: 'It runs once in each server’s pod; nothing of it stays in the cluster.' },
  images: ['ghcr.io/sigstore/cosign/cosign:v3.1.3'],
  upgradeNotes: [
    'Version 4 will read no signatures but Sigstore bundles, which are the default since version 3.',
    'The image holds no shell: one command, one signer.',
  ],
} as const satisfies Component;
