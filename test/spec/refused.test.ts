import { describe, expect, test } from 'vitest';
import { offersAt, PROGRAMS, refusalsOf, textOfProgram } from './programs.ts';

const ACCEPTED = PROGRAMS.filter((name) => name.startsWith('accepted-'));
const REFUSED = PROGRAMS.filter((name) => !name.startsWith('accepted-'));

function markedLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.endsWith('// mistake') ? [index + 1] : []));
}

describe('a platform written in TypeScript', () => {
  test('is tried in all the ways that the folder has', () => {
    expect(ACCEPTED.length).toBeGreaterThanOrEqual(4);
    expect(REFUSED.length).toBeGreaterThanOrEqual(29);
  });

  test.each(ACCEPTED)('compiles: %s', (name) => {
    expect(refusalsOf(name)).toEqual([]);
  });

  test.each(REFUSED)('does not compile, says why and where, and nothing else: %s', (name) => {
    const text = textOfProgram(name);
    const expected = /^\/\/ refused: (.+)\n/.exec(text)?.[1] ?? 'a first line that says what is expected';
    const found = refusalsOf(name);
    expect(found.map(({ line }) => line)).toEqual(markedLines(text));
    for (const { message } of found) expect(message).toContain(expected);
  });

  test('is completed with the target’s own instance types', () => {
    const name = 'accepted-on-aws.ts';
    const offered = (typed: string) =>
      offersAt(name, textOfProgram(name).replace("instance: 'p5.48xlarge'", `instance: '${typed}|'`));
    const all = offered('');
    expect(all).toContain('g6.xlarge');
    expect(all).not.toContain('a3-highgpu-8g');
    const begun = offered('p5');
    expect(begun).toContain('p5.48xlarge');
    expect(begun).not.toContain('g6.xlarge');
  });
});
