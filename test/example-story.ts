import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the clone. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A line that a reader of an example would type. */
export interface StoryLine {
  readonly line: string;
  /** Exit code that the page promises with `# 1: …` behind the line. @default 0 */
  readonly code: number;
}

/** Folder of an example. */
export function exampleFolder(name: string): string {
  return join(ROOT, 'examples', name);
}

/** The lines of an example's page, in order, one list for each block of shell. */
export function storyBlocks(example: string): readonly (readonly StoryLine[])[] {
  const page = readFileSync(join(exampleFolder(example), 'README.md'), 'utf8');
  return [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => ({ line: line.replace(/\s+#.*$/, ''), code: Number(/# (\d):/.exec(line)?.[1] ?? 0) })),
  );
}

/** Puts a program of this clone into a folder, under the name that the page calls it by. */
export function writeProgram(folder: string, name: string, file: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`);
  chmodSync(join(folder, name), 0o755);
}

/** The same for `plinth` itself. */
export function writePlinth(folder: string): void {
  writeProgram(folder, 'plinth', join(ROOT, 'bin/plinth.js'));
}

/** Folders in which a shell looks for programs: those that are given, then this Node's, then the usual ones. */
export function pathBefore(...folders: readonly string[]): string {
  return [...folders, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
}

/** What a line came to. */
export interface LineOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, one after the other. */
  readonly text: string;
}

/**
 * Runs a line in a shell.
 *
 * @param before - words in front of the shell, such as those that enter a namespace
 */
export function runLine(
  line: string,
  {
    before = [],
    cwd,
    env,
  }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly before?: readonly string[] },
): LineOutcome {
  const [program = 'sh', ...args] = [...before, 'sh', '-c', line];
  const { status, stderr, stdout } = spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 300_000 });
  return { code: status, stdout, stderr, text: stdout + stderr };
}
