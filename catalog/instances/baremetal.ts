import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';

/** Machines that a site owns. They carry no price: the spec takes an amortised rate. */
export const baremetalInstances = {
  'atlas-800t-a2': {
    accelerator: 'huawei-ascend-910b',
    count: 8,
    architecture: 'arm64',
    fabric: { kind: 'roce', ports: 8 },
    interconnect: 'HCCS',
    note: 'The rate of its RoCE ports was not verified.',
  },
  'ascend-910b4': {
    accelerator: 'huawei-ascend-910b4',
    count: 1,
    architecture: 'arm64',
    fabric: { kind: 'site' },
    interconnect: 'HCCS',
    note: 'HAMi counts this chip as huawei.com/Ascend910B4. A shape without a published machine: declare vCPUs and memory in the spec.',
  },
  'generic-h100-hgx-8': {
    accelerator: 'nvidia-h100-80gb',
    count: 8,
    architecture: 'amd64',
    networkGbps: 3200,
    fabric: { kind: 'site' },
    interconnect: 'NVSwitch',
    note: 'InfiniBand NDR or RoCE, 8 ports of 400 Gbit/s: the site knows which.',
  },
  'generic-cpu-node': { count: 0, architecture: 'amd64', fabric: { kind: 'none' } },
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
