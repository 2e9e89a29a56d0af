/** Controls: what guides ask for, and which rule, setting or duty answers. */
import { CIS } from './cis.ts';
import type { Guide } from './control.ts';
import { NSA } from './nsa.ts';

export { type Control, type ControlResult, controlResults, type Guide, type Held } from './control.ts';

/** Every guide that a score speaks of. */
export const GUIDES: readonly Guide[] = [CIS, NSA];
