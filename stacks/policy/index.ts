/** Rules that keep money and data, for stacks of Plinth and of others: pure functions, and as policies of Pulumi. */
export { type PolicyArgs, plinthPolicies, type ResourcePolicy } from './policies.ts';
export type { Enforcement, PolicyResource, PolicyRule } from './rule.ts';
export { POLICY_RULES } from './rules/index.ts';
export { startPolicyPack } from './start-pack.ts';
