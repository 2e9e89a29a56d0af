import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';

/** Machines of Google Cloud without accelerators, for system pools and CPU pools. */
export const gcpCpu = {
  'n2-standard-4': { count: 0, architecture: 'amd64', vcpus: 4, memoryGib: 16, fabric: { kind: 'none' } },
  'n2-standard-8': { count: 0, architecture: 'amd64', vcpus: 8, memoryGib: 32, fabric: { kind: 'none' } },
  'n2-standard-16': { count: 0, architecture: 'amd64', vcpus: 16, memoryGib: 64, fabric: { kind: 'none' } },
  'n2-standard-32': { count: 0, architecture: 'amd64', vcpus: 32, memoryGib: 128, fabric: { kind: 'none' } },
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
