import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One figure over several runs of a whole process. */
export interface Timing {
  /** Median wall time. Unit: milliseconds. */
  readonly medianMs: number;
  /** Fastest run. Unit: milliseconds. */
  readonly minMs: number;
  /** Slowest run. Unit: milliseconds. */
  readonly maxMs: number;
  /** Median time of the processor, all threads, user and system. Unit: milliseconds. @default - the program does not say */
  readonly cpuMs?: number;
  /** Runs that were counted. */
  readonly runs: number;
}

/** How a program is run. */
export interface RunOptions {
  /** Runs that are counted. @default 5 */
  readonly runs?: number;
  /** Working folder. @default - this one */
  readonly cwd?: string;
  /** More environment. @default - none */
  readonly env?: Record<string, string>;
  /** What is done before each run and is not measured. @default - nothing */
  readonly before?: () => void;
}

/** Runs a program to its end several times, after one run that is not counted. */
export function timed(command: readonly string[], options: RunOptions = {}): Timing {
  const runs = options.runs ?? 5;
  const samples = Array.from({ length: runs + 1 }, () => once(command, options)).slice(1);
  const cpu = samples.flatMap(({ cpuMs }) => cpuMs ?? []).sort((a, b) => a - b);
  const wall = samples.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
  const at = (index: number) => Math.round(wall[index] ?? Number.NaN);
  const middle = cpu[Math.floor(cpu.length / 2)];
  return {
    medianMs: at(Math.floor(runs / 2)),
    minMs: at(0),
    maxMs: at(runs - 1),
    ...(middle === undefined ? {} : { cpuMs: Math.round(middle) }),
    runs,
  };
}

interface Sample {
  readonly wallMs: number;
  readonly cpuMs?: number;
}

/** `bench/plinth.js` leaves its processor time in a file; other programs do not. */
function once([program = '', ...args]: readonly string[], { before, cwd, env }: RunOptions): Sample {
  before?.();
  const folder = mkdtempSync(join(tmpdir(), 'plinth-timed-'));
  const report = join(folder, 'cpu');
  try {
    const begun = performance.now();
    const { status, stderr } = spawnSync(program, args, {
      cwd,
      env: { ...process.env, PLINTH_BENCH_CPU: report, ...env },
      encoding: 'utf8',
    });
    const wallMs = performance.now() - begun;
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
    return { wallMs, ...(existsSync(report) ? { cpuMs: Number(readFileSync(report, 'utf8')) } : {}) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
