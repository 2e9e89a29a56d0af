import type { Manifest } from '../../constructs/core/index.ts';
import type { Scene } from './scene.ts';

/** Parts of a score, in the order of the report. */
export const SECTIONS = ['security', 'tenancy', 'reliability', 'operability', 'cost'] as const;

/** One part of a score. */
export type Section = (typeof SECTIONS)[number];

/** One wrong thing that a look found. */
export interface Problem {
  /** Path of the field in the object, or in the spec. @default - the object as a whole */
  readonly field?: string;
  /** What is there and what should be. */
  readonly problem: string;
  /** The change that puts it right. @default - the rule's */
  readonly fix?: string;
}

/** One thing that a rule looked at. */
export interface Look {
  /** The object, or a path in the spec such as `pools.train`. */
  readonly on: Manifest | string;
  /** What is wrong with it; empty when it passes. */
  readonly problems: readonly Problem[];
}

/** One rule of the score: data, and a pure function that looks. */
export interface ScoreRule {
  /** Stable identifier that users search for; never renamed, never reused. Begins with its section. */
  readonly id: Uppercase<string>;
  readonly section: Section;
  /** How much it counts among the rules of its section: 1 (nice to have) to 10 (a hole). */
  readonly weight: number;
  /** What holds where it passes, in one sentence. */
  readonly title: string;
  /** Why that matters. */
  readonly why: string;
  /** What to do where it fails. */
  readonly fix: string;
  /** Looks at everything that it is about. */
  look(scene: Scene): Iterable<Look>;
}

/** A look at an object without a problem, or with one. */
export function looked(on: Manifest | string, problem?: string, field?: string, fix?: string): Look {
  if (problem === undefined) return { on, problems: [] };
  return {
    on,
    problems: [{ problem, ...(field === undefined ? {} : { field }), ...(fix === undefined ? {} : { fix }) }],
  };
}
