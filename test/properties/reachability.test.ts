import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { DIMENSIONS, reachability } from '../../constructs/tenancy/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { rendered } from '../sample.ts';
import { randomPlatform } from './random-platform.ts';
import { SEEDED_HOLES } from './seeded-holes.ts';

/** Times as many platforms as in `npm test`; the e2e tier sets 10. */
const TIMES = Number(process.env['PLINTH_RUNS'] ?? 1);

/** What is rendered for a platform; one that a room refuses is drawn again. */
function objects(input: PlatformInput): KubernetesObject[] {
  try {
    return rendered(input).manifests.map(({ object }) => object);
  } catch (error) {
    fc.pre(!(error instanceof PlatformError));
    throw error;
  }
}

/** Declares ways out that lead as far into the cluster as the spec allows, for every other team. */
function reachingOut(input: PlatformInput): PlatformInput {
  if (input.target.kind !== 'existing') return input;
  const egress = ['10.0.0.0/8', '192.168.0.0/16', 'fd00::/8'].map((to) => ({ to, because: 'all that is private' }));
  return { ...input, teams: input.teams.map((team, index) => (index % 2 === 0 ? { ...team, egress } : team)) };
}

describe('random platforms of 2 to 50 teams', () => {
  test(
    'no team reaches another in any dimension',
    () => {
      let largest = 0;
      fc.assert(
        fc.property(randomPlatform({ teams: [2, 50] }).map(reachingOut), (input) => {
          const matrix = reachability(objects(input));
          largest = Math.max(largest, matrix.teams.length);
          expect(matrix.reaches).toEqual([]);
          expect(matrix.notJudged).toEqual([]);
          expect([...matrix.teams].sort()).toEqual(input.teams.map(({ name }) => name).sort());
        }),
        { numRuns: 100 * TIMES },
      );
      expect(largest, 'large platforms were among them').toBeGreaterThan(30);
    },
    180_000 * TIMES,
  );

  test('no pod of a team reaches a kubelet, nor credentials of machines but where its own identity is given out', () => {
    fc.assert(
      fc.property(randomPlatform({ teams: [2, 4], pools: [1, 2] }), (input) => {
        const { exposures } = reachability(objects(input));
        const found = exposures.filter(({ to }) => to === 'kubelet' || to === 'credentials');
        // On Google Cloud the identity of a pod is given out at the machine's own address.
        const expected = input.target.kind === 'gcp' ? found.filter(({ path }) => path.includes('allow-identity')) : [];
        expect(found).toEqual(expected);
      }),
      { numRuns: 30 * TIMES },
    );
  });
});

describe('a hole that is made on purpose in a random platform is found', () => {
  test.each(SEEDED_HOLES)('$name', ({ dimension, make }) => {
    fc.assert(
      fc.property(randomPlatform({ teams: [2, 4], pools: [1, 2] }), fc.nat(), fc.nat(), (input, first, second) => {
        const names = input.teams.map(({ name }) => name);
        const from = names[first % names.length] as string;
        const others = names.filter((name) => name !== from);
        const to = others[second % others.length] as string;
        const matrix = reachability(make(objects(input), from, to));
        expect(matrix.paths(from, to, dimension)).not.toEqual([]);
      }),
      { numRuns: 6 * TIMES },
    );
  });

  test('in every dimension', () => {
    expect(new Set(SEEDED_HOLES.map(({ dimension }) => dimension))).toEqual(new Set(DIMENSIONS));
  });
});
