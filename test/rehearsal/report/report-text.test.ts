import { describe, expect, test } from 'vitest';
import { compareReports } from '../../../rehearsal/report/compare-reports.ts';
import { amountText, durationText, percentText, plainWords, usdText } from '../../../rehearsal/report/figure-text.ts';
import { measure } from '../../../rehearsal/report/measure.ts';
import { reportText } from '../../../rehearsal/report/report-text.ts';
import { textTable } from '../../../rehearsal/report/text-table.ts';
import { wrapped } from '../../../rehearsal/report/wrapped.ts';
import { acceptedApply, sampleSpec } from './sample-platform.ts';
import { sampleRecording } from './sample-recording.ts';

const spec = sampleSpec();
const good = measure(sampleRecording(), { spec, apply: acceptedApply });
const words = `ResourceQuota "plinth" is invalid: \u001b[31m${'spec.hard '.repeat(30)}`;
const rejections = [
  {
    construct: 'tenancy/vision/quota',
    specPath: 'teams[0]',
    object: 'ResourceQuota vision/plinth',
    status: 422,
    words,
  },
];
const bad = measure(sampleRecording({ longest: 11_000 }), {
  spec,
  apply: { ...acceptedApply, accepted: 213, rejections },
});

describe('A figure', () => {
  test.each([
    [usdText(undefined), 'unknown'],
    [usdText(0.5), '$0.50'],
    [usdText(1_234_567.8), '$1,234,568'],
    [percentText(undefined), '–'],
    [percentText(0), '0 %'],
    [percentText(0.0004), '<0.1 %'],
    [percentText(0.0345), '3.5 %'],
    [percentText(0.5), '50 %'],
    [amountText(12.34), '12.3'],
    [amountText(1_234.5), '1,235'],
    [durationText(0.25), '0.3 s'],
    [durationText(59.6), '1 min'],
    [durationText(3_599.6), '1 h'],
    [durationText(7_500), '2 h 5 min'],
    [durationText(100_800), '1 d 4 h'],
    [durationText(undefined), '–'],
  ])('reads %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('The report for the terminal', () => {
  const comparison = compareReports(good, [{ assignment: 'pools.train-h100.nodes.max=12', report: bad }]);
  const texts = [reportText(good, { comparison }), reportText(bad)];

  test.each([0, 1])('has no line wider than 100 columns and no control characters (%i)', (index) => {
    const lines = (texts[index] ?? '').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  test('says the three figures that count first, and the verdict with its reasons last', () => {
    expect(texts[1]?.split('\n').slice(0, 6)).toEqual([
      'atlas (prod) on aws, Kubernetes 1.36',
      '1 d simulated, 600 times as fast as real',
      '',
      expect.stringContaining('Cost of nodes'),
      expect.stringContaining('Idle share of the cost'),
      expect.stringContaining('Wait, 95 of 100 jobs at most'),
    ]);
    const ending = texts[1]?.slice(texts[1].indexOf('Verdict:')).split('\n');
    expect(ending?.slice(0, 2)).toEqual(['Verdict: failed', '- the API server refused 1 of 214 objects']);
    expect(ending?.filter((line) => line.startsWith('next: '))[0]).toBe(
      'next: put right what the API server refused; nothing else counts before every object is accepted',
    );
  });

  test('says of a refused object who made it, where it comes from, and the words of the server', () => {
    expect(texts[1]).toContain(
      '  ResourceQuota vision/plinth: refused with 422\n    made by tenancy/vision/quota, from teams[0]\n',
    );
  });

  test('says what was simulated, and that there is no real run to compare with', () => {
    expect(texts[0]).toContain('no container ran');
    expect(texts[0]).toContain('no real run to compare with');
    expect(texts[0]).toContain('kubeflow-trainer ran as 2.3.0; users get 2.3.1.');
  });

  test('colours what it is told to', () => {
    const text = reportText(good, { paint: (look, inner) => `<${look}>${inner}</${look}>` });
    expect(text).toContain('<green>Verdict: passed</green>');
  });
});

describe('A table for the terminal', () => {
  const table = {
    columns: [{ title: 'team' }, { title: 'jobs', kind: 'number' as const }, { title: 'more', detail: true }],
    rows: [
      ['vision', '12', 'x'],
      ['a-team-with-a-very-long-name', '3', 'y'],
    ],
  };
  const plain = (_: string, text: string) => text;

  test('aligns numbers to the right and leaves details out', () => {
    expect(textTable(table, 80, plain)).toEqual([
      'team                          jobs',
      'vision                          12',
      'a-team-with-a-very-long-name     3',
    ]);
  });

  test('shortens the first column where there is too little room', () => {
    expect(textTable(table, 20, plain)).toEqual([
      'team            jobs',
      'vision            12',
      'a-team-with-a…     3',
    ]);
  });
});

describe('Words of others', () => {
  test('lose the control characters that could steer a terminal', () => {
    expect(plainWords('a\u001b[31m red\nline\u0000')).toBe('a [31m red line');
  });

  test('are broken at spaces, and within a word that is longer than a line', () => {
    expect(wrapped('one two threefourfive', 8, '  ')).toEqual(['one two', '  threef', '  ourfiv', '  e']);
  });
});
