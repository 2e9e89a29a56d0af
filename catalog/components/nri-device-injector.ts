import type { Component } from '../component.ts';

/** Google's injector of devices: gives a container the devices that its pod's annotation names. */
export const nriDeviceInjector = {
  name: 'nri-device-injector',
  purpose:
    'Gives the receive daemon of a job the accelerators that its other container was given; without it the daemon would have to be privileged.',
  version: 'managed',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/nri_device_injector',
  source: {
    kind: 'none',
    reason: 'Google publishes one image without a version and no chart; the accelerators room writes the object.',
  },
  images: [
    'gcr.io/gke-release/nri-device-injector@sha256:6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970',
  ],
  upgradeNotes: ['The image has a digest and no tag; it is the one of Google’s own example, read 2026-11.'],
} as const satisfies Component;
