import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/release-verification');
const home = mkdtempSync(join(tmpdir(), 'plinth-verification-'));

/** The lines of the README that a reader would type, in order, with the exit code that it promises. */
const story = (/```sh\n([\s\S]*?)```/.exec(readFileSync(join(EXAMPLE, 'README.md'), 'utf8'))?.[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => ({ line: line.replace(/\s+#.*$/, ''), code: Number(/# (\d):/.exec(line)?.[1] ?? 0) }));

afterAll(() => rmSync(home, { recursive: true }));

/** Runs a line in a shell that knows `plinth`. */
function sh(line: string) {
  const programs = join(home, 'bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(
    join(programs, 'plinth'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'bin/plinth.js')}" "$@"\n`,
  );
  chmodSync(join(programs, 'plinth'), 0o755);
  const path = [programs, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const env = { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawnSync('sh', ['-c', line], { cwd: home, encoding: 'utf8', env });
}

describe('the story of examples/release-verification, word for word', () => {
  for (const name of ['traffic.ts', 'verification.yaml']) copyFileSync(join(EXAMPLE, name), join(home, name));

  test.each(story)('$line', ({ code, line }) => {
    const { status, stderr, stdout } = sh(line);
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
