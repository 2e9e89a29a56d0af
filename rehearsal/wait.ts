import { setTimeout as sleep } from 'node:timers/promises';

/** What to wait for and for how long. */
export interface WaitOptions {
  /** What is waited for, in words that fit after "waited for". */
  readonly what: string;
  /** Gives up after this long. Unit: milliseconds. */
  readonly timeoutMilliseconds: number;
  /** Pause between two looks. Unit: milliseconds. @default 100 */
  readonly everyMilliseconds?: number;
  /** Asked when the time is up: what else to say. @default - nothing */
  readonly explain?: () => Promise<string>;
}

/**
 * Looks again and again until `look` finds something, and hands it back.
 *
 * @param look - undefined means "not yet"; an exception ends the wait.
 */
export async function waitFor<T>(look: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadline = Date.now() + options.timeoutMilliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) break;
    await sleep(options.everyMilliseconds ?? 100);
  }
  const more = options.explain === undefined ? '' : `\n${await options.explain()}`;
  throw new Error(`waited ${options.timeoutMilliseconds / 1000} s in vain for ${options.what}${more}`);
}
