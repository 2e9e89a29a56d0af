import { setTimeout as sleep } from 'node:timers/promises';

/** Time of a rehearsal: stands still until it is started, then runs at its speed. */
export class Clock {
  readonly #speed: number;
  readonly #signal: AbortSignal;
  #began: number | undefined;

  /**
   * @param speed - simulated seconds in one real second
   * @param signal - ends every wait with an error
   */
  public constructor(speed: number, signal: AbortSignal) {
    this.#speed = speed;
    this.#signal = signal;
  }

  /** Begins to count. */
  public start(): void {
    this.#began ??= performance.now();
  }

  /** Time since the start; 0 before it. Unit: simulated seconds. */
  public get now(): number {
    return this.realSeconds * this.#speed;
  }

  /** Time since the start. Unit: real seconds. */
  public get realSeconds(): number {
    return this.#began === undefined ? 0 : (performance.now() - this.#began) / 1_000;
  }

  /** Waits until a point in time. Unit: simulated seconds. @throws {Error} if everything is called off meanwhile. */
  public async until(seconds: number): Promise<void> {
    this.#signal.throwIfAborted();
    const left = ((seconds - this.now) / this.#speed) * 1_000;
    if (left > 0) await sleep(left, undefined, { signal: this.#signal });
  }
}
