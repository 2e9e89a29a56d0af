import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exampleFolder, pathBefore, runLine, storyBlocks, writePlinth } from '../example-story.ts';

const EXAMPLE = exampleFolder('release-verification');
const home = mkdtempSync(join(tmpdir(), 'plinth-verification-'));
const env = { ...process.env, PATH: pathBefore(join(home, 'bin')), NO_COLOR: '1', FORCE_COLOR: undefined };
const [story = []] = storyBlocks('release-verification');

afterAll(() => rmSync(home, { recursive: true }));

describe('the story of examples/release-verification, word for word', () => {
  for (const name of ['traffic.ts', 'verification.yaml']) copyFileSync(join(EXAMPLE, name), join(home, name));
  writePlinth(join(home, 'bin'));

  test.each(story)('$line', ({ code, line }) => {
    const { code: status, stderr, stdout } = runLine(line, { cwd: home, env });
    expect(status, stderr).toBe(code);
    if (line.includes('good.md')) expect(stdout).toMatch(/^✓ pass {2}shop: promote it/);
    if (!line.includes('bad.md')) return;
    expect(stdout).toMatch(/^✕ fail {2}shop: roll it back/);
    expect(stdout).toContain('shop/latency: worse: ');
    expect(stdout).toContain('cart is slower by itself: ');
    expect(stdout).toContain('prices, own time  not slower by itself');
  });

  test.each(['good.md', 'bad.md', 'bad.html'])('the report in the repository is what was written: %s', (name) => {
    expect(readFileSync(join(home, name), 'utf8')).toBe(readFileSync(join(EXAMPLE, name), 'utf8'));
  });
});
