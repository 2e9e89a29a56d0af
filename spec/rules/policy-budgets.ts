import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Where budgets are required, each team has one. */
export function* policyBudgets({ policy, teams }: PlatformSpec): Iterable<Finding> {
  if (policy?.budgets !== 'required') return;
  for (const [index, { budget, name }] of teams.entries()) {
    if (budget !== undefined) continue;
    yield {
      code: 'POLICY_BUDGET_MISSING',
      level: 'error',
      at: `teams[${index}].budget`,
      problem: `policy.budgets asks for a budget, and ${name} has none`,
      fix: `give it one, such as budget: { usdPerMonth: 120000 }`,
    };
  }
}
