import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';
import { listed } from './aws-list-price.ts';

/** Machines of AWS without accelerators, for system pools and CPU pools. */
export const awsCpu = {
  'm7i.xlarge': {
    count: 0,
    architecture: 'amd64',
    vcpus: 4,
    memoryGib: 16,
    fabric: { kind: 'none' },
    price: { usdPerHour: 0.2016, ...listed },
  },
  'm7i.2xlarge': {
    count: 0,
    architecture: 'amd64',
    vcpus: 8,
    memoryGib: 32,
    fabric: { kind: 'none' },
    price: { usdPerHour: 0.4032, ...listed },
  },
  'm7i.4xlarge': {
    count: 0,
    architecture: 'amd64',
    vcpus: 16,
    memoryGib: 64,
    fabric: { kind: 'none' },
    price: { usdPerHour: 0.8064, ...listed },
  },
  'm7i.8xlarge': {
    count: 0,
    architecture: 'amd64',
    vcpus: 32,
    memoryGib: 128,
    fabric: { kind: 'none' },
    price: { usdPerHour: 1.6128, ...listed },
  },
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
