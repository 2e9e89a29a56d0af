import { describe, expect, test } from 'vitest';
import { lanes, nodeRows } from '../../../rehearsal/report/charts/node-rows.ts';
import { teamColours } from '../../../rehearsal/report/charts/team-colours.ts';
import { timeTicks } from '../../../rehearsal/report/charts/time-axis.ts';
import { compareReports } from '../../../rehearsal/report/compare-reports.ts';
import { heldUnits } from '../../../rehearsal/report/held-units.ts';
import { html } from '../../../rehearsal/report/html-markup.ts';
import { measure } from '../../../rehearsal/report/measure.ts';
import { reportHtml } from '../../../rehearsal/report/report-html.ts';
import { job, node, pod, recording } from './hand-recording.ts';
import { acceptedApply, sampleSpec } from './sample-platform.ts';
import { sampleRecording } from './sample-recording.ts';

const spec = sampleSpec();
const seen = sampleRecording();
const report = measure(seen, { spec, apply: acceptedApply });

describe('Markup', () => {
  test('escapes every gap that is not markup itself', () => {
    const evil = `<img src=x onerror="alert('1')">&`;
    expect(html`<b title="${evil}">${[evil, html`<i>${1}</i>`]}</b>`.text).toBe(
      '<b title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;<i>1</i></b>',
    );
  });
});

describe('The page', () => {
  const page = reportHtml({ report, recording: seen });

  test('is the same for the same rehearsal', () => {
    expect(reportHtml({ report, recording: sampleRecording() })).toBe(page);
  });

  test('needs nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\//);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  test('gives every picture a title and a description, and every id once', () => {
    expect(page.match(/<svg class/g)).toHaveLength(8);
    expect(
      page.match(
        /<svg class[^>]*role="img" aria-labelledby="[\w-]+-t [\w-]+-d">\n<title id="[\w-]+-t">[^<]+<\/title><desc/g,
      ),
    ).toHaveLength(8);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('escapes words of others wherever they stand', () => {
    const evil = '<script>alert(1)</script>';
    const rejections = [{ construct: evil, specPath: evil, object: evil, status: 422, words: evil }];
    const nasty = recording({ nodes: [node('a')], jobs: [job(evil, { message: evil, pods: [pod('a')] })] });
    const apply = { ...acceptedApply, rejections, standIns: [evil], podRefusals: [{ object: evil, words: evil }] };
    const text = reportHtml({ report: measure(nasty, { spec, apply }), recording: nasty });
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });

  test('puts variants side by side where there are some', () => {
    const comparison = compareReports(report, [{ assignment: 'pools.train-h100.nodes.max=12', report }]);
    expect(reportHtml({ report, recording: seen, comparison })).toContain('Variants side by side');
    expect(page).not.toContain('Variants side by side');
  });

  test('stands without pictures where nothing was watched', () => {
    const empty = recording({ endedAt: 0 });
    const text = reportHtml({ report: measure(empty, { spec, apply: acceptedApply }), recording: empty });
    expect(text).not.toContain('<svg class');
    expect(text).toContain('no job was submitted');
  });

  test('stays small where there are thousands of pods on hundreds of nodes', () => {
    const large = recording({
      nodes: Array.from({ length: 200 }, (_, at) => node(`train-h100-${at}`)),
      jobs: Array.from({ length: 3_000 }, (_, at) =>
        job(`j${at}`, {
          team: ['vision', 'speech', 'research'][at % 3],
          pods: [pod(`train-h100-${at % 200}`, { units: 1 + (at % 8), from: at * 10, to: at * 10 + 1_900 })],
        }),
      ),
    });
    const text = reportHtml({ report: measure(large, { spec, apply: acceptedApply }), recording: large });
    expect(text.length).toBeLessThan(2_000_000);
    expect(text).not.toContain('class="bar');
  });
});

describe('The rows of nodes', () => {
  test('are one for each node, and groups where there are more than 60', () => {
    expect(nodeRows(seen, ['train-h100', 'dev-l40s'])).toHaveLength(26);
    const many = recording({ nodes: Array.from({ length: 130 }, (_, at) => node(`train-h100-${at}`)) });
    const rows = nodeRows(many, ['train-h100']);
    expect(rows).toHaveLength(44);
    expect([rows[0]?.name, rows[0]?.units, rows.at(-1)?.name]).toEqual(['0 to 2', 24, 'train-h100-129']);
  });

  test('put pods side by side on units that are free all together', () => {
    const of = recording({
      nodes: [node('a')],
      jobs: [
        job('j', {
          pods: [
            pod('a', { units: 4, from: 0, to: 100 }),
            pod('a', { units: 2, from: 0, to: 50 }),
            pod('a', { units: 2, from: 60, to: 100 }),
            pod('a', { units: 8, from: 100, to: 200 }),
          ],
        }),
      ],
    });
    expect(lanes(heldUnits(of), 8).map(({ lane }) => lane)).toEqual([0, 4, 4, 0]);
  });
});

describe('Colours of teams', () => {
  const teams = Array.from({ length: 9 }, (_, at) => ({
    ...(report.teams[0] as (typeof report.teams)[number]),
    team: `team-${at}`,
    usedUnitHours: { p: at },
  }));

  test('are their own for up to seven teams', () => {
    expect(teamColours(teams.slice(0, 7)).map(({ colour }) => colour)).toEqual([
      't0',
      't1',
      't2',
      't3',
      't4',
      't5',
      't6',
    ]);
  });

  test('are shared by those that used least where there are more', () => {
    expect(teamColours(teams).map(({ name }) => name)).toEqual([
      'team-3',
      'team-4',
      'team-5',
      'team-6',
      'team-7',
      'team-8',
      '3 other teams',
    ]);
  });
});

test('Time is marked at round moments', () => {
  expect(timeTicks(86_400, 5)).toEqual([0, 21_600, 43_200, 64_800, 86_400]);
  expect(timeTicks(100, 5)).toEqual([0, 30, 60, 90]);
});
