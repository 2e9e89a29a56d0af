import { expect, test } from 'vitest';
import { valueText, valueTexts, visible } from '../../../workspace/difference/value-text.ts';

test.each([
  ['16Gi', '16Gi'],
  ['two words, one comma', 'two words, one comma'],
  ['', '""'],
  [' x', '" x"'],
  ['a "b"', String.raw`"a \"b\""`],
  ['é', 'é'],
  [8, '8'],
  [null, 'null'],
  [{ a: [1] }, '{"a":[1]}'],
  [undefined, 'undefined'],
])('writes %j as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test('cuts long values, and never in the middle of a character', () => {
  expect(valueText('x'.repeat(101))).toBe(`${'x'.repeat(99)}…`);
  expect(valueText(`${'x'.repeat(98)}😀${'x'.repeat(9)}`)).not.toMatch(/\p{Cs}/u);
});

test('an old and a new value never look alike', () => {
  expect(valueTexts('8', 8)).toEqual(['"8"', '8']);
  expect(valueTexts('8', '9')).toEqual(['8', '9']);
  const [before, after] = valueTexts(`${'x'.repeat(500)}a`, `${'x'.repeat(500)}b`);
  expect(before).toMatch(/^….*a"$/);
  expect(after).toMatch(/^….*b"$/);
});

test('shows by its code what a terminal would obey', () => {
  expect(visible('a\u001b[31mb\u202ec\n')).toBe(String.raw`a\u{1b}[31mb\u{202e}c\u{a}`);
});
