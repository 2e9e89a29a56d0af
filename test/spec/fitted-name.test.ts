import { expect, test } from 'vitest';
import { fittedName } from '../../spec/fitted-name.ts';

test('A name that fits stays as it is', () => {
  expect(fittedName('atlas-prod-vision', 17)).toBe('atlas-prod-vision');
});

test('A name that is too long is cut, ends with a hash of the whole, and is no longer than it may be', () => {
  const name = fittedName('atlas-production-vision', 20);
  expect(name).toMatch(/^atlas-produ-[0-9a-f]{8}$/);
  expect(name).toHaveLength(20);
});

test('Two long names that begin alike stay two', () => {
  expect(fittedName(`${'a'.repeat(40)}x`, 20)).not.toBe(fittedName(`${'a'.repeat(40)}y`, 20));
});

test('A cut never leaves two hyphens in a row', () => {
  expect(fittedName('atlas-prod--------vision', 20)).toMatch(/^atlas-prod-[0-9a-f]{8}$/);
});
