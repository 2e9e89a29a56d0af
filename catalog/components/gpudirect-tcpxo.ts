import type { Component } from '../component.ts';

/** GPUDirect-TCPXO: the network between the accelerators of A3 Mega machines. */
export const gpudirectTcpxo = {
  name: 'gpudirect-tcpxo',
  purpose:
    'Puts the network plugin of NCCL on A3 Mega machines of Google; jobs bring its receive daemon beside their own programs.',
  version: '1.0.16',
  licence: 'LicenseRef-Google-Cloud',
  homepage: 'https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpxo',
  source: {
    kind: 'none',
    reason: 'Google publishes images and an example and no chart; the accelerators room writes the objects.',
  },
  // The plugin that is put on the machines, and the receive daemon that runs in the pods of jobs.
  images: [
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev:v1.0.16',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.22',
  ],
  upgradeNotes: [
    'Plugin and receive daemon are one release, and follow the driver: v1.0.16 with v1.0.22 for R580, v1.0.17 with v1.0.23 for R595. The pairs are a user’s report of 2026, not Google’s own page.',
    'No machine with these cards was at hand: how the installer behaves on one is not verified.',
  ],
} as const satisfies Component;
