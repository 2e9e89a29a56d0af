import type { AcceleratorName } from '../accelerators.ts';
import type { InstanceType } from '../instance-type.ts';
import { awsInstances } from './aws.ts';
import { azureInstances } from './azure.ts';
import { baremetalInstances } from './baremetal.ts';
import { digitaloceanInstances } from './digitalocean.ts';
import { gcpInstances } from './gcp.ts';

/** Instance types by target; a cluster that exists already can stand on any of them. */
export const instances = {
  aws: awsInstances,
  gcp: gcpInstances,
  azure: azureInstances,
  digitalocean: digitaloceanInstances,
  baremetal: baremetalInstances,
  existing: { ...awsInstances, ...gcpInstances, ...azureInstances, ...digitaloceanInstances, ...baremetalInstances },
} as const;

/** A target that has instance types. */
export type InstanceTarget = keyof typeof instances;

/** Names of a target's instance types. */
export type InstanceName<Target extends InstanceTarget> = keyof (typeof instances)[Target] & string;

/** The instance type of that name, if the target has one. */
export function findInstance(target: InstanceTarget, name: string): InstanceType<AcceleratorName> | undefined {
  const table: Readonly<Record<string, InstanceType<AcceleratorName>>> = instances[target];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
