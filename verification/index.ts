/** Verification: whether a release is worse than the one before it, by evidence. */
export {
  type Arm,
  type Chances,
  type Direction,
  type Evidence,
  type Harm,
  type Looks,
  type MetricEvidence,
  type MetricKind,
  type Point,
  type ServiceEvidence,
  type TailRule,
  type Tolerance,
  USUAL_CHANCES,
  USUAL_DRIFT_TOLERANCE,
  USUAL_HARM,
  USUAL_TAIL,
} from './judge/evidence.ts';
export { judgeRelease } from './judge/judge-release.ts';
export type {
  Action,
  Cause,
  Comparison,
  MetricVerdict,
  OwnTimeVerdict,
  ReleaseVerdict,
  Sample,
  Test,
  TestResult,
  Verdict,
} from './judge/verdict.ts';
export type { PastRelease, Rate } from './risk/rate.ts';
export { type ReleaseRisk, releaseRisk } from './risk/release-risk.ts';
export { type AnalysisObject, type ReleaseAnalysisProps, releaseAnalysis } from './rollouts/release-analysis.ts';
export type { DriftTest } from './statistics/drift-test.ts';
export type { Shift } from './statistics/shift.ts';
export type { TailTest } from './statistics/tail-test.ts';
