import { describe, expect, test } from 'vitest';
import { mergedPlatform } from '../../spec/merged-platform.ts';
import { readSource } from '../../spec/source-file.ts';

/** Layers, each a file of its own. */
function merged(...texts: string[]) {
  return mergedPlatform(
    'whole',
    texts.map((text, index) => {
      const source = readSource(`${index}.yaml`, new TextEncoder().encode(text));
      return { content: source.content, source, at: [] };
    }),
  );
}

const contentOf = (...texts: string[]) => merged(...texts).content;

describe('a platform that is put together', () => {
  test.each<[string, string[], unknown]>([
    ['fields by name, at any depth', ['a: {b: 1, c: 2}', 'a: {c: 3}'], { a: { b: 1, c: 3 } }],
    [
      'lists of named things by name, in the order of the first',
      ['l: [{name: x, v: 1}, {name: y}]', 'l: [{name: z}, {name: x, w: 2}]'],
      { l: [{ name: 'x', v: 1, w: 2 }, { name: 'y' }, { name: 'z' }] },
    ],
    ['all other lists by the last', ['l: [1, 2]', 'l: [3]'], { l: [3] }],
    [
      'a list with a name that is there twice by the last',
      ['l: [{name: x}]', 'l: [{name: y}, {name: y}]'],
      { l: [{ name: 'y' }, { name: 'y' }] },
    ],
    ['what is of another kind by the last', ['t: {kind: aws, region: r}', 't: {kind: gcp}'], { t: { kind: 'gcp' } }],
    [
      'what is of the same kind by fields',
      ['t: {kind: aws, region: r}', 't: {kind: aws}'],
      { t: { kind: 'aws', region: 'r' } },
    ],
    ['a value in the place of fields by the last', ['a: {b: 1}', 'a: 2'], { a: 2 }],
    ['three layers', ['a: {b: 1}', 'a: {c: 2}', 'a: {b: 3}'], { a: { b: 3, c: 2 } }],
    ['what comes after another form only with what is of its own', ['a: {b: 1}', 'a: 2', 'a: {c: 3}'], { a: { c: 3 } }],
  ])('takes %s', (_, texts, expected) => expect(contentOf(...texts)).toEqual(expected));

  test('keeps a key that is nobody’s field as a key, to be refused', () => {
    const content = contentOf('{"__proto__": {"x": 1}, "a": 1}') as object;
    expect(Object.keys(content)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(content)).toBe(Object.prototype);
  });

  test('knows of each part where it was written', () => {
    const { placeOf } = merged('l:\n  - {name: x, v: 1}\n  - {name: y}\n', 'a: 1\nl:\n  - {name: y, w: 2}\n');
    expect(placeOf('l[0].v')).toMatchObject({ file: '0.yaml', line: 2 });
    expect(placeOf('l[1].w')).toMatchObject({ file: '1.yaml', line: 3 });
    expect(placeOf('a')).toMatchObject({ file: '1.yaml', line: 1 });
    expect(placeOf('l[1].missing')).toMatchObject({ file: '1.yaml', line: 3 });
    expect(mergedPlatform('whole', [{ content: { a: 1 }, at: [] }]).placeOf('a')).toEqual({
      file: 'whole',
      line: 1,
      column: 1,
    });
  });
});
