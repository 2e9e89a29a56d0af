import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareQuantities, parseQuantity, type Quantity } from '../../spec/quantity.ts';

function read(text: string | number): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(`not a quantity: ${text}`);
  return quantity;
}

/** Any amount of thousandths between −10^12 and 10^12. */
const thousandths = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

test.each([
  ['0', 0n, 0],
  ['8', 8n, 0],
  ['1.5', 15n, -1],
  ['500m', 5n, -1],
  ['64k', 64n, 3],
  ['2e3', 2n, 3],
  ['2E-3', 2n, -3],
  ['3E', 3n, 18],
  ['1Ki', 1024n, 0],
  ['0.5Gi', 536_870_912n, 0],
  ['-.5', -5n, -1],
  ['+7.', 7n, 0],
  ['100n', 1n, -7],
  ['3u', 3n, -6],
])('reads %s', (text, units, exponent) => {
  expect(parseQuantity(text)).toEqual({ units, exponent });
});

test('reads a number that YAML has read already', () => {
  expect(parseQuantity(0.25)).toEqual({ units: 25n, exponent: -2 });
  expect(parseQuantity(1e21)).toEqual({ units: 1n, exponent: 21 });
});

test.each(['', '.', 'm', 'Ki', '1.2.3', '1K', '1ki', '1 Gi', '1Gib', '0x10', '1e1.5', '1e', '1m5', 'NaN', '١'])(
  'refuses %j',
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test('rounds what is finer than a billionth away from zero, as Kubernetes does', () => {
  expect(parseQuantity('0.1n')).toEqual({ units: 1n, exponent: -9 });
  expect(parseQuantity('-1e-400000000')).toEqual({ units: -1n, exponent: -9 });
  expect(parseQuantity('1.0000000011')).toEqual({ units: 1_000_000_002n, exponent: -9 });
});

test('cuts binary amounts at the largest 64-bit number, as Kubernetes does', () => {
  expect(parseQuantity('9Ei')).toEqual(read('9223372036854775807'));
  expect(parseQuantity('-9Ei')).toEqual(read('-9223372036854775807'));
  expect(parseQuantity('9e18')).not.toEqual(read('9Ei'));
});

test('refuses or reads a hundred thousand digits at once, without trying every way to split them', () => {
  expect(parseQuantity(`${'1'.repeat(100_000)}x`)).toBeUndefined();
});

test('is exact where a floating-point number is not', () => {
  expect(parseQuantity('9007199254740993')).not.toEqual(parseQuantity('9007199254740992'));
});

test('reads every way to write an amount as the same amount', () => {
  const forms = fc.property(thousandths, (amount) => {
    const written = [`${amount}m`, `${amount}e-3`, `${amount}000u`, `${amount}000000n`];
    expect(new Set(written.map((text) => JSON.stringify(plain(read(text))))).size).toBe(1);
  });
  fc.assert(forms);
});

test('never fails, whatever the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseQuantity(text);
    }),
  );
});

test.each([
  ['1000m', '1', 0],
  ['1024Mi', '1Gi', 0],
  ['1G', '1Gi', -1],
  ['-1', '1m', -1],
  ['0', '-0', 0],
  ['2', '1999m', 1],
  ['-2', '-1999m', -1],
  ['1e999999999', '1', 1],
  ['1e999999999', '-1e999999999', 1],
])('compares %s with %s', (a, b, expected) => {
  expect(Math.sign(compareQuantities(read(a), read(b)))).toBe(expected);
});

test('orders amounts as whole numbers of thousandths are ordered', () => {
  fc.assert(
    fc.property(thousandths, thousandths, (a, b) => {
      const expected = a < b ? -1 : a > b ? 1 : 0;
      expect(Math.sign(compareQuantities(read(`${a}m`), read(`${b}e-3`)))).toBe(expected);
    }),
  );
});

function plain({ exponent, units }: Quantity) {
  return { units: units.toString(), exponent };
}
