import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldChanges } from '../../../workspace/difference/field-changes.ts';
import type { TextHunk } from '../../../workspace/difference/index.ts';
import { textChange } from '../../../workspace/difference/text-change.ts';

function change(before: string, after: string) {
  return textChange(before, after, fieldChanges);
}

test('two YAML texts are compared as what they say, with amounts and lengths of time', () => {
  const config = (timeout: string, port: number) =>
    `# written by hand\ntimeout: ${timeout}\nmetrics:\n  port: ${port}\n`;
  expect(change(config('60s', 8080), config('1m', 8443))).toEqual({
    inside: [{ path: 'metrics.port', kind: 'changed', before: 8080, after: 8443 }],
  });
});

test('two JSON texts are compared as what they say, also on one line', () => {
  expect(change('{"a":[1,2]}', '{ "a": [1, 2, 3] }')).toEqual({ inside: [{ path: 'a[2]', kind: 'added', after: 3 }] });
});

test('texts that say the same in another layout are compared by lines', () => {
  expect(change('a: 1\n', '# why\na: 1\n')).toEqual({
    hunks: [{ beforeLine: 1, afterLine: 1, lines: ['+# why', ' a: 1', ' '] }],
  });
});

test.each([
  ['one is no YAML', 'a: 1\nb: 2\n', 'a: 1\nb: [2\n'],
  ['they hold several documents', 'a: 1\n---\na: 2\n', 'a: 1\n---\na: 3\n'],
  ['they are programs', 'import torch\nprint(1)\n', 'import torch\nprint(2)\n'],
  ['one unfolds without end', 'a: 1\n', `a: &a [x]\nb: [${'*a, '.repeat(200)}]\n`],
])('texts are compared by lines where %s', (_, before, after) => {
  expect(Object.keys(change(before, after))).toEqual(['hunks']);
});

test.each([
  ['short texts', 'a', 'b'],
  ['JSON that is broken', '{"a":1}', '{"a":1'],
  ['two layouts of the same JSON', '[1]', '[ 1 ]'],
])('%s on one line are only unequal', (_, before, after) => {
  expect(change(before, after)).toEqual({});
});

test('changes far apart are shown apart, with two equal lines around each', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `print(${index})`);
  const after = lines.with(2, 'print("two")').with(9, 'print("nine")');
  expect(change(lines.join('\n'), after.join('\n'))).toEqual({
    hunks: [
      {
        beforeLine: 1,
        afterLine: 1,
        lines: [' print(0)', ' print(1)', '-print(2)', '+print("two")', ' print(3)', ' print(4)'],
      },
      {
        beforeLine: 8,
        afterLine: 8,
        lines: [' print(7)', ' print(8)', '-print(9)', '+print("nine")', ' print(10)', ' print(11)'],
      },
    ],
  });
});

test('hunks hold all that is needed to make the new text from the old one', () => {
  const text = fc
    .array(fc.constantFrom('a b', '- c', ' d', ''), { maxLength: 15 })
    .map((lines) => `x y\n${lines.join('\n')}`);
  const property = fc.property(text, text, (before, after) => {
    fc.pre(before !== after);
    expect(patched(before, change(before, after).hunks ?? [])).toBe(after);
  });
  fc.assert(property, { numRuns: 500 });
});

/** Applies hunks from the last to the first, and fails the test where the old text is not what they say. */
function patched(before: string, hunks: readonly TextHunk[]): string {
  const lines = before.split('\n');
  for (const { beforeLine, lines: hunk } of hunks.toReversed()) {
    const old = hunk.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
    const fresh = hunk.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
    expect(lines.splice(beforeLine - 1, old.length, ...fresh)).toEqual(old);
  }
  return lines.join('\n');
}
