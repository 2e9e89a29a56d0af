import { looked, type ScoreRule } from '../../rule.ts';

/** Every team knows what it may spend. */
export const teamBudget: ScoreRule = {
  id: 'COST_BUDGET',
  section: 'cost',
  weight: 5,
  title: 'Every team has a budget.',
  why: 'without one nobody is told before the bill comes',
  fix: 'set budget.usdPerMonth of the team',
  look: ({ spec }) =>
    spec.teams.map(({ budget, name }) =>
      budget === undefined ? looked(`teams.${name}`, 'has no budget') : looked(`teams.${name}`),
    ),
};
