import type { Component } from '../component.ts';

/** cert-manager: certificates as custom resources. */
export const certManager = {
  name: 'cert-manager',
  purpose: 'Issues and renews certificates.',
  version: '1.21.2',
  kubernetes: ['1.33', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://cert-manager.io',
  source: { kind: 'oci', repository: 'oci://quay.io/jetstack/charts/cert-manager', version: 'v1.21.2' },
  /** The chart in this module says v0.0.0 for itself and its images; the release process writes the version. */
  module: {
    path: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    chart: 'deploy/charts/cert-manager',
    crds: 'deploy/crds',
  },
  images: [
    'quay.io/jetstack/cert-manager-controller:v1.21.2',
    'quay.io/jetstack/cert-manager-webhook:v1.21.2',
    'quay.io/jetstack/cert-manager-cainjector:v1.21.2',
    'quay.io/jetstack/cert-manager-startupapicheck:v1.21.2',
    'quay.io/jetstack/cert-manager-acmesolver:v1.21.2',
  ],
  upgradeNotes: ['Set crds.enabled, and leave crds.keep on, or an uninstall deletes every certificate.'],
} as const satisfies Component;
