import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoreFile } from '../../../workspace/score/examine-score.ts';
import { EXCEPTIONS } from '../../../workspace/score/exceptions.ts';

const scores = await Promise.all(
  globSync('examples/*/platform.yaml')
    .sort()
    .map(async (file) => [file, await scoreFile(file, '2026-11-22')] as const),
);

describe.each(scores)('the example %s', (_, score) => {
  it('has nothing unexplained', () => {
    const failed = score.lines.filter(({ state }) => state === 'failed');
    expect(failed.map(({ at, problem, rule }) => `${rule} ${at}: ${problem}`)).toEqual([]);
  });

  it('fails no control of a guide', () => {
    expect(score.controls.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(score.unusedReasons).toEqual([]);
  });

  it('is judged by every section', () => {
    expect(score.sections.filter(({ explained, passed }) => passed + explained === 0)).toEqual([]);
  });
});

describe('the closed list of exceptions', () => {
  it('gives a reason of more than a few words for each', () => {
    expect(EXCEPTIONS.filter(({ because }) => because.split(' ').length < 6)).toEqual([]);
  });

  it('holds none about our own objects that no example needs', () => {
    const reasons = new Set(scores.flatMap(([, { lines }]) => lines.map(({ because }) => because)));
    const unused = EXCEPTIONS.filter(({ because, components }) => components === undefined && !reasons.has(because));
    expect(unused.map(({ because, rule }) => `${rule}: ${because}`)).toEqual([]);
  });
});
