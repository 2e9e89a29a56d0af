import { type ClusterClient, CONTENT } from '../cluster-client.ts';
import type { ObservedPod } from '../recording/observed.ts';
import type { RecordedKind } from '../recording/recorder.ts';
import { OUTCOME_ANNOTATION, OUTCOME_TOLD } from '../simulated-stages.ts';
import type { ObjectEvent } from '../watch.ts';
import type { Clock } from './clock.ts';
import { JOB_LABEL } from './job-label.ts';
import { podPath } from './lost-node.ts';
import type { PlannedJob } from './planned-job.ts';

/** A pod, as far as its end is told from its beginning. */
interface RunningPod extends ObservedPod {
  readonly status?: ObservedPod['status'] & {
    readonly startTime?: string;
    readonly containerStatuses?: readonly object[];
  };
}

/** What pods are ended with. */
export interface PodEndsProps {
  readonly client: Pick<ClusterClient, 'send'>;
  readonly clock: Pick<Clock, 'at' | 'now'>;
  readonly jobs: readonly PlannedJob[];
}

/**
 * Ends the pods of jobs when they have run for as long as planned, as a kubelet reports containers that ended well. KWOK, which
 * starts them, counts real time; this counts that of the rehearsal.
 */
export class PodEnds {
  /** Settles only if a pod cannot be ended, with the reason. */
  public readonly broken: Promise<never>;
  readonly #client: PodEndsProps['client'];
  readonly #clock: PodEndsProps['clock'];
  readonly #durations: ReadonlyMap<string, number>;
  /** Pods whose end is to come, as they were last seen. */
  readonly #running = new Map<string, RunningPod>();
  readonly #fail: (reason: unknown) => void;

  public constructor({ client, clock, jobs }: PodEndsProps) {
    this.#client = client;
    this.#clock = clock;
    this.#durations = new Map(jobs.map(({ durationSeconds, name }) => [name, durationSeconds]));
    const { promise, reject } = Promise.withResolvers<never>();
    this.broken = promise;
    this.#fail = reject;
    promise.catch(() => undefined);
  }

  /** The API server told of something. */
  public see(kind: RecordedKind, { object, type }: ObjectEvent): void {
    if (kind !== 'Pod') return;
    const pod = object as RunningPod;
    const duration = this.#durations.get(pod.metadata.labels?.[JOB_LABEL] ?? '');
    // Pods of a server carry its name there: they never end.
    if (duration === undefined) return;
    const key = String(pod.metadata['uid'] ?? pod.metadata.name);
    if (type === 'DELETED' || !runs(pod)) this.#running.delete(key);
    else {
      const begins = !this.#running.has(key);
      this.#running.set(key, pod);
      if (begins) this.#plan(key, duration);
    }
  }

  #plan(key: string, duration: number): void {
    this.#clock.at(this.#clock.now + duration, 'end', () => this.#end(key)).catch(this.#fail);
  }

  async #end(key: string): Promise<void> {
    const pod = this.#running.get(key);
    // It was made to stop, or lost with its node, before its time.
    if (pod === undefined) return;
    const body = { metadata: { uid: pod.metadata['uid'] }, status: endedWell(pod, new Date()) };
    await this.#client.send({ method: 'PATCH', path: `${podPath(pod)}/status`, body, contentType: CONTENT.merge });
  }
}

function runs({ metadata, status }: RunningPod): boolean {
  const told = metadata.annotations?.[OUTCOME_ANNOTATION] === OUTCOME_TOLD;
  return told && status?.phase === 'Running' && metadata['deletionTimestamp'] === undefined;
}

/** Status of a pod whose containers have all ended well. */
function endedWell({ status = {} }: RunningPod, now: Date): object {
  const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: status.startTime ?? at, finishedAt: at };
  return {
    phase: 'Succeeded',
    conditions: (status.conditions ?? []).map((condition) =>
      ['Ready', 'ContainersReady'].includes(condition.type)
        ? { ...condition, status: 'False', reason: 'PodCompleted', lastTransitionTime: at }
        : condition,
    ),
    containerStatuses: (status.containerStatuses ?? []).map((container) => ({
      ...container,
      ready: false,
      started: false,
      state: { terminated },
    })),
  };
}
