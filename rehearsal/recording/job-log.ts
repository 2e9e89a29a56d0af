import type { PlannedJob } from '../workloads/planned-job.ts';
import { PodLog } from './pod-log.ts';
import { QueueLog } from './queue-log.ts';
import type { JobOutcome, RecordedJob } from './recording.ts';

/** All that is known of one job. */
export class JobLog {
  public readonly job: PlannedJob;
  public readonly queue = new QueueLog();
  public readonly pods: PodLog;
  /** When it was submitted. Unit: simulated seconds. */
  public submittedAt = 0;
  /** The API server's words when it refused it. @default - it did not */
  public refusal: string | undefined;

  /** @param resource - what its pool is counted in */
  public constructor(job: PlannedJob, resource: string) {
    this.job = job;
    this.pods = new PodLog(resource);
  }

  /** Units of its pool in all. */
  public get units(): number {
    return this.job.nodes * this.job.unitsPerNode;
  }

  /** Whether nothing more will happen to it. */
  public get ended(): boolean {
    return this.refusal !== undefined || this.queue.end !== undefined;
  }

  /** What is known so far. */
  public recorded(): RecordedJob {
    const { durationSeconds, kind, name, namespace, nodes, pool, priority, team } = this.job;
    const outcome = this.#outcome();
    const finishedAt = this.queue.end?.at;
    const message = this.#message(outcome);
    return {
      ...{ name, team, namespace, kind, pool, units: this.units, nodes, durationSeconds },
      ...(priority === undefined ? {} : { priority }),
      submittedAt: this.submittedAt,
      admissions: [...this.queue.admissions],
      evictions: this.queue.evictions.map((eviction) => ({ ...eviction })),
      pods: this.pods.pods.map((pod) => ({ ...pod })),
      ...(finishedAt === undefined ? {} : { finishedAt }),
      outcome,
      ...(message === undefined ? {} : { message }),
    };
  }

  #outcome(): JobOutcome {
    if (this.refusal !== undefined) return 'refused';
    if (this.queue.end !== undefined) return this.queue.end.succeeded ? 'succeeded' : 'failed';
    return this.pods.running > 0 ? 'running' : 'waiting';
  }

  /** Who has to be asked why: the API server, Kueue, or, once Kueue let it in, the scheduler. */
  #message(outcome: JobOutcome): string | undefined {
    switch (outcome) {
      case 'refused':
        return this.refusal;
      case 'failed':
        return this.queue.end?.message;
      case 'waiting':
        return this.queue.waits ?? (this.queue.admitted ? this.pods.homeless : undefined);
      default:
        return undefined;
    }
  }
}
