import { costFindings } from '../../../cost/cost-findings.ts';
import { platformCost } from '../../../cost/platform-cost.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** What is promised can be paid. */
export const budgetHolds: ScoreRule = {
  id: 'COST_BUDGET_HOLDS',
  section: 'cost',
  weight: 6,
  title: 'What is guaranteed to a team fits its budget.',
  why: 'the budget holds nobody back, the quota does',
  fix: 'lower the guarantee, or raise the budget',
  look: ({ spec }) => {
    const found = new Map(costFindings(platformCost(spec)).map((each) => [each.at, each]));
    return spec.teams.flatMap(({ budget, name }, index) => {
      if (budget === undefined) return [];
      const finding = found.get(`teams[${index}].budget.usdPerMonth`);
      return [looked(`teams.${name}`, finding?.problem, 'budget.usdPerMonth', finding?.fix)];
    });
  },
};
