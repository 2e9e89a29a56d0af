import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recording } from '../../../rehearsal/recording/recording.ts';
import { heldUnits } from '../../../rehearsal/report/held-units.ts';
import type { PoolFacts } from '../../../rehearsal/report/pool-facts.ts';
import { poolUse } from '../../../rehearsal/report/pool-use.ts';
import { binnedMeans, peakOf, stepsOf } from '../../../rehearsal/report/step-series.ts';
import { anyRecording } from './arbitrary-recording.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';

const facts: PoolFacts = {
  pool: 'train-h100',
  accelerator: 'NVIDIA H100 80GB',
  unit: 'accelerators',
  unitsPerNode: 8,
  capacity: 'onDemand',
  price: { usdPerHour: 40, region: 'us-east-1', asOf: '2026-07-20', source: 'price list' },
};
const { price: _, ...unpriced } = facts;

function use(of: Recording, pool: PoolFacts = facts) {
  return poolUse(of, pool, heldUnits(of));
}

describe('The use of a pool', () => {
  test('is what pods held of what nodes offered while they existed', () => {
    const seen = use(
      recording({
        nodes: [node('a', { from: -60 }), node('b', { from: 5 * HOUR })],
        jobs: [job('j', { pods: [pod('a', { to: 3 * HOUR }), pod('b', { units: 4, from: 6 * HOUR, to: 8 * HOUR })] })],
      }),
    );
    expect(seen).toMatchObject({
      nodes: { largest: 2, mean: 1.5 },
      nodeHours: 15,
      offeredUnitHours: 120,
      usedUnitHours: 32,
      idleUnitHours: 88,
      usd: 600,
    });
    expect(seen.useShare).toBeCloseTo(32 / 120, 12);
    expect(seen.usdIdle).toBeCloseTo(440, 9);
  });

  test('ends for a pod when its node is gone, even if nobody noticed', () => {
    const seen = use(
      recording({
        nodes: [node('a', { to: HOUR })],
        jobs: [job('j', { pods: [pod('a', { to: undefined, end: undefined })] })],
      }),
    );
    expect([seen.usedUnitHours, seen.idleUnitHours]).toEqual([8, 0]);
  });

  test('lasts to the end of the watching for a pod that still runs', () => {
    const seen = use(
      recording({ nodes: [node('a')], jobs: [job('j', { pods: [pod('a', { to: undefined, end: undefined })] })] }),
    );
    expect(seen.usedUnitHours).toBe(80);
  });

  test('counts nodes and pods of other pools there', () => {
    const seen = use(
      recording({ nodes: [node('a'), node('b', { pool: 'other' })], jobs: [job('j', { pods: [pod('b')] })] }),
    );
    expect([seen.offeredUnitHours, seen.usedUnitHours]).toEqual([80, 0]);
  });

  test('costs an unknown sum where the price is unknown, never nothing', () => {
    const seen = use(recording({ nodes: [node('a')] }), unpriced);
    expect('usd' in seen || 'usdIdle' in seen).toBe(false);
  });

  test('costs nothing where no node ever was, priced or not', () => {
    expect(use(recording(), unpriced)).toMatchObject({ usd: 0, usdIdle: 0, nodes: { largest: 0, mean: 0 } });
    expect('useShare' in use(recording())).toBe(false);
  });

  test('and its idleness add up to what was offered, whatever happens', () => {
    const law = fc.property(anyRecording, (of) => {
      const { idleUnitHours, offeredUnitHours, usd = 0, usdIdle = 0, usedUnitHours } = use(of);
      expect(usedUnitHours + idleUnitHours).toBeCloseTo(offeredUnitHours, 6);
      expect(usedUnitHours).toBeGreaterThanOrEqual(0);
      expect(idleUnitHours).toBeGreaterThanOrEqual(-1e-6);
      expect(usdIdle).toBeLessThanOrEqual(usd + 1e-6);
    });
    fc.assert(law, { seed: 1 });
  });
});

describe('A sum over time', () => {
  const amounts = [
    { from: 0, to: 10, amount: 2 },
    { from: 5, to: 15, amount: 3 },
  ];

  test('changes where an amount begins or ends', () => {
    expect(stepsOf(amounts)).toEqual([
      { at: 0, value: 2 },
      { at: 5, value: 5 },
      { at: 10, value: 3 },
      { at: 15, value: 0 },
    ]);
  });

  test('has as its peak what is there at the same time; an end and a beginning do not meet', () => {
    expect(peakOf(amounts)).toBe(5);
    expect(peakOf([...amounts.slice(0, 1), { from: 10, to: 12, amount: 2 }])).toBe(2);
  });

  test('is the mean within each part of the time', () => {
    expect(binnedMeans(amounts, 20, 4)).toEqual([2, 5, 3, 0]);
    expect(binnedMeans(amounts, 20, 1)).toEqual([2.5]);
  });
});
