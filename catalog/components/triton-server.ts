import type { Component } from '../component.ts';

/** NVIDIA Triton: ONNX, TorchScript, TensorRT and its own model repositories. */
export const tritonServer = {
  name: 'triton-server',
  purpose: 'Serves ONNX, TorchScript and TensorRT models on accelerators.',
  version: '25.12.0',
  licence: 'BSD-3-Clause',
  homepage: 'https://docs.nvidia.com/deeplearning/triton-inference-server/',
  source: { kind: 'none', reason: 'It is the image of model servers; nothing is installed for it.' },
  images: ['nvcr.io/nvidia/tritonserver:25.12-py3'],
  floor: {
    version: '25.10.0',
    because:
      'CVE-2025-33201: before 25.10 anyone who reached the server could stop it; CVE-2025-23319 (before 25.07) let them run code in it.',
  },
  upgradeNotes: ['The newest release was not established: NVIDIA publishes one each month.'],
} as const satisfies Component;
