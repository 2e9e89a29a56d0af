import type { PlatformInput } from '../../../spec/platform.ts';
import { type PoolInput, platformOn, TARGETS, type TargetInput } from '../target-sample.ts';

/** A platform on Google Cloud whose objects Pulumi brings; one pool of H200 machines in one zone unless told otherwise. */
export function onGcp(pool: Partial<PoolInput> = {}, target: Partial<TargetInput<'gcp'>> = {}): PlatformInput {
  const train: PoolInput = {
    name: 'train',
    instance: 'a3-ultragpu-8g',
    nodes: { min: 2, max: 4 },
    zones: ['europe-west4-a'],
  };
  return {
    ...platformOn({ ...TARGETS.gcp, ...target }, { ...train, ...pool }),
    delivery: { kind: 'pulumi' },
  };
}
