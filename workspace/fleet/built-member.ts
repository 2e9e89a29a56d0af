import type { BuiltPlatform } from '../built-platform.ts';
import type { LoadedMember } from './loaded-member.ts';

/** A platform of a fleet, as a tree of constructs. */
export interface BuiltMember {
  /** What was read. */
  readonly loaded: LoadedMember;
  /** The tree, and the lock. */
  readonly built: BuiltPlatform;
}
