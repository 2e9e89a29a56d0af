import { platformCost } from '../../../cost/platform-cost.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** What the machines cost is known. */
export const price: ScoreRule = {
  id: 'COST_PRICE',
  section: 'cost',
  weight: 4,
  title: 'Every pool has a price.',
  why: 'a budget over an unknown price holds nobody',
  fix: 'set machine.usdPerHour of the pool',
  look: ({ spec }) =>
    platformCost(spec).pools.map(({ instance, pool, price: known }) =>
      known === undefined
        ? looked(`pools.${pool}`, `the price of ${instance ?? 'its machines'} is not known`)
        : looked(`pools.${pool}`),
    ),
};
