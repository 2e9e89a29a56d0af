import { vi } from 'vitest';
import { VERBS } from '../../cli/verbs.ts';

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

/**
 * Runs a verb in this process: its options, output and exit code are those of the program, whose start it does without.
 * What the program itself adds (wrong options, Ctrl-C) is not here: see `run-plinth.ts`.
 */
export async function runVerb(words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [name, ...args] = words;
  const verb = VERBS.map((make) => make()).find((each) => each.name() === name);
  if (verb === undefined) throw new Error(`there is no verb ${name}`);
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
    await verb.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = before;
    for (const [key, value] of Object.entries({ FORCE_COLOR, NO_COLOR }))
      if (value !== undefined) process.env[key] = value;
    for (const stream of streams) stream.mockRestore();
  }
}
