import { fails, holds, type ObservedWorkload } from './observed.ts';
import type { Admission, Eviction } from './recording.ts';

/** Reason of a Workload that Kueue ended only because it makes another in its place. */
const REPLACED = 'OutOfSync';

/** What changed about a job in its queue. */
export type QueueChange = 'admitted' | 'released' | 'finished';

type Open = { -readonly [Key in keyof Eviction]: Eviction[Key] };

/** What Kueue did with one job. */
export class QueueLog {
  public readonly admissions: Admission[] = [];
  readonly #evictions: Open[] = [];
  #admitted = false;
  #evicted = false;
  #waits: string | undefined;
  #end: { readonly at: number; readonly succeeded: boolean; readonly message?: string } | undefined;

  /**
   * Its Workload changed.
   *
   * @param borrowed - units that it would borrow if it was let in now
   * @returns what is new about it, in the order in which it happened
   */
  public seen(workload: ObservedWorkload, at: number, borrowed: () => number): readonly QueueChange[] {
    if (this.#end !== undefined) return [];
    const changes: QueueChange[] = [];
    this.#evictedNow(workload, at);
    this.#waits = fails(workload, 'QuotaReserved')?.message;
    const finished = holds(workload, 'Finished');
    const admitted = holds(workload, 'Admitted') !== undefined;
    // A job may be let in and out again before anybody looks.
    if (admitted && !this.#admitted) {
      this.admissions.push({ at, borrowed: borrowed() });
      changes.push('admitted');
    }
    const over = finished !== undefined && finished.reason !== REPLACED;
    if ((!admitted || over) && (this.#admitted || changes.length > 0)) changes.push('released');
    this.#admitted = admitted && !over;
    if (!over) return changes;
    this.#end = { at, succeeded: finished.reason !== 'Failed', ...textOf(finished.message) };
    return [...changes, 'finished'];
  }

  /** Its Workload is no more: if another takes its place, it begins anew. */
  public gone(): readonly QueueChange[] {
    const held = this.#admitted;
    this.#admitted = false;
    this.#evicted = false;
    return held ? ['released'] : [];
  }

  /** Kueue's words about why it waits. @default - it does not */
  public get waits(): string | undefined {
    return this.#waits;
  }

  /** How it ended. @default - it has not */
  public get end() {
    return this.#end;
  }

  /** Whether it may run. */
  public get admitted(): boolean {
    return this.#admitted;
  }

  /** Each time it was made to stop. */
  public get evictions(): readonly Eviction[] {
    return this.#evictions;
  }

  #evictedNow(workload: ObservedWorkload, at: number): void {
    const evicted = holds(workload, 'Evicted');
    const cause = evicted?.reason === 'Preempted' ? holds(workload, 'Preempted')?.reason : undefined;
    const last = this.#evictions.at(-1);
    if (evicted !== undefined && !this.#evicted)
      this.#evictions.push({ at, reason: evicted.reason ?? 'Evicted', ...(cause === undefined ? {} : { cause }) });
    // The finer reason may come a moment after the eviction itself.
    else if (evicted !== undefined && cause !== undefined && last !== undefined) last.cause ??= cause;
    this.#evicted = evicted !== undefined;
  }
}

function textOf(message: string | undefined): { readonly message?: string } {
  return message === undefined || message === '' ? {} : { message };
}
