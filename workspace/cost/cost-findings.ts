import type { Finding } from '../../spec/finding.ts';
import type { PlatformCost } from './cost-figures.ts';

/** Teams whose guarantee alone costs more than their budget: the budget holds nobody back, the quota does. */
export function costFindings({ teams }: PlatformCost): Finding[] {
  return teams.flatMap(({ budgetUsdPerMonth: budget, guaranteedUsdPerMonth: guaranteed, team }, index) => {
    if (budget === undefined || guaranteed === undefined || guaranteed <= budget) return [];
    return {
      code: 'COST_BUDGET_EXCEEDED',
      level: 'warning',
      at: `teams[${index}].budget.usdPerMonth`,
      problem: `what is guaranteed to ${team} costs $${Math.round(guaranteed)} a month when it is used all the time, and its budget is $${budget}`,
      fix: `lower its guarantee to ${Math.floor((budget / guaranteed) * 100)} % of it, or raise the budget`,
    };
  });
}
