import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';
import { awsCpu } from './aws-cpu.ts';
import { awsG4AndG5Families } from './aws-g4-and-g5-families.ts';
import { awsG6Family } from './aws-g6-family.ts';
import { awsG7Family } from './aws-g7-family.ts';
import { awsNeuronFamilies } from './aws-neuron-families.ts';
import { awsPFamily } from './aws-p-family.ts';

/** Instance types of AWS. */
export const awsInstances = {
  ...awsPFamily,
  ...awsG4AndG5Families,
  ...awsG6Family,
  ...awsG7Family,
  ...awsNeuronFamilies,
  ...awsCpu,
} as const satisfies Record<string, InstanceType<AcceleratorName>>;
