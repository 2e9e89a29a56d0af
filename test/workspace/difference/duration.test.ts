import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from '../../../workspace/difference/duration.ts';

test.each([
  ['60s', '1m'],
  ['1h30m', '90m'],
  ['1.5h', '5400s'],
  ['1w', '7d'],
  ['24h', '1d'],
  ['1000us', '1ms'],
  ['1µs', '1000ns'],
  ['0s', '0h'],
  ['1.s', '1s'],
])('%s is as long as %s', (a, b) => {
  expect(parseDuration(a)).toBe(parseDuration(b));
  expect(parseDuration(a)).toBeTypeOf('bigint');
});

test.each([
  ['61s', '1m'],
  ['1.000000000000000001s', '1s'],
])('%s is not as long as %s', (a, b) => {
  expect(parseDuration(a)).not.toBe(parseDuration(b));
});

test.each(['', '5', 's', '5 s', '-5s', '1M', '1m30', '5sec', '1e3s', '.5s', '١s', `${'9'.repeat(19)}s`])(
  'refuses %j, which is no length of time',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('minutes are sixty seconds, whatever their number', () => {
  fc.assert(
    fc.property(fc.nat(), (minutes) => {
      expect(parseDuration(`${minutes}m`)).toBe(parseDuration(`${minutes * 60}s`));
    }),
  );
});
