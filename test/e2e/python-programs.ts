import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder with the programs of some Python packages, installed once into `~/.cache/plinth/python/<hash>` and kept.
 *
 * Without Python, or without a way to the package index, it says so on the console and gives nothing: skip the test then.
 */
export function pythonPrograms(...packages: readonly string[]): string | undefined {
  const version = said('python3', ['--version']);
  if (version === undefined) return skipped('needs python3 with venv and pip');
  const hash = createHash('sha256')
    .update([version, ...packages].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(homedir(), '.cache/plinth/python', hash);
  const done = join(folder, 'complete');
  if (existsSync(done)) return join(folder, 'bin');
  // What an interrupted installation left is of no use.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (said('python3', ['-m', 'venv', folder]) === undefined) return skipped('needs python3 with venv');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  if (said(join(folder, 'bin/python'), pip) === undefined)
    return skipped(`${packages.join(' and ')} could not be installed by pip`);
  writeFileSync(done, packages.join('\n'));
  return join(folder, 'bin');
}

function said(program: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 900_000 });
  } catch {
    return undefined;
  }
}

function skipped(why: string): undefined {
  console.log(`skipped: ${why}`);
  return undefined;
}
