import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Go module at one version. */
export interface GoModule {
  readonly path: string;
  /** With its leading `v`. */
  readonly version: string;
}

/**
 * Downloads a module with its checksum verified and says in which folder it lies.
 *
 * The command fails for a module that asks for a newer Go, although it has unpacked it; then the folder is looked for.
 */
export async function moduleFolder(module: GoModule): Promise<string> {
  const answer = await run('go', ['mod', 'download', '-json', `${module.path}@${module.version}`]);
  const { Dir, Error: problem } = parse(answer);
  if (Dir !== undefined) return Dir;
  const cache = (await run('go', ['env', 'GOMODCACHE'])).trim();
  const folder = join(cache, `${escaped(module.path)}@${escaped(module.version)}`);
  if (problem?.includes('requires go') === true && existsSync(folder)) return folder;
  throw new Error(`${module.path}@${module.version} cannot be had: ${problem ?? 'no answer from go'}`);
}

/** Module paths on disk have `!` and the small letter for each capital. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

function parse(answer: string): { readonly Dir?: string; readonly Error?: string } {
  return answer.trim() === '' ? {} : JSON.parse(answer);
}

/** Standard output, whatever the exit code: the JSON of a failed download tells more than the code. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: tmpdir() }, (error, stdout) => {
      if (error !== null && stdout === '') reject(error);
      else resolve(stdout);
    });
  });
}
