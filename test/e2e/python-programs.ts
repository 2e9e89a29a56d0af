import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder with the programs of some Python packages, installed once into `~/.cache/plinth/python` and kept.
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
  const home = join(homedir(), '.cache/plinth/python');
  const found = join(home, `${hash}-ready`);
  if (existsSync(found)) return join(found, 'bin');
  mkdirSync(home, { recursive: true });
  // Two tests may install at the same time: each into a folder of its own, and the first that is done is used from then on.
  const folder = mkdtempSync(join(home, `${hash}-`));
  const why = installed(folder, packages);
  if (why === undefined) publish(folder, found);
  else rmSync(folder, { recursive: true, force: true });
  return why === undefined ? join(found, 'bin') : skipped(why);
}

function installed(folder: string, packages: readonly string[]): string | undefined {
  if (said('python3', ['-m', 'venv', folder]) === undefined) return 'needs python3 with venv';
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  if (said(join(folder, 'bin/python'), pip) !== undefined) return undefined;
  return `${packages.join(' and ')} could not be installed by pip`;
}

function publish(folder: string, found: string): void {
  try {
    symlinkSync(folder, found);
  } catch {
    rmSync(folder, { recursive: true, force: true });
  }
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
