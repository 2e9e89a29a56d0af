import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recording } from '../../../rehearsal/recording/recording.ts';
import { heldUnits } from '../../../rehearsal/report/held-units.ts';
import type { PoolFacts } from '../../../rehearsal/report/pool-facts.ts';
import { poolUse } from '../../../rehearsal/report/pool-use.ts';
import { sum } from '../../../rehearsal/report/spans.ts';
import { type BilledTeam, teamBill } from '../../../rehearsal/report/team-bill.ts';
import { anyRecording } from './arbitrary-recording.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';

const priced: PoolFacts = {
  pool: 'train-h100',
  unit: 'accelerators',
  unitsPerNode: 8,
  capacity: 'onDemand',
  price: { usdPerHour: 40, region: 'us-east-1', source: 'price list' },
};
const own: PoolFacts = { pool: 'own', unit: 'accelerators', unitsPerNode: 8, capacity: 'onDemand' };
const vision: BilledTeam = { name: 'vision' };

function bill(of: Recording, team: BilledTeam = vision, pools = [priced, own]) {
  return teamBill(of, team, pools, heldUnits(of));
}

describe('A team', () => {
  test('pays for the units that its pods held, at the price of a node divided by its units', () => {
    const seen = bill(
      recording({
        nodes: [node('a')],
        jobs: [
          job('j', { pods: [pod('a', { to: 2 * HOUR })] }),
          job('k', { team: 'speech', pods: [pod('a', { from: 5 * HOUR, to: 9 * HOUR })] }),
        ],
      }),
    );
    expect(seen).toMatchObject({ usedUnitHours: { 'train-h100': 16 }, usd: 80, unpricedPools: [] });
    expect(seen.projectedUsdPerMonth).toBe(5_840);
  });

  test('has a budget beside what the rehearsed load would cost it in a month of 730 hours', () => {
    const of = recording({ nodes: [node('a')], jobs: [job('j', { pods: [pod('a', { to: 2 * HOUR })] })] });
    expect(bill(of, { ...vision, budget: { usdPerMonth: 2_920 } }).budget).toEqual({ usdPerMonth: 2_920, share: 2 });
  });

  test('pays an unknown sum once it used a pool without a price', () => {
    const of = recording({ nodes: [node('a', { pool: 'own' })], jobs: [job('j', { pool: 'own', pods: [pod('a')] })] });
    const seen = bill(of, { ...vision, budget: { usdPerMonth: 100 } });
    expect(seen).toMatchObject({ usedUnitHours: { own: 8 }, unpricedPools: ['own'], budget: { usdPerMonth: 100 } });
    expect('usd' in seen || 'projectedUsdPerMonth' in seen || 'share' in (seen.budget ?? {})).toBe(false);
  });

  test('that used nothing pays nothing', () => {
    expect(bill(recording({ nodes: [node('a')] }))).toMatchObject({ usedUnitHours: {}, usd: 0 });
  });

  test('borrows from each admission to the eviction or the end after it', () => {
    const jobs = [
      job('a', {
        admissions: [
          { at: 0, borrowed: 8 },
          { at: 3 * HOUR, borrowed: 4 },
        ],
        evictions: [{ at: HOUR, reason: 'Preempted', cause: 'InCohortReclamation' }],
        finishedAt: 5 * HOUR,
      }),
      job('b', { admissions: [{ at: 4 * HOUR, borrowed: 8 }], outcome: 'running' }),
    ];
    expect(bill(recording({ jobs }))).toMatchObject({
      borrowed: { peakUnits: 12, unitHours: 8 + 8 + 48 },
      reclaimed: { evictions: 1, units: 8 },
      preemptions: 1,
      otherEvictions: 0,
    });
  });

  test('is told apart: given back, preempted by its own, and stopped for other reasons', () => {
    const evictions = [
      { at: 1, reason: 'Preempted', cause: 'InClusterQueue' },
      { at: 2, reason: 'Preempted', cause: 'InCohortReclamation' },
      { at: 3, reason: 'PodsReadyTimeout' },
    ];
    expect(bill(recording({ jobs: [job('a', { units: 16, evictions })] }))).toMatchObject({
      preemptions: 2,
      otherEvictions: 1,
      reclaimed: { evictions: 1, units: 16 },
    });
  });
});

describe('All teams together', () => {
  test('used what the pool saw used, and paid for what was not idle', () => {
    const law = fc.property(anyRecording, (of) => {
      const bills = ['vision', 'speech', 'research'].map((name) => bill(of, { name }));
      const { nodeHours, offeredUnitHours, usedUnitHours } = poolUse(of, priced, heldUnits(of));
      expect(sum(bills.map((each) => each.usedUnitHours['train-h100'] ?? 0))).toBeCloseTo(usedUnitHours, 6);
      expect(sum(bills.map(({ usd = 0 }) => usd))).toBeCloseTo(usedUnitHours * 5, 6);
      expect(offeredUnitHours).toBeLessThanOrEqual(nodeHours * 8 + 1e-6);
    });
    fc.assert(law, { seed: 1 });
  });
});
