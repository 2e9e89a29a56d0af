import type { Component } from '../component.ts';

/** Ascend device plugin of Huawei's MindCluster. */
export const ascendDevicePlugin = {
  name: 'ascend-device-plugin',
  purpose: 'Advertises Ascend NPUs as huawei.com/Ascend910.',
  version: '26.1.0',
  licence: 'Apache-2.0',
  homepage: 'https://gitcode.com/Ascend/mind-cluster',
  source: {
    kind: 'none',
    reason:
      'MindCluster publishes manifests and images by machine and operating system, and no chart: the site installs it.',
  },
  images: [],
  upgradeNotes: [
    'The Volcano plugin of MindCluster 7.3 works with Volcano up to 1.12 only.',
    'HAMi brings a device plugin of its own with other resource names; use one of the two.',
  ],
} as const satisfies Component;
