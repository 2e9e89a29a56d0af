import { COMMITMENT_TYPES } from '../../costly-types.ts';
import type { PolicyRule } from '../rule.ts';

/** What is bought for a time is bought by people who know the price, not by an update. */
export const commitmentsNotBought: PolicyRule = {
  name: 'commitments-not-bought',
  description: 'No update buys a reservation, a Capacity Block, a commitment or a savings plan.',
  enforcement: 'mandatory',
  examine: ({ type }) =>
    COMMITMENT_TYPES.has(type)
      ? ['it is bought by being made, and no deletion gives it back: buy it by hand, and name its id']
      : [],
};
