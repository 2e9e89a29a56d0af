import { describe, expect, test } from 'vitest';
import { saysAt, withValue } from '../../../../workspace/fleet/promotion/written-value.ts';

describe('a value that is written into a file', () => {
  test.each([
    ['in place of the one that is there', 'a: # one\n  b: 1.30 # two\n', 'a: # one\n  b: "1.31" # two\n'],
    ['in its quotes', "a: { b: '1.30' }", 'a: { b: "1.31" }'],
    ['at the end of fields in one line', 'a: { c: d } # why\n', 'a: { c: d, b: "1.31" } # why\n'],
    ['into empty fields', 'a: {}\n', 'a: { b: "1.31" }\n'],
    ['below fields, after their last one', 'a:\n  c: d # why\n# end\n', 'a:\n  c: d # why\n  b: "1.31"\n# end\n'],
    ['below fields that end with others', 'a:\n  c:\n    d: e\nz: 1\n', 'a:\n  c:\n    d: e\n  b: "1.31"\nz: 1\n'],
    ['with the fields around it', 'z: 1', 'z: 1\na: { b: "1.31" }'],
    ['into JSON', '{ "z": 1 }', '{ "z": 1, "a": { "b": "1.31" } }'],
    ['into empty JSON', '{}', '{ a: { b: "1.31" } }'],
  ])('stands %s', (_, before, after) => expect(withValue(before, ['a', 'b'], '1.31')).toBe(after));

  test('leaves lists, anchors and the layout of all else as they are', () => {
    const text = 'list:\n  - &x { name: one }\n\n  # the second\n  -   name:   two\n      more: [ 1,2 ]   # odd\n';
    expect(withValue(text, ['list', 1, 'spec', 'version'], '2')).toBe(
      text.replace('# odd\n', '# odd\n      spec: { version: "2" }\n'),
    );
  });

  test.each([
    ['an alias', 'x: &x { b: 1 }\na: *x\n'],
    ['nothing', 'a:\n'],
    ['a text', 'a: text\n'],
    ['a whole where a value should stand', 'a: { b: { c: 1 } }\n'],
    ['a text of many lines as the last value', 'a:\n  c: |\n    one\n\n'],
  ])('is refused, not guessed, where there is %s', (_, text) => {
    const written = withValue(text, ['a', 'b'], '1.31');
    if (written !== undefined) expect(written).toBe('a:\n  c: |\n    one\n  b: "1.31"\n\n');
  });

  test('is found again', () => {
    expect([saysAt('a: { b: 1 }', ['a', 'b']), saysAt('a: { b: 1 }', ['a', 'c'])]).toEqual([true, false]);
  });
});
