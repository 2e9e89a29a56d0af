import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../../constructs/delivery/yaml-text.ts';

/** Texts that some reader takes for something else unless they are quoted, and texts that are hard to lay out. */
const NASTY: readonly string[] = [
  ...['yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'False', '~', 'null', 'Null', ''],
  ...[
    '0',
    '-0',
    '0123',
    '0o17',
    '0b1',
    '0x1F',
    '1_000',
    '1e3',
    '1e30123',
    '1_0e30123',
    '-9e999',
    '+1',
    '1.',
    '.5',
    '-.inf',
    '.NaN',
    '12:30',
    '190:20:30',
  ],
  ...[
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '---',
    '...',
    '- a',
    '? a',
    'a: b',
    'a:',
    ':a',
  ],
  ...[
    '# a',
    'a # b',
    '*a',
    '&a',
    '!a',
    '!!str',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '[',
    '{}',
    '{{ a }}',
    ',',
    "it's",
    '"',
    '\\n',
  ],
  ...[
    ' a',
    'a ',
    '\t',
    'a\tb',
    '\n',
    '\n\n',
    'a\n',
    'a\n\n',
    '\na',
    ' a\nb',
    'a\n b\n',
    'a \nb',
    'a\r\nb',
    '\r',
    '---\na',
  ],
  ...['\u0000', '\u0007', '\u0085', '\u00a0', '\u2028', '\ufeff', '\ud800', '☃', '😀', `${'long '.repeat(60)}text`],
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...NASTY), weight: 4 },
  { arbitrary: fc.array(fc.constantFrom(...NASTY, 'a'), { maxLength: 4 }).map((parts) => parts.join('')), weight: 2 },
  fc.string({ unit: 'binary' }),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('the text of YAML', () => {
  test.each(['1.1', '1.2'] as const)('says any plain value to readers of version %s', (version) => {
    fc.assert(
      fc.property(value, (field) => {
        expect(parse(yamlText({ field }), { version })).toEqual({ field });
      }),
      { numRuns: 2_000 },
    );
  });

  test('says any name of a field to readers of both versions', () => {
    fc.assert(
      fc.property(text, (name) => {
        for (const version of ['1.1', '1.2'] as const)
          expect(parse(yamlText({ [name]: 1 }), { version })).toEqual({ [name]: 1 });
      }),
      { numRuns: 500 },
    );
  });

  test.each(['--- a', '... a', '---'])('quotes a name that would end the document: %s', (name) => {
    expect(yamlText({ [name]: 1 })).toBe(`'${name}': 1\n`);
  });

  test('keeps the order of fields, folds nothing and repeats what is there twice', () => {
    const shared = { cpu: '1' };
    expect(yamlText({ b: shared, a: [shared], text: 'word '.repeat(40) })).toBe(
      `b:\n  cpu: '1'\na:\n  - cpu: '1'\ntext: '${'word '.repeat(40)}'\n`,
    );
  });
});
