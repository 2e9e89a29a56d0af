import type { PlatformInput } from '../../../spec/platform.ts';
import { type PoolInput, platformOn, TARGETS, type TargetInput } from '../target-sample.ts';

/** Subscription of the sample. */
export const SUBSCRIPTION = TARGETS.azure.subscription;

/** A group of reservations that somebody has paid for. */
export const RESERVATION = `/subscriptions/${SUBSCRIPTION}/resourceGroups/ours/providers/Microsoft.Compute/capacityReservationGroups/h100`;

/** A platform on Azure whose objects Pulumi brings; one pool of H100 machines unless told otherwise. */
export function onAzure(pool: Partial<PoolInput> = {}, target: Partial<TargetInput<'azure'>> = {}): PlatformInput {
  const train: PoolInput = { name: 'train', instance: 'Standard_ND96isr_H100_v5', nodes: { min: 2, max: 4 } };
  return {
    ...platformOn({ ...TARGETS.azure, ...target }, { ...train, ...pool }),
    delivery: { kind: 'pulumi' },
  };
}
