import { spawn } from 'node:child_process';

/** A program that runs until it is stopped. */
export interface Started {
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts a program whose output nobody reads. */
export function startProgram(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(path, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    stop: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
