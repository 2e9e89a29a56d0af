import { type Manifest, objectName } from '../../constructs/core/index.ts';
import { type ControlResult, controlResults, GUIDES } from './controls/index.ts';
import { applies } from './exception.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { answers, type GivenReason } from './given-reasons.ts';
import { type Problem, type ScoreRule, SECTIONS, type Section } from './rule.ts';
import type { RuleResult } from './rule-result.ts';
import { RULES } from './rules/index.ts';
import type { Scene } from './scene.ts';
import { WRITTEN_REASONS } from './written-reasons.ts';

/** One thing that a rule says against. */
export interface ScoreLine {
  readonly rule: string;
  readonly section: Section;
  readonly weight: number;
  /** `explained`: it stays so, for the reason in `because`. */
  readonly state: 'failed' | 'explained';
  /** The object, such as `Deployment harbor/core`, or a path in the spec. */
  readonly at: string;
  /** Path in the object. @default - the object as a whole */
  readonly field?: string;
  /** Place of the construct that made it. @default - it is about the spec */
  readonly construct?: string;
  /** Component whose chart holds it. @default - it is ours */
  readonly component?: string;
  readonly problem: string;
  readonly why: string;
  readonly fix: string;
  /** Why it stays. @default - nobody said: it failed */
  readonly because?: string;
}

/** What one section comes to. */
export interface SectionResult {
  readonly section: Section;
  readonly passed: number;
  readonly failed: number;
  readonly explained: number;
  /** 0 to 100, one decimal. @default - none of its rules had anything to look at */
  readonly score?: number;
}

/** The score of a platform. */
export interface Score {
  /** How a section's score is worked out. */
  readonly formula: string;
  readonly sections: readonly SectionResult[];
  /** All sections by the same formula. @default - nothing was looked at */
  readonly score?: number;
  readonly rules: readonly RuleResult[];
  /** Everything that was said against, the unexplained first. */
  readonly lines: readonly ScoreLine[];
  /** What that means for the controls of the guides. */
  readonly controls: readonly ControlResult[];
  /** What this score could not look at. */
  readonly blind: readonly string[];
  /** Reasons that were given and are about nothing any more. */
  readonly unusedReasons: readonly GivenReason[];
}

/** How a score is made. */
export interface ScoreOptions {
  /** Rules to judge by. @default - all */
  readonly rules?: readonly ScoreRule[];
  /** Reasons that the user gives. @default - none */
  readonly reasons?: readonly GivenReason[];
}

/** How a score is worked out, in one sentence. */
export const FORMULA =
  '100 × the sum of weight × passed / (passed + failed) of the rules that had something to look at, divided by the sum of their weights; what is explained counts on neither side';

/** Judges a rendered platform by every rule. Pure. */
export function scorePlatform(scene: Scene, { reasons = [], rules = RULES }: ScoreOptions = {}): Score {
  const judged = rules.map((rule) => judge(rule, { scene, reasons }));
  const results = judged.map(({ result }) => result);
  const lines = judged.flatMap((each) => each.lines);
  const total = scoreOf(results);
  return {
    formula: FORMULA,
    sections: SECTIONS.map((section) => sum(section, results)),
    ...(total === undefined ? {} : { score: total }),
    rules: results,
    lines: [...lines.filter(({ state }) => state === 'failed'), ...lines.filter(({ state }) => state === 'explained')],
    controls: controlResults(GUIDES, { rules: results }),
    blind: blindSpots(scene),
    unusedReasons: reasons.filter((reason) => !lines.some(({ at, rule }) => answers(reason, rule, at))),
  };
}

interface Bench {
  readonly scene: Scene;
  readonly reasons: readonly GivenReason[];
}

function judge(rule: ScoreRule, bench: Bench): { result: RuleResult; lines: ScoreLine[] } {
  const looks = [...rule.look(bench.scene)];
  const lines = looks.flatMap((look) => look.problems.map((problem) => lineOf(rule, bench, { on: look.on, problem })));
  const { id, section, title, weight } = rule;
  const failed = lines.filter(({ state }) => state === 'failed').length;
  const passed = looks.filter(({ problems }) => problems.length === 0).length;
  return { lines, result: { rule: id, section, weight, title, passed, failed, explained: lines.length - failed } };
}

interface Said {
  readonly on: Manifest | string;
  readonly problem: Problem;
}

function lineOf(rule: ScoreRule, bench: Bench, { on, problem }: Said): ScoreLine {
  const because = reasonFor(rule, bench, { on, problem });
  const component = typeof on === 'string' ? undefined : bench.scene.componentOf(on);
  return {
    rule: rule.id,
    section: rule.section,
    weight: rule.weight,
    state: because === undefined ? 'failed' : 'explained',
    at: nameOf(on),
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(typeof on === 'string' ? {} : { construct: on.construct }),
    ...(component === undefined ? {} : { component }),
    problem: problem.problem,
    why: rule.why,
    fix: problem.fix ?? rule.fix,
    ...(because === undefined ? {} : { because }),
  };
}

function nameOf(on: Manifest | string): string {
  return typeof on === 'string' ? on : objectName(on.object);
}

function reasonFor({ id }: ScoreRule, { reasons, scene }: Bench, { on, problem }: Said): string | undefined {
  for (const { reason, rules } of WRITTEN_REASONS) {
    const written = rules.includes(id) ? reason(scene, on, problem) : undefined;
    if (written !== undefined) return written;
  }
  const listed = EXCEPTIONS.find((each) => each.rule === id && applies(each, scene, on, problem));
  return (listed ?? reasons.find((each) => answers(each, id, nameOf(on))))?.because;
}

function sum(section: Section, results: readonly RuleResult[]): SectionResult {
  const own = results.filter((each) => each.section === section);
  const count = (state: 'passed' | 'failed' | 'explained') => own.reduce((total, each) => total + each[state], 0);
  const score = scoreOf(own);
  return {
    section,
    passed: count('passed'),
    failed: count('failed'),
    explained: count('explained'),
    ...(score === undefined ? {} : { score }),
  };
}

function scoreOf(results: readonly RuleResult[]): number | undefined {
  const seen = results.filter(({ failed, passed }) => passed + failed > 0);
  const weights = seen.reduce((total, { weight }) => total + weight, 0);
  if (weights === 0) return undefined;
  const held = seen.reduce((total, { failed, passed, weight }) => total + (weight * passed) / (passed + failed), 0);
  // Rounded down: a hundred is said only where nothing failed.
  return Math.floor((1000 * held) / weights) / 10;
}

function blindSpots({ addOns }: Scene): string[] {
  const unknown = addOns.filter(({ locked }) => locked === undefined).map(({ component }) => component.name);
  return unknown.length === 0
    ? []
    : [`objects of ${unknown.length} charts that no lock holds: ${[...unknown].sort().join(', ')}`];
}
