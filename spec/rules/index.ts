import type { Rule } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Everything that is checked about a platform whose shape is right; all rules run, in this order. */
export const platformRules: readonly Rule<PlatformSpec>[] = [];
