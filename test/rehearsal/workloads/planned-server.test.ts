import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlannedServer, settledAt, wantedReplicas } from '../../../rehearsal/workloads/planned-server.ts';

function planned(change: Partial<PlannedServer> = {}): PlannedServer {
  return {
    ...{ name: 'chat', team: 'vision', namespace: 'vision', pool: 'serve', unitsPerReplica: 1, perReplica: 10 },
    replicas: { min: 1, max: 5 },
    load: [],
    scaleDownSeconds: 300,
    ...change,
  };
}

describe('The replicas that a load asks for', () => {
  test('are the least where nobody asks', () => {
    expect(wantedReplicas(planned())).toEqual([{ at: 0, replicas: 1 }]);
    expect(wantedReplicas(planned({ replicas: { min: 0, max: 5 } }))).toEqual([{ at: 0, replicas: 0 }]);
  });

  test('come at once, rounded up, and go only after the window', () => {
    const load = [
      { at: 100, requestsPerSecond: 31 },
      { at: 1_000, requestsPerSecond: 9 },
    ];
    expect(wantedReplicas(planned({ load }))).toEqual([
      { at: 0, replicas: 1 },
      { at: 100, replicas: 4 },
      { at: 1_300, replicas: 1 },
    ]);
  });

  test('stay where the load comes back within the window', () => {
    const load = [
      { at: 100, requestsPerSecond: 31 },
      { at: 1_000, requestsPerSecond: 9 },
      { at: 1_200, requestsPerSecond: 40 },
    ];
    expect(wantedReplicas(planned({ load })).map(({ replicas }) => replicas)).toEqual([1, 4]);
  });

  test('never leave their bounds, and always carry a load that fits', () => {
    const step = fc.record({
      pause: fc.integer({ min: 1, max: 900 }),
      requestsPerSecond: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let at = 0;
        const load = steps.map(({ pause, requestsPerSecond }) => {
          at += pause;
          return { at, requestsPerSecond };
        });
        const wanted = wantedReplicas(planned({ load }));
        for (const [index, each] of load.entries()) {
          const until = load[index + 1]?.at ?? each.at + 1;
          const now = wanted.filter((one) => one.at < until).at(-1)?.replicas ?? 0;
          expect(now).toBeGreaterThanOrEqual(Math.min(5, Math.ceil(each.requestsPerSecond / 10)));
        }
        for (const { replicas } of wanted) expect(replicas >= 1 && replicas <= 5).toBe(true);
      }),
    );
  });

  test('have settled one window after the last step', () => {
    expect(settledAt(planned({ load: [{ at: 60, requestsPerSecond: 1 }] }))).toBe(360);
  });
});
