import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';
import { undatedTpu } from './gcp-list-price.ts';

/** Machines of Google Cloud with TPUs. */
export const gcpTpu = {
  'ct5lp-hightpu-1t': {
    accelerator: 'google-tpu-v5e',
    count: 1,
    architecture: 'amd64',
    vcpus: 24,
    memoryGib: 48,
    fabric: { kind: 'ici' },
    price: { usdPerHour: 1.2, ...undatedTpu },
  },
  'ct5lp-hightpu-4t': {
    accelerator: 'google-tpu-v5e',
    count: 4,
    architecture: 'amd64',
    vcpus: 112,
    memoryGib: 192,
    fabric: { kind: 'ici' },
    price: { usdPerHour: 4.8, ...undatedTpu },
  },
  'ct5lp-hightpu-8t': {
    accelerator: 'google-tpu-v5e',
    count: 8,
    architecture: 'amd64',
    vcpus: 224,
    memoryGib: 384,
    fabric: { kind: 'ici' },
    price: { usdPerHour: 9.6, ...undatedTpu },
  },
  'ct6e-standard-1t': {
    accelerator: 'google-tpu-v6e',
    count: 1,
    architecture: 'amd64',
    fabric: { kind: 'ici' },
    price: { usdPerHour: 2.7, ...undatedTpu },
  },
  'ct6e-standard-4t': {
    accelerator: 'google-tpu-v6e',
    count: 4,
    architecture: 'amd64',
    fabric: { kind: 'ici' },
    price: { usdPerHour: 10.8, ...undatedTpu },
  },
  'ct6e-standard-8t': {
    accelerator: 'google-tpu-v6e',
    count: 8,
    architecture: 'amd64',
    memoryGib: 1536,
    fabric: { kind: 'ici' },
    price: { usdPerHour: 21.6, ...undatedTpu },
  },
  'tpu7x-standard-4t': {
    accelerator: 'google-tpu7x',
    count: 4,
    architecture: 'amd64',
    fabric: { kind: 'ici' },
    note: 'Network RDMA is possible through managed DRANET.',
  },
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
