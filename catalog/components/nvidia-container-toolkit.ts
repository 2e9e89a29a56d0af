import type { Component } from '../component.ts';

/** NVIDIA container toolkit, known here for its security floor. */
export const nvidiaContainerToolkit = {
  name: 'nvidia-container-toolkit',
  purpose: 'Gives containers access to NVIDIA devices; its version is checked where a host image brings it.',
  version: '1.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/NVIDIA/nvidia-container-toolkit',
  source: { kind: 'none', reason: 'The GPU operator or the host image brings it.' },
  images: [],
  floor: {
    version: '1.19.1',
    because:
      'CVE-2026-24260: up to 1.19.0 a race may lead to code execution and more privileges (NVIDIA bulletin 5850, June 2026); CVE-2025-23266 did up to 1.17.7.',
  },
  upgradeNotes: [],
} as const satisfies Component;
