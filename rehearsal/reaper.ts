import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends what it was told about as soon as its input closes, however the parent died: end, exception, Ctrl-C or SIGKILL.
 *
 * It reads `add PID`, `drop PID` and `folder PATH`, a line each.
 */
const SCRIPT = `
pids='' folder=''
while read -r word rest; do
  case "$word" in
    add) pids="$pids $rest" ;;
    drop) left=''; for pid in $pids; do [ "$pid" = "$rest" ] || left="$left $pid"; done; pids="$left" ;;
    folder) folder="$rest" ;;
  esac
done
if [ -n "$pids" ]; then
  kill -TERM $pids 2>/dev/null
  for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 $pids 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL $pids 2>/dev/null
fi
[ -z "$folder" ] || rm -rf "$folder"
`;

/** Watches over the processes and the folder of one control plane, from outside of this process. */
export class Reaper {
  private readonly input: Writable;

  /**
   * @param folder - an absolute path without line breaks.
   * @param state - whether the folder goes when the watch ends.
   */
  public constructor(folder: string, state: 'remove' | 'keep') {
    const child = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
    child.on('error', () => undefined);
    child.unref();
    this.input = child.stdin;
    this.input.on('error', () => undefined);
    if ('unref' in this.input && typeof this.input.unref === 'function') this.input.unref();
    if (state === 'remove') this.tell(`folder ${folder}`);
  }

  /** Takes charge of a process. */
  public watch(pid: number): void {
    this.tell(`add ${pid}`);
  }

  /** Forgets a process that has ended, so that nobody who gets its number later is hit. */
  public forget(pid: number): void {
    this.tell(`drop ${pid}`);
  }

  /** Ends the watch; whatever is left is ended and removed. */
  public close(): void {
    this.input.end();
  }

  private tell(line: string): void {
    if (this.input.writable) this.input.write(`${line}\n`);
  }
}
