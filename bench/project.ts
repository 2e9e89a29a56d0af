import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What it costs to work on Plinth: installing its packages, and checking the types of the whole repository. */
export function projectFigures() {
  return { install: install(), typecheckSeconds: seconds(() => run('npx', ['tsc', '--noEmit'])) };
}

function install() {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-install-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(file, join(folder, file));
    const installSeconds = seconds(() => run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder));
    const size = execFileSync('du', ['-sm', join(folder, 'node_modules')], { encoding: 'utf8' });
    return { seconds: installSeconds, mebibytes: Number.parseInt(size, 10) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(program: string, args: readonly string[], cwd?: string): void {
  execFileSync(program, args, { cwd, stdio: 'ignore' });
}

function seconds(work: () => void): number {
  const begun = performance.now();
  work();
  return Math.round((performance.now() - begun) / 100) / 10;
}
