import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';
import { gcpAFamily } from './gcp-a-family.ts';
import { gcpCpu } from './gcp-cpu.ts';
import { gcpGFamily } from './gcp-g-family.ts';
import { gcpTpu } from './gcp-tpu.ts';

/** Machine types of Google Cloud. */
export const gcpInstances = {
  ...gcpAFamily,
  ...gcpGFamily,
  ...gcpTpu,
  ...gcpCpu,
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
