/** Verification: releases that are judged by evidence. */
export { JUDGE_NAMESPACE, JUDGE_PODS, JudgePlace, type JudgePlaceProps } from './judge-place.ts';
export { EndpointArms, RolloutArms } from './release-arms.ts';
export { PROMETHEUS_URL, RolloutJudge } from './rollout-judge.ts';
export { type ArgoRolloutsValues, argoRolloutsValues, ROLLOUTS_NAMESPACE } from './rollouts-values.ts';
export { type ServerMetrics, serverMetrics } from './server-metrics.ts';
export { ROLLOUT_ROLES, RolloutRoles, TeamRollouts } from './team-rollouts.ts';
export { Verification, type VerificationProps } from './verification.ts';
export { type ComparedRevisions, endpointVerification, HASH_LABEL, rolloutVerification } from './verified-path.ts';
