import type { Accelerator } from './accelerator.ts';

/** An accelerator of a small machine, which no operator for data centres knows. */
export interface EdgeAccelerator extends Accelerator {
  /** Architecture of the machine that it is part of. @default - it is a card: any */
  readonly architecture?: 'amd64' | 'arm64';
}

/** One chip with its processor: the memory is shared, and the device plugin counts it as one device. */
const jetson = { vendor: 'nvidia', resource: 'nvidia.com/gpu', partitions: {}, architecture: 'arm64' } as const;

/**
 * Accelerators of edge sites, beside those of data centres.
 *
 * Memory of Jetson modules: NVIDIA's data sheets (Orin Nano 8GB, Orin NX 16GB, AGX Orin 64GB, Thor T5000 128GB), shared with the
 * processor. Their resource: `k8s-device-plugin` from 0.13 on (its issue 297); NVIDIA's GPU operator does not know them (its issue
 * 1453). Ascend 310P3: 24,576 MiB, of which 21,527 are for programs (configuration of HAMi's device plugin). Names of resources are
 * those of Huawei's own device plugin. Memory of the 310B differs by board (Atlas 200I A2) and is not here.
 */
export const edgeAccelerators = {
  'nvidia-jetson-orin-nano-8gb': { title: 'NVIDIA Jetson Orin Nano 8GB', memoryGib: 8, ...jetson },
  'nvidia-jetson-orin-nx-16gb': { title: 'NVIDIA Jetson Orin NX 16GB', memoryGib: 16, ...jetson },
  'nvidia-jetson-agx-orin-64gb': { title: 'NVIDIA Jetson AGX Orin 64GB', memoryGib: 64, ...jetson },
  'nvidia-jetson-thor-t5000': { title: 'NVIDIA Jetson Thor T5000', memoryGib: 128, ...jetson },
  'huawei-ascend-310p': {
    title: 'Huawei Ascend 310P3 (Atlas 300I)',
    vendor: 'huawei',
    memoryGib: 24,
    reportedGib: 21.02,
    resource: 'huawei.com/Ascend310P',
    partitions: {},
  },
  'huawei-ascend-310b': {
    title: 'Huawei Ascend 310B (Atlas 200I A2)',
    vendor: 'huawei',
    resource: 'huawei.com/Ascend310B',
    partitions: {},
    architecture: 'arm64',
  },
} as const satisfies Record<string, EdgeAccelerator>;
