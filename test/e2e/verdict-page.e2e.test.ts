import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictHtml } from '../../workspace/verify/verdict-html.ts';
import { arm, judged, latencies, metric } from '../verification/sample.ts';
import { chromiumProgram } from './chromium.ts';

const program = chromiumProgram();
const folder = mkdtempSync(join(tmpdir(), 'plinth-verdict-'));
const file = join(folder, 'verdict.html');
let browser: Browser | undefined;

beforeAll(async () => {
  if (program === undefined) return;
  const worse = metric({
    name: 'latency of <b>orders</b> with a name that is longer than most',
    canary: arm(latencies(2, 100, { factor: 1.5 })),
  });
  const constant = metric({ name: 'constant', baseline: arm(Array(60).fill(0)), canary: arm(Array(60).fill(0)) });
  const silent = metric({ name: 'silent', critical: false, canary: arm([]) });
  writeFileSync(file, verdictHtml(judged([worse, constant, silent, metric({ name: 'good' })])));
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(program === undefined)('the page of a verdict in a real browser', () => {
  test.each([
    [1_100, 'light'],
    [390, 'dark'],
  ] as const)('asks for nothing, complains of nothing and fits into %i pixels', async (width, colorScheme) => {
    if (browser === undefined) throw new Error('bug: no browser');
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) complaints.push(request.url());
    });
    await tab.goto(pathToFileURL(file).href);
    expect(complaints).toEqual([]);
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await tab.locator('h1').innerText()).toBe('Release of shop 2.1');
    expect(await tab.locator('.verdict').innerText()).toBe('✕ fail: roll it back');
    // Of each picture the one for this width, and none that is empty.
    const heights = await tab.evaluate(
      `[...document.querySelectorAll('svg')].map((each) => each.getBoundingClientRect().height).filter((height) => height > 0)`,
    );
    expect(heights).toHaveLength(3);
    await tab.close();
  });
});
