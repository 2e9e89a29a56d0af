import { fails, holds, type ObservedPod, type ObservedWorkload } from '../recording/observed.ts';

/** Where a pod stands: without a node and told so; with one thing or another still to come; running; ended. */
type PodStand = 'homeless' | 'moving' | 'running' | 'ended';

/**
 * How long Kueue may be about to look at a job that it has queued. Unit: milliseconds. After that it does not intend to: another
 * of the same shape waits already, and it says nothing about those behind it.
 */
const LOOK_MILLISECONDS = 1_000;

/** Where one job stands between its queue and its pods, and whether a controller still has something to do about it. */
export class JobStand {
  readonly #nodes: number;
  readonly #pods = new Map<string, PodStand>();
  #queue: 'unseen' | 'queued' | 'waiting' | 'reserved' | 'admitted' | 'finished' = 'unseen';
  /** When its Workload last changed. */
  #changed = 0;
  /** When Kueue made its Workload. Unit: milliseconds since 1970, whole seconds. */
  #queuedAt = 0;

  /** @param nodes - pods that it runs with */
  public constructor(nodes: number) {
    this.#nodes = nodes;
  }

  /** Its Workload changed. @returns whether it let go of quota by that. */
  public queued(workload: ObservedWorkload): boolean {
    const before = this.holds;
    this.#queuedAt = Date.parse(String(workload.metadata['creationTimestamp']));
    this.#queue = placeOf(workload);
    this.#changed = performance.now();
    return before && !this.holds;
  }

  /** Its Workload is no more: another may take its place. @returns whether it let go of quota by that. */
  public unqueued(): boolean {
    const before = this.holds;
    if (this.#queue !== 'finished') this.#queue = 'unseen';
    return before;
  }

  /** One of its pods changed, or is no more. */
  public pod(pod: ObservedPod, gone: boolean): void {
    const key = String(pod.metadata['uid'] ?? pod.metadata.name);
    if (gone) this.#pods.delete(key);
    else this.#pods.set(key, standOf(pod));
  }

  /** Whether Kueue has looked at it and found no place for it yet. */
  public get waits(): boolean {
    return (
      this.#queue === 'waiting' || (this.#queue === 'queued' && performance.now() >= this.#changed + LOOK_MILLISECONDS)
    );
  }

  /** Whether Kueue has looked at it, whatever it found. */
  public get lookedAt(): boolean {
    return this.waits || this.holds || this.#queue === 'finished';
  }

  /** Whether it holds quota. */
  public get holds(): boolean {
    return this.#queue === 'reserved' || this.#queue === 'admitted';
  }

  /** When it came into its queue, as Kueue counts. Unit: milliseconds since 1970. */
  public get queuedAt(): number {
    return this.#queuedAt;
  }

  /** Whether nothing happens to it any more until something from outside does. */
  public get rests(): boolean {
    if (this.waits) return this.#count('running') + this.#count('moving') === 0;
    return this.#queue === 'finished' || (this.#queue === 'admitted' && this.#runs());
  }

  /** All of its pods run, or are known to find no node; one whose pods have all ended is about to finish. */
  #runs(): boolean {
    if (this.#count('moving') > 0) return false;
    if (this.#count('homeless') > 0) return true;
    const running = this.#count('running');
    return running > 0 && running + this.#count('ended') >= this.#nodes;
  }

  #count(stand: PodStand): number {
    let count = 0;
    for (const each of this.#pods.values()) if (each === stand) count += 1;
    return count;
  }
}

function placeOf(workload: ObservedWorkload) {
  if (holds(workload, 'Finished') !== undefined) return 'finished';
  if (holds(workload, 'Admitted') !== undefined) return 'admitted';
  if (holds(workload, 'QuotaReserved') !== undefined) return 'reserved';
  return fails(workload, 'QuotaReserved') === undefined ? 'queued' : 'waiting';
}

function standOf(pod: ObservedPod): PodStand {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') return 'ended';
  if (pod.metadata['deletionTimestamp'] !== undefined) return 'moving';
  if (phase === 'Running') return 'running';
  return fails(pod, 'PodScheduled')?.reason === 'Unschedulable' ? 'homeless' : 'moving';
}
