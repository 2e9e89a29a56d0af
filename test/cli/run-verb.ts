import { vi } from 'vitest';
import { plinthProgram } from '../../cli/program.ts';

/** Runs a line that needs nothing of a shell, in a folder of its own. @throws where a shell is needed, or another program */
export async function runVerbLine(line: string, cwd: string): ReturnType<typeof runVerb> {
  const [program, ...words] = line.split(' ');
  if (program !== 'plinth' || /[^\w ./:=@,-]/.test(line)) throw new Error(`a shell runs ${line}`);
  const before = process.cwd();
  process.chdir(cwd);
  try {
    return await runVerb(words);
  } finally {
    process.chdir(before);
  }
}

/** What ends the program early, with its exit code. */
class Ended extends Error {
  public readonly code: number;

  public constructor(code: number) {
    super(`ended with ${code}`);
    this.code = code;
  }
}

/**
 * Runs the program in this process, with the words behind its name: output and exit code are those of the program, whose start it
 * does without. Ctrl-C and a mistake of its own are not here: see `run-plinth.ts`. Modules of a platform in TypeScript are read once.
 */
export async function runVerb(words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  const before = process.exitCode;
  const { FORCE_COLOR, NO_COLOR } = process.env;
  for (const key of ['FORCE_COLOR', 'NO_COLOR']) delete process.env[key];
  try {
    const code = await ended(words);
    return { code, ...said };
  } finally {
    process.exitCode = before;
    for (const [key, value] of Object.entries({ FORCE_COLOR, NO_COLOR }))
      if (value !== undefined) process.env[key] = value;
    for (const stream of streams) stream.mockRestore();
  }
}

async function ended(words: readonly string[]): Promise<number> {
  try {
    const program = plinthProgram((code) => {
      throw new Ended(code);
    });
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof Ended) return error.code;
    throw error;
  }
}
