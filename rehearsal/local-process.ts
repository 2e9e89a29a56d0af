import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Reaper } from './reaper.ts';

/** How long a process may take to end by itself before it is killed. Unit: milliseconds. */
const GRACE_MILLISECONDS = 5_000;

/** Lines of its log that a process that failed shows. */
const LOG_LINES = 20;

/** What to run. */
export interface LocalProcessOptions {
  /** Short name for logs and messages. */
  readonly name: string;
  /** Path of the program. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. @default {} - nothing is added */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that it runs in. @default - the folder of this process */
  readonly folder?: string;
  /** File that gets everything the program prints. */
  readonly logFile: string;
  /** Ends the program should this process die. */
  readonly reaper: Reaper;
}

/** A program that runs beside this one until it is stopped. */
export class LocalProcess {
  public readonly name: string;
  public readonly logFile: string;
  /** Settles when the program has ended: with its exit code or the name of the signal. Never rejects. */
  public readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;
  private outcome: number | string | undefined;

  public constructor({ name, command, args, env = {}, folder, logFile, reaper }: LocalProcessOptions) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, 'a');
    this.child = spawn(command, args, {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
      cwd: folder,
      detached: true,
    });
    closeSync(log);
    const { pid } = this.child;
    if (pid !== undefined) reaper.watch(pid);
    this.ended = new Promise((resolve) => {
      const end = (outcome: number | string) => {
        this.outcome ??= outcome;
        if (pid !== undefined) reaper.forget(pid);
        resolve(this.outcome);
      };
      this.child.on('error', (error) => end(error.message));
      this.child.on('exit', (code, killer) => end(code ?? killer ?? 'unknown'));
    });
    this.child.unref();
  }

  /** How the program ended; undefined while it runs. */
  public get result(): number | string | undefined {
    return this.outcome;
  }

  /** Process id. @default - undefined if the program could not be started */
  public get pid(): number | undefined {
    return this.child.pid;
  }

  /** Asks the program to end and waits until it has; kills it after five seconds. */
  public async stop(): Promise<void> {
    if (this.outcome !== undefined) return;
    this.child.ref();
    this.child.kill('SIGTERM');
    const killer = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MILLISECONDS);
    await this.ended;
    clearTimeout(killer);
  }

  /** The last lines that the program printed. */
  public async lastWords(): Promise<string> {
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  }
}
