import type { Section } from './rule.ts';

/** What one rule saw. */
export interface RuleResult {
  readonly rule: string;
  readonly section: Section;
  readonly weight: number;
  readonly title: string;
  /** Looks without a problem. */
  readonly passed: number;
  /** Problems without a reason. */
  readonly failed: number;
  /** Problems with one. */
  readonly explained: number;
}
