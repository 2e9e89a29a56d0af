import type { Component } from '../component.ts';

/** GPUDirect-TCPX: the network between the accelerators of A3 High machines. */
export const gpudirectTcpx = {
  name: 'gpudirect-tcpx',
  purpose:
    'Puts the network plugin of NCCL on A3 High machines of Google; jobs bring its receive daemon beside their own programs.',
  version: '3.1.8',
  licence: 'LicenseRef-Google-Cloud',
  homepage: 'https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx',
  source: {
    kind: 'none',
    reason: 'Google publishes images and an example and no chart; the accelerators room writes the objects.',
  },
  // The plugin that is put on the machines, and the receive daemon that runs in the pods of jobs.
  images: [
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev:v3.1.8',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/tcpgpudmarxd-dev:v2.0.12',
  ],
  upgradeNotes: [
    'Plugin and receive daemon are one release. That v3.1.8 and v2.0.12 are, could not be verified: read from two public examples, 2026-11.',
    'No machine with these cards was at hand: how the installer behaves on one is not verified.',
  ],
} as const satisfies Component;
