import { describe, expect, test } from 'vitest';
import { file, findingsOf, foundIn, generator, job } from './sample-workloads.ts';

describe('The name of a job', () => {
  test('may be as long as controllers leave room for, with its number', () => {
    const names = ['a2345678901234567890', 'b23456789012345678', 'c2345678901234567'];
    const [whole, short, shorter] = names;
    const jobs = [job({ name: whole }), job({ name: short, count: 9 }), job({ name: shorter, count: 10 })];
    expect(foundIn(file({ jobs }))).toEqual([]);
  });

  test('is too long by what the highest number adds', () => {
    const [finding, other] = findingsOf(file({ jobs: [job({ name: 'b23456789012345678', count: 10 })] }));
    expect(other).toBeUndefined();
    expect(finding).toMatchObject({
      code: 'WORKLOADS_NAME_LONG',
      problem:
        'with its number it becomes b23456789012345678-10, 21 characters; at most 20 fit with what controllers add',
      fix: 'shorten it by 1',
    });
  });

  test('may be that of copies, which have numbers', () => {
    expect(foundIn(file({ jobs: [job(), job({ count: 2 })] }))).toEqual([]);
  });

  test('is taken by a generator too, and the finding says by which', () => {
    const input = file({ jobs: [job({ name: 'day-1' })], generate: [generator()] });
    expect(findingsOf(input)).toMatchObject([
      {
        code: 'WORKLOADS_NAME_TAKEN',
        at: 'generate[0].name',
        problem: 'a job of jobs[0] is called day-1 too',
        fix: 'choose another name',
      },
    ]);
  });
});
