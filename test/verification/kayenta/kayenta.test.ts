import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Direction, Tolerance } from '../../../verification/judge/evidence.ts';
import type { MetricVerdict } from '../../../verification/judge/verdict.ts';
import { arm, judged, metric } from '../sample.ts';

/**
 * The 34 cases that Kayenta publishes of its Mann-Whitney classifier (commit a69573be), in our own words: figures, rounded to six
 * digits, settings and what it says of them.
 */
interface Case {
  readonly what: string;
  readonly control: string;
  readonly experiment: string;
  readonly confidence: number;
  readonly direction: 'Increase' | 'Decrease' | 'Either';
  /** Smallest effect that counts, downwards and upwards: a ratio of means, or a share of pairs won. */
  readonly effect?: readonly [number, number];
  readonly measure?: 'cles';
  /** `null`: it only asks for a reason. */
  readonly expected: 'High' | 'Low' | 'Pass' | 'Nodata' | null;
}

const { cases, samples } = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
  readonly samples: Readonly<Record<string, readonly number[]>>;
};

const DIRECTIONS: Readonly<Record<Case['direction'], Direction>> = {
  Increase: 'higherIsWorse',
  Decrease: 'lowerIsWorse',
  Either: 'anyChangeIsWorse',
};

/**
 * Where the two differ, and why. Kayenta's verdicts know no "too few": five points of each arm pass it when they do not differ much.
 */
const SHORT = ['inconclusive', 'five points cannot show the harm: not known is no pass'] as const;
const DIFFERENT: Readonly<Record<string, readonly [verdict: MetricVerdict['verdict'], why: string]>> = {
  'higher by less than the ratio asked': SHORT,
  'rare failures become more, by less than five times': [
    'fail',
    'a share of zeros is zero: what is tolerated of rare failures is an amount (tolerance.absolute), not a share',
  ],
  'rare failures, hardly more, by pairs won': [
    'inconclusive',
    'half as many rare failures again cannot be seen in sixty points, of which most are zero',
  ],
  'critical, higher, by less than counts': SHORT,
  'equal constants of two and three points': SHORT,
  'the same values in another order': SHORT,
  'one zero before a constant': SHORT,
  'no data in the canary, taken for zeros': [
    'inconclusive',
    'it can be told to take no data for zeros, and then passes two empty arms; here no data is never a pass',
  ],
  'one of five higher than a constant': SHORT,
  'zeros in both': SHORT,
};

/** Its tolerance is one of its own estimate, so that it only widens the test; ours is the effect that counts. */
function tolerance({ direction, effect, measure }: Case): Tolerance {
  if (effect === undefined || measure === 'cles') return {};
  return { relative: direction === 'Decrease' ? 1 - effect[0] : effect[1] - 1 };
}

function ours(one: Case): MetricVerdict {
  const of = (name: string) => arm(samples[name] ?? []);
  const change = { direction: DIRECTIONS[one.direction], tolerance: tolerance(one) };
  // Its interval is of both ends; a direction looks at one of them.
  const falseAlarm = (1 - one.confidence) / (one.direction === 'Either' ? 1 : 2);
  const found = judged([metric({ ...change, baseline: of(one.control), canary: of(one.experiment) })], {
    chances: { falseAlarm, power: 0.95 },
  });
  const [verdict] = found.metrics;
  if (verdict === undefined) throw new Error('bug: no verdict');
  return verdict;
}

/** What ours would be if both meant the same. */
const SAME = { High: 'fail', Low: 'fail', Pass: 'pass', Nodata: 'inconclusive' } as const;

describe('the published cases of Kayenta’s Mann-Whitney classifier', () => {
  test('are all here', () => {
    expect(cases).toHaveLength(34);
    expect(cases.map(({ what }) => what)).toEqual(expect.arrayContaining(Object.keys(DIFFERENT)));
  });

  test.each(cases)('$what: $expected', (one) => {
    const found = ours(one);
    const expected = one.expected === null ? 'inconclusive' : SAME[one.expected];
    expect(found.verdict).toBe(DIFFERENT[one.what]?.[0] ?? expected);
    if (DIFFERENT[one.what] !== undefined) expect(found.verdict).not.toBe(expected);
    const [comparison] = found.comparisons;
    if (one.expected === 'High' || one.expected === 'Low')
      expect(comparison?.test === 'shift' && comparison.effect > 0.5).toBe(one.expected === 'High');
    expect(found.reason).not.toBe('');
  });

  test('none that Kayenta calls worse passes here, and none that it passes is called worse but for zeros', () => {
    const pairs = cases.map((one) => [one.expected, ours(one).verdict] as const);
    expect(pairs.filter(([theirs, own]) => (theirs === 'High' || theirs === 'Low') && own !== 'fail')).toEqual([]);
    expect(pairs.filter(([theirs, own]) => theirs === 'Pass' && own === 'fail')).toHaveLength(1);
  });

  test('rare failures pass with an amount that is tolerated', () => {
    const one = cases.find(({ what }) => what === 'rare failures become more, by less than five times');
    const [control = [], experiment = []] = [one?.control, one?.experiment].map((name) => samples[name ?? '']);
    const change = { direction: 'anyChangeIsWorse', tolerance: { absolute: 1 }, harm: { absolute: 2 } } as const;
    const found = judged([metric({ ...change, baseline: arm(control), canary: arm(experiment) })]);
    expect(found.metrics[0]?.verdict).toBe('pass');
  });
});
