import { spawnSync } from 'node:child_process';

/** One figure over several runs of a whole process. */
export interface Timing {
  /** Median wall time. Unit: milliseconds. */
  readonly medianMs: number;
  /** Fastest run. Unit: milliseconds. */
  readonly minMs: number;
  /** Slowest run. Unit: milliseconds. */
  readonly maxMs: number;
  /** Runs that were counted. */
  readonly runs: number;
}

/** Runs a program to its end several times, after one run that is not counted. */
export function timed(
  command: readonly string[],
  options: { readonly runs?: number; readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Timing {
  const runs = options.runs ?? 5;
  const samples = Array.from({ length: runs + 1 }, () => once(command, options)).slice(1);
  samples.sort((a, b) => a - b);
  const at = (index: number) => Math.round(samples[index] ?? Number.NaN);
  return { medianMs: at(Math.floor(runs / 2)), minMs: at(0), maxMs: at(runs - 1), runs };
}

function once(
  [program = '', ...args]: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: Record<string, string> },
): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
  return performance.now() - begun;
}
