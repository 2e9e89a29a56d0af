import type { PlatformInput } from '../../../spec/platform.ts';
import { type PoolInput, platformOn, TARGETS, type TargetInput } from '../target-sample.ts';

/** A platform on DigitalOcean whose objects Pulumi brings; one pool of H100 machines unless told otherwise. */
export function onDigitalOcean(
  pool: Partial<PoolInput> = {},
  target: Partial<TargetInput<'digitalocean'>> = {},
  ...more: PoolInput[]
): PlatformInput {
  const train: PoolInput = { name: 'train', instance: 'gpu-h100x8-640gb', nodes: { min: 1, max: 4 } };
  return {
    ...platformOn({ ...TARGETS.digitalocean, ...target }, { ...train, ...pool }, ...more),
    delivery: { kind: 'pulumi' },
  };
}
