import type { Given } from './given-scene.ts';

/** What a rule accepts, what it refuses, and what it says then. */
export interface RuleCase {
  readonly passes: Given;
  readonly fails: Given;
  readonly says: RegExp;
}
