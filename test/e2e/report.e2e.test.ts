import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareReports } from '../../rehearsal/report/compare-reports.ts';
import { measure } from '../../rehearsal/report/measure.ts';
import { reportHtml } from '../../rehearsal/report/report-html.ts';
import { acceptedApply, sampleSpec } from '../rehearsal/report/sample-platform.ts';
import { sampleRecording } from '../rehearsal/report/sample-recording.ts';
import { chromiumProgram } from './chromium.ts';

const program = chromiumProgram();
/** Width of A4 less two margins of a centimetre. Unit: pixels. */
const A4 = 718;
const folder = mkdtempSync(join(tmpdir(), 'plinth-report-'));
const file = join(folder, 'report.html');

let browser: Browser | undefined;

beforeAll(async () => {
  if (program === undefined) return;
  writeFileSync(file, page());
  // A container has no user namespaces to sandbox with; the page is our own and runs nothing.
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** A rehearsal with everything that a page can show. */
function page(): string {
  const spec = sampleSpec();
  const recording = sampleRecording({ longest: 11_000 });
  const rejections = [
    {
      construct: 'tenancy/vision/quota',
      specPath: 'teams[0]',
      object: 'ResourceQuota vision/plinth',
      status: 422,
      words: 'spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0',
    },
  ];
  const report = measure(recording, { spec, apply: { ...acceptedApply, accepted: 213, rejections } });
  const comparison = compareReports(report, [
    { assignment: 'pools.train-h100.nodes.max=32,teams.speech.quota.train-h100.guaranteed=64', report },
    { assignment: 'pools.dev-l40s.nodes.max=24', report },
  ]);
  return reportHtml({ report, recording, comparison });
}

/** Opens the page and gives what the browser complained about or asked for elsewhere. */
async function opened(width: number, colorScheme: 'light' | 'dark') {
  if (browser === undefined) throw new Error('bug: no browser');
  const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', ({ message }) => complaints.push(message));
  tab.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) complaints.push(`asked for ${request.url()}`);
  });
  await tab.goto(pathToFileURL(file).href);
  return { tab, complaints };
}

/** Texts that reach beyond the page, or beyond the picture they belong to. */
async function overflowing(tab: Page): Promise<string[]> {
  return tab.evaluate(`(() => {
    const shown = (element) => element.getClientRects().length > 0;
    const texts = [...document.querySelectorAll('main *')].filter((each) => shown(each) && !each.closest('.scroll'));
    const beyondPage = texts.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5);
    const beyondPicture = [...document.querySelectorAll('svg text')].filter(shown).filter((each) => {
      const inside = each.getBoundingClientRect();
      const around = each.closest('svg').getBoundingClientRect();
      return inside.left < around.left - 1 || inside.right > around.right + 1 || inside.bottom > around.bottom + 1;
    });
    return [...beyondPage, ...beyondPicture].map((each) => each.tagName + ' ' + each.textContent.slice(0, 60));
  })()`);
}

/** Labels of pictures that lie on one another. */
async function colliding(tab: Page): Promise<string[]> {
  return tab.evaluate(`(() => [...document.querySelectorAll('svg')].flatMap((svg) => {
    const labels = [...svg.querySelectorAll('text')].filter((each) => each.getClientRects().length > 0);
    const boxes = labels.map((each) => each.getBoundingClientRect());
    // A line box is higher than its letters: neighbouring rows may touch by a third of it.
    const meet = (a, b) => a.left < b.right && b.left < a.right &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height / 3;
    return labels.flatMap((label, at) => labels.slice(at + 1).flatMap((other, after) =>
      meet(boxes[at], boxes[at + 1 + after]) ? [label.textContent + ' / ' + other.textContent] : []));
  }))()`);
}

describe.skipIf(program === undefined)('The page of a rehearsal in a browser', () => {
  test.each([
    [1_280, 'light'],
    [1_280, 'dark'],
    [800, 'light'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('asks for nothing, complains about nothing and fits at %i pixels, %s', async (width, scheme) => {
    const { complaints, tab } = await opened(width, scheme);
    expect(complaints).toEqual([]);
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await overflowing(tab)).toEqual([]);
    expect(await colliding(tab)).toEqual([]);
    const png = await tab.screenshot({ fullPage: true });
    expect(png.length).toBeGreaterThan(50_000);
    await tab.close();
  });

  test('is light on light and dark on dark', async () => {
    const grounds = await Promise.all(
      (['light', 'dark'] as const).map(async (scheme) => {
        const { tab } = await opened(1_280, scheme);
        const ground = await tab.evaluate('getComputedStyle(document.body).backgroundColor');
        await tab.close();
        return ground;
      }),
    );
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(16, 21, 28)']);
  });

  test('prints light, with the wide pictures and nothing that scrolls', async () => {
    const { tab } = await opened(1_280, 'dark');
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await tab.evaluate(`getComputedStyle(document.querySelector('svg.narrow')).display`)).toBe('none');
    await tab.setViewportSize({ width: A4, height: 1_000 });
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(A4);
    const pdf = await tab.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await tab.close();
  });

  test('shows one picture of each kind to people who cannot see, each with its words', async () => {
    const { tab } = await opened(1_280, 'light');
    const named = await tab.getByRole('img').evaluateAll((images) => images.length);
    expect(named).toBe(4);
    expect(await tab.getByRole('img', { name: 'train-h100: accelerators in use over time' }).count()).toBe(1);
    expect(await tab.getByRole('table', { name: /^From submission to the first pod/ }).count()).toBe(1);
    await tab.close();
  });
});
