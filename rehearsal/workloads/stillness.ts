import { setTimeout as sleep } from 'node:timers/promises';
import { type ObservedPod, type ObservedWorkload, ownersOf } from '../recording/observed.ts';
import type { RecordedKind } from '../recording/recorder.ts';
import type { ObjectEvent } from '../watch.ts';
import type { Rest } from './clock.ts';
import { JOB_LABEL } from './job-label.ts';
import { JobStand } from './job-stand.ts';
import { objectKind } from './object-kind.ts';
import type { PlannedJob } from './planned-job.ts';

/** How long nothing may change before one believes it. Unit: milliseconds. */
const QUIET_MILLISECONDS = 150;

/** How long Kueue gathers what is set free before it looks at those that wait. Unit: milliseconds. */
const GATHERED_MILLISECONDS = 1_000;

/** What it may need to begin then, at least, and what it needs for each that waits. Unit: milliseconds. */
const BEGIN_MILLISECONDS = 250;
const LOOK_MILLISECONDS = 10;

/** What is left of a look that took long after each that follows: a machine that was busy may be so still. */
const MEMORY = 0.8;

/** How long one waits for rest at most: what needs longer, such as a machine that is bought, takes simulated time. Unit: milliseconds. */
const MOST_MILLISECONDS = 8_000;

/** How often one looks. Unit: milliseconds. */
const EVERY_MILLISECONDS = 20;

/** Says whether the controllers still have something to do about the jobs that were submitted. */
export class Stillness implements Rest {
  readonly #signal: AbortSignal;
  readonly #jobs: ReadonlyMap<string, JobStand>;
  readonly #owners: ReadonlyMap<string, JobStand>;
  /** Jobs that were submitted, and taken. */
  readonly #submitted = new Set<JobStand>();
  /** Jobs that did not come to rest in time; one waits for them again when they have been at rest. */
  readonly #stuck = new Set<JobStand>();
  /** How long Kueue took of late from a submission until it let the job in. Unit: milliseconds. */
  #look = 0;
  #changed = Number.NEGATIVE_INFINITY;
  #freed = Number.NEGATIVE_INFINITY;

  public constructor(jobs: readonly PlannedJob[], signal: AbortSignal) {
    this.#signal = signal;
    const stands = jobs.map((job) => ({ job, stand: new JobStand(job.nodes) }));
    this.#jobs = new Map(stands.map(({ job, stand }) => [job.name, stand]));
    this.#owners = new Map(
      stands.map(({ job, stand }) => [`${job.namespace}/${objectKind(job.kind)}/${job.name}`, stand]),
    );
  }

  /** The API server took a job. */
  public submitted({ name }: PlannedJob): void {
    const stand = this.#jobs.get(name);
    if (stand !== undefined) this.#submitted.add(stand);
  }

  /** The API server told of something. */
  public see(kind: RecordedKind, { object, type }: ObjectEvent): void {
    const gone = type === 'DELETED';
    if (kind === 'Pod')
      this.#moved(this.#jobs.get(object.metadata.labels?.[JOB_LABEL] ?? ''), (stand) =>
        stand.pod(object as ObservedPod, gone),
      );
    if (kind !== 'Workload') return;
    const owner = ownersOf(object).find((each) => this.#owners.has(each)) ?? '';
    this.#moved(this.#owners.get(owner), (stand) => {
      if (gone ? stand.unqueued() : stand.queued(object as ObservedWorkload)) this.#freed = performance.now();
    });
  }

  /**
   * Waits until the next job will be behind a job that was taken: until Kueue has looked at it and, if it has no place for it
   * yet, until the second is over in which it came, because Kueue tells those of one second apart by chance.
   *
   * @param next - a twin that comes at the same time need not be behind it
   */
  public async queued(job: PlannedJob, next: PlannedJob | undefined): Promise<void> {
    const stand = this.#jobs.get(job.name);
    if (stand === undefined || (next !== undefined && areTwins(job, next))) return;
    const begun = performance.now();
    await this.#wait(() => stand.lookedAt);
    this.#look = Math.max(this.#look * MEMORY, stand.holds ? performance.now() - begun : 0);
    if (stand.waits && next !== undefined) await this.#wait(() => Date.now() >= stand.queuedAt + 1_000);
  }

  /** Waits until all that was submitted has come to rest, but not for ever. */
  public async reached(): Promise<void> {
    await this.#wait(() => this.#restless().length === 0 && performance.now() >= this.#quietFrom());
    for (const stand of this.#restless()) this.#stuck.add(stand);
  }

  #moved(stand: JobStand | undefined, change: (stand: JobStand) => void): void {
    if (stand === undefined) return;
    change(stand);
    this.#changed = performance.now();
    if (stand.rests) this.#stuck.delete(stand);
  }

  #restless(): readonly JobStand[] {
    return [...this.#submitted].filter((stand) => !stand.rests && !this.#stuck.has(stand));
  }

  #quietFrom(): number {
    const waiting = [...this.#submitted].filter(({ waits }) => waits).length;
    const quiet = this.#changed + Math.max(QUIET_MILLISECONDS, this.#look);
    if (waiting === 0) return quiet;
    const begins = this.#freed + GATHERED_MILLISECONDS + Math.max(BEGIN_MILLISECONDS, 2 * this.#look);
    return Math.max(quiet, begins + waiting * LOOK_MILLISECONDS);
  }

  async #wait(reached: () => boolean): Promise<void> {
    const last = performance.now() + MOST_MILLISECONDS;
    while (!reached() && performance.now() < last) await sleep(EVERY_MILLISECONDS, undefined, { signal: this.#signal });
  }
}

/** Whether two jobs differ in nothing but their names. */
function areTwins({ name: _, ...one }: PlannedJob, { name: __, ...other }: PlannedJob): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
