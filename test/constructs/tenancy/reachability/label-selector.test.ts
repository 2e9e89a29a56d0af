import { describe, expect, test } from 'vitest';
import { canMatch, matches } from '../../../../constructs/tenancy/reachability/label-selector.ts';

const expression = (key: string, operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

describe('matches', () => {
  test.each([
    ['an empty selector', {}, true],
    ['an equal label', { matchLabels: { app: 'web' } }, true],
    ['another value', { matchLabels: { app: 'db' } }, false],
    ['one label of two', { matchLabels: { app: 'web', tier: 'front' } }, false],
    ['a value in the list', expression('app', 'In', 'db', 'web'), true],
    ['a value not in the list', expression('app', 'In', 'db'), false],
    ['a value that is refused', expression('app', 'NotIn', 'web'), false],
    ['a missing label among refused values', expression('tier', 'NotIn', 'web'), true],
    ['a label that is there', expression('app', 'Exists'), true],
    ['a label that is not there', expression('tier', 'Exists'), false],
    ['a label that must be missing', expression('tier', 'DoesNotExist'), true],
    ['a label that must be missing and is there', expression('app', 'DoesNotExist'), false],
  ])('reads %s', (_, selector, expected) => {
    expect(matches(selector, { app: 'web' })).toBe(expected);
  });
});

describe('canMatch', () => {
  test.each([
    ['nothing asked', [], [], true],
    ['two values of one label', [{ matchLabels: { app: 'web' } }, { matchLabels: { app: 'db' } }], [], false],
    ['a value of two lists', [expression('a', 'In', 'x', 'y'), expression('a', 'In', 'y', 'z')], [], true],
    ['two lists without a common value', [expression('a', 'In', 'x'), expression('a', 'In', 'y')], [], false],
    ['a value that is also refused', [expression('a', 'In', 'x'), expression('a', 'NotIn', 'x')], [], false],
    ['a label there and missing', [expression('a', 'Exists'), expression('a', 'DoesNotExist')], [], false],
    ['a label of any value but one', [expression('a', 'Exists'), expression('a', 'NotIn', 'x')], [], true],
    ['a selector that must not match, and matches all', [], [{}], false],
    ['a selector that must not match, and can be avoided', [], [{ matchLabels: { app: 'web' } }], true],
    [
      'a selector that must not match, and is what is asked',
      [{ matchLabels: { app: 'web' } }],
      [expression('app', 'Exists')],
      false,
    ],
    ['two that cannot both be avoided', [], [expression('a', 'Exists'), expression('a', 'DoesNotExist')], false],
    ['avoiding one half of a selector', [{ matchLabels: { a: 'x' } }], [{ matchLabels: { a: 'x', b: 'y' } }], true],
    ['a refused list turned round', [expression('a', 'DoesNotExist')], [expression('a', 'NotIn', 'x')], false],
  ])('decides %s', (_, all, none, expected) => {
    expect(canMatch(all, none)).toBe(expected);
  });
});
