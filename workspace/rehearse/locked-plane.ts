import type { Lock } from '../../constructs/core/index.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { type LockArgs, rehearsalLock } from './rehearsal-lock.ts';

/** A control plane, and what the add-ons of the platform contain that comes onto it. */
export interface LockedPlane {
  readonly plane: ControlPlane;
  readonly lock: Lock;
}

/**
 * Starts a control plane while the charts of a platform are rendered: the one mostly waits, the other computes.
 *
 * @throws {PlatformError} if either fails; no control plane is left then.
 */
export async function lockedPlane(args: LockArgs): Promise<LockedPlane> {
  const [lock, plane] = await Promise.allSettled([rehearsalLock(args), startControlPlane()]);
  if (plane.status === 'rejected') throw plane.reason;
  if (lock.status === 'fulfilled') return { plane: plane.value, lock: lock.value };
  await plane.value.stop();
  throw lock.reason;
}
