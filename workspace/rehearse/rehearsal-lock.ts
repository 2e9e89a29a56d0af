import type { Lock } from '../../constructs/core/index.ts';
import type { PlatformExtension } from '../../constructs/platform.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { lockFolderOf, readLock } from '../lock/lock-folder.ts';
import { makeLock } from '../lock/make-lock.ts';
import { renderTools } from '../lock/render-tools.ts';

/** A platform's file, and what it says. */
export interface LockArgs {
  /** Path of the spec; its lock lies beside it. */
  readonly file: string;
  readonly spec: PlatformSpec;
  readonly extension?: PlatformExtension;
  /** Told before each step. */
  readonly onStep: (step: string) => void;
}

/**
 * What the add-ons contain in a rehearsal: what the engines' own Go modules carry, so that objects and programs agree in
 * their version; for the rest what the user's lock holds.
 *
 * @throws {PlatformError} `TOOL_MISSING` where there is no helm, and whatever is wrong with the user's lock.
 */
export async function rehearsalLock({ extension, file, onStep, spec }: LockArgs): Promise<Lock> {
  const own = await readLock(lockFolderOf(file));
  const { lock } = await makeLock(spec, {
    charts: { kind: 'modules' },
    digests: 'skip',
    tools: await renderTools(spec.target.kubernetes),
    extension,
    onStep,
  });
  return { ...lock, addOns: { ...own?.addOns, ...lock.addOns }, images: { ...own?.images, ...lock.images } };
}
