import { describe, expect, test } from 'vitest';
import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import { fixByName, nearest } from '../../spec/nearest.ts';
import { pathSteps, pathText } from '../../spec/spec-path.ts';
import { duration, durationText, size, sizeText } from '../../spec/units.ts';

describe('a path', () => {
  test.each([
    [['teams', 2, 'quota', 'train-h100', 'guaranteed'], 'teams[2].quota.train-h100.guaranteed'],
    [['metadata', 'labels', 'example.org/tier'], 'metadata.labels["example.org/tier"]'],
    [['a', 'with "quotes" and \\'], 'a["with \\"quotes\\" and \\\\"]'],
    [['a', ''], 'a[""]'],
    [['teams', 0, 'quota', '123'], 'teams[0].quota.123'],
    [[], '(root)'],
  ])('%j is written %s, and read again', (steps, text) => {
    expect(pathText(steps)).toBe(text);
    expect(pathSteps(text)).toEqual(steps);
  });

  test('that a person typed wrongly is read as far as it goes', () => {
    expect(pathSteps('a["b')).toEqual(['a', '"b']);
    expect(pathSteps('a["\\q"].c')).toEqual(['a', '\\q', 'c']);
    expect(pathSteps('..a')).toEqual(['a']);
  });
});

describe('the nearest word', () => {
  test.each([
    ['tarin', ['train', 'serve'], 'train'],
    ['TRAIN', ['train'], 'train'],
    ['p5.48xlarg', ['p5.48xlarge', 'p4d.24xlarge'], 'p5.48xlarge'],
    ['zebra', ['train', 'serve'], undefined],
    ['x', [], undefined],
  ])('of %s among %j is %s', (word, candidates, expected) => expect(nearest(word, candidates)).toBe(expected));

  test('is told, or else what there is, but not all of it', () => {
    expect(fixByName('tarin', ['train'])).toBe('write train');
    expect(fixByName('zebra', [])).toBe('remove it');
    const many = Array.from({ length: 12 }, (_, index) => `candidate${index}`);
    expect(fixByName('zebra', many)).toMatch(/^choose one of candidate0, .*candidate7, … \(12 in all\)$/);
  });
});

describe('a network', () => {
  test.each([
    ['10.0.0.0/16', true, 65_536],
    ['10.0.0.5/16', false, 65_536],
    ['0.0.0.0/0', true, 2 ** 32],
    ['2001:db8::/32', true, 2 ** 96],
  ])('%s is exact: %s', (text, exact, addresses) => expect(cidrRange(text)).toMatchObject({ text, exact, addresses }));

  test.each(['10.0.0.0', '10.0.0.0/33', '10.0/8', '010.0.0.0/8', '10.0.0.0/08', 'a/8', '::/129', ''])(
    '%j is none',
    (text) => {
      expect(cidrRange(text)).toBeUndefined();
    },
  );

  test.each([
    ['10.0.0.0/8', '10.128.0.0/12', true],
    ['10.128.0.0/12', '10.0.0.0/8', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['2001:db8::/32', '2001:db8:1::/48', true],
    ['2001:db8::/32', '2001:db9::/32', false],
    ['0.0.0.0/0', '::/0', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    const [first, second] = [cidrRange(a), cidrRange(b)];
    expect(first && second && overlap(first, second)).toBe(expected);
  });
});

describe('units', () => {
  test.each([
    ['90s', 90, '90s'],
    ['15m', 900, '15m'],
    ['2h', 7_200, '2h'],
    ['7d', 604_800, '168h'],
  ] as const)('%s is %d seconds, written %s', (text, seconds, written) => {
    expect(duration.parse(text)).toBe(seconds);
    expect(durationText(duration.parse(text))).toBe(written);
  });

  test.each([
    ['512Mi', 0.5, '512Mi'],
    ['512Gi', 512, '512Gi'],
    ['2Ti', 2_048, '2Ti'],
    ['1Pi', 1_048_576, '1024Ti'],
  ] as const)('%s is %d GiB, written %s', (text, gibibytes, written) => {
    expect(size.parse(text)).toBe(gibibytes);
    expect(sizeText(size.parse(text))).toBe(written);
  });

  test.each(['0m', '15', '1.5h', '-5m', '15 m', '5min', '10000000s'])('%s is no length of time', (text) =>
    expect(duration.safeParse(text).success).toBe(false),
  );
  test.each(['0Gi', '512', '512GB', '1.5Ti', '512gi', '512 Gi'])('%s is no size', (text) =>
    expect(size.safeParse(text).success).toBe(false),
  );
});
