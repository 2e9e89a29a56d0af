import { setTimeout as sleep } from 'node:timers/promises';

/** One tick of a clock that waits. Unit: real seconds. Kueue gathers what was set free for as long, and creation times count in it. */
const TICK_SECONDS = 1;

/** How much faster than its speed a clock that waits may go, until it is where it would be had it not waited. */
const CATCH_UP = 4;

/** What happens at a tick, in this order: what is due of one kind is done, and at rest, before the next kind begins. */
const TURNS = ['other', 'end', 'arrival'] as const;

/** Kind of something that is due. */
export type Turn = (typeof TURNS)[number];

/** What time waits for. */
export interface Rest {
  /** Resolves when everything that was begun has come to rest. */
  reached(): Promise<void>;
}

interface Due {
  readonly seconds: number;
  readonly turn: Turn;
  work(): Promise<void>;
}

/**
 * Time of a rehearsal: stands still until it is started, then runs at its speed.
 *
 * With something to wait for it goes in ticks of one real second: what is due within a tick is done at its end, while time
 * stands still until the controllers have come to rest. Then the time that a controller takes, which is never twice the
 * same, is no part of what is simulated. A clock that waited goes faster afterwards, until it has caught up.
 */
export class Clock {
  readonly #speed: number;
  readonly #signal: AbortSignal;
  readonly #rest: Rest | undefined;
  /** What is still to come, of a clock that waits. */
  #due: Due[] = [];
  #began: number | undefined;
  /** Where it stood when it last went on, and when that was. Undefined: it stands still. */
  #stood = 0;
  #wentOn: number | undefined;
  /** The next tick, which it does not pass. */
  #end = 0;

  /**
   * @param speed - simulated seconds in one real second
   * @param signal - ends every wait with an error
   * @param rest - what it waits for; without, it waits for nothing
   */
  public constructor(speed: number, signal: AbortSignal, rest?: Rest) {
    this.#speed = speed;
    this.#signal = signal;
    this.#rest = rest;
  }

  /** Begins to count. */
  public start(): void {
    if (this.#began !== undefined) return;
    this.#began = performance.now();
    // Whoever waits for the end hears of a signal too; what is due is done by nobody then.
    if (this.#rest !== undefined) this.#ticks(this.#rest).catch(() => undefined);
  }

  /** Whether it waits for what is due to be done. */
  public get waits(): boolean {
    return this.#rest !== undefined;
  }

  /** Time since the start; 0 before it. Unit: simulated seconds. */
  public get now(): number {
    if (this.#rest === undefined) return this.realSeconds * this.#speed;
    if (this.#wentOn === undefined) return this.#stood;
    const since = ((performance.now() - this.#wentOn) / 1_000) * this.#speed;
    const late = this.realSeconds * this.#speed - this.#stood > since;
    return Math.min(this.#end, this.#stood + since * (late ? CATCH_UP : 1));
  }

  /** Time since the start. Unit: real seconds. */
  public get realSeconds(): number {
    return this.#began === undefined ? 0 : (performance.now() - this.#began) / 1_000;
  }

  /** Waits until a point in time. Unit: simulated seconds. @throws {Error} if everything is called off meanwhile. */
  public async until(seconds: number): Promise<void> {
    this.#signal.throwIfAborted();
    if (this.#rest !== undefined) return this.at(seconds, 'other', async () => undefined);
    const left = ((seconds - this.now) / this.#speed) * 1_000;
    if (left > 0) await sleep(left, undefined, { signal: this.#signal });
  }

  /**
   * Has something done when its time has come; a clock that waits stands still until it is done.
   *
   * @param seconds - when; unit: simulated seconds
   * @returns what it gave, when it is done. @throws {Error} as the work does, or if everything is called off before it.
   */
  public async at<T>(seconds: number, turn: Turn, work: () => Promise<T>): Promise<T> {
    if (this.#rest === undefined) {
      await this.until(seconds);
      return work();
    }
    const done = Promise.withResolvers<T>();
    const calledOff = () => done.reject(this.#signal.reason);
    this.#signal.addEventListener('abort', calledOff, { once: true });
    this.#due.push({ seconds, turn, work: () => work().then(done.resolve, done.reject) });
    try {
      return await done.promise;
    } finally {
      this.#signal.removeEventListener('abort', calledOff);
    }
  }

  async #ticks(rest: Rest): Promise<void> {
    const length = TICK_SECONDS * this.#speed;
    for (let tick = 0; ; tick += 1) {
      await this.#reach(tick * length);
      this.#stood = tick * length;
      this.#wentOn = undefined;
      for (const turn of TURNS) if (await this.#done(turn)) await rest.reached();
      await rest.reached();
      this.#end = this.#stood + length;
      this.#wentOn = performance.now();
    }
  }

  async #reach(seconds: number): Promise<void> {
    this.#signal.throwIfAborted();
    const onTime = seconds / this.#speed - this.realSeconds;
    const atMost = (seconds - this.#stood) / this.#speed / CATCH_UP;
    await sleep(Math.max(onTime, atMost, 0) * 1_000, undefined, { signal: this.#signal });
  }

  /** Does what is due; arrivals one after another, in the order of their time. @returns whether there was anything. */
  async #done(turn: Turn): Promise<boolean> {
    const due = this.#due.filter((each) => each.turn === turn && each.seconds <= this.#stood);
    if (due.length === 0) return false;
    this.#due = this.#due.filter((each) => !due.includes(each));
    if (turn !== 'arrival') await Promise.all(due.map(({ work }) => work()));
    else for (const { work } of due.toSorted((a, b) => a.seconds - b.seconds)) await work();
    return true;
  }
}
