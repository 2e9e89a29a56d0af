import type { Accelerator } from '../catalog/index.ts';
import type { PoolSpec } from './pool.ts';

/**
 * Extended resource that pods request when our own operators advertise a pool's accelerators.
 *
 * Shares and partitions get names of their own, so that a quota in shares is never mistaken for one in whole devices.
 */
export function sharedResource(accelerator: Accelerator, sharing: PoolSpec['sharing']): string {
  if (sharing.kind === 'whole') return accelerator.resource;
  if (sharing.kind === 'partition') return partitionResource(accelerator, sharing.profile);
  return `${accelerator.resource}.shared`;
}

function partitionResource(accelerator: Accelerator, profile: string): string {
  if (accelerator.vendor === 'nvidia') return `nvidia.com/mig-${profile}`;
  return accelerator.vendor === 'amd' ? `amd.com/${profile}` : accelerator.resource;
}
