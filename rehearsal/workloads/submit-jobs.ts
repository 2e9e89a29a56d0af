import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiResponse, type ClusterClient, messageOf } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Clock } from './clock.ts';
import type { PlannedJob } from './planned-job.ts';

/** Requests on their way at the same time. */
const PARALLEL_REQUESTS = 24;
/** Tries of a submission that the server was too busy for. */
const TRIES = 5;
/** Pause before the second try; doubles each time. Unit: milliseconds. */
const PAUSE_MILLISECONDS = 100;

/** What a submission needs. */
export interface SubmitJobsProps {
  readonly client: Pick<ClusterClient, 'pathOf' | 'send'>;
  readonly recorder: Pick<Recorder, 'refused' | 'submitted'>;
  readonly clock: Pick<Clock, 'at' | 'now' | 'waits'>;
  /** Told of each job that was taken and of the one that comes after it; resolves when that may come. @default - at once */
  readonly taken?: (job: PlannedJob, next: PlannedJob | undefined) => Promise<void>;
  /** What a team submits for a job. */
  objectOf(job: PlannedJob): KubernetesObject;
}

/**
 * Submits each job when its time has come. Returns when all were.
 *
 * The jobs of one team are submitted one after another, so that they are in its queue in the order of the plan; those of
 * different teams side by side, unless the clock waits for each.
 *
 * @param jobs - by time of arrival
 */
export async function submitJobs(jobs: readonly PlannedJob[], props: SubmitJobsProps): Promise<void> {
  if (props.clock.waits) {
    const ones = jobs.map((job, at) =>
      props.clock.at(job.atSeconds, 'arrival', () => submit(job, props, jobs[at + 1])),
    );
    await Promise.all(ones);
    return;
  }
  const slots = new Slots(PARALLEL_REQUESTS);
  const lanes = Map.groupBy(jobs, ({ team }) => team);
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const job of lane) {
        await props.clock.at(job.atSeconds, 'arrival', () => slots.run(() => submit(job, props)));
      }
    }),
  );
}

async function submit(job: PlannedJob, props: SubmitJobsProps, next?: PlannedJob): Promise<void> {
  const { client, clock, objectOf, recorder, taken } = props;
  const object = objectOf(job);
  const { name, ...metadata } = object.metadata;
  const collection = await client.pathOf({ ...object, metadata });
  const at = clock.now;
  const answer = await created(client, `${collection}?fieldValidation=Strict`, object);
  if (answer.status >= 300) return recorder.refused(name, at, messageOf(answer));
  recorder.submitted(name, at);
  await taken?.(job, next);
}

async function created(client: SubmitJobsProps['client'], path: string, body: KubernetesObject): Promise<ApiResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.send({ method: 'POST', path, body });
    // The first answer to the same submission may have been lost: then it is there already.
    if (answer.status === 409 && attempt > 1 && reasonOf(answer) === 'AlreadyExists') return { ...answer, status: 201 };
    if (attempt === TRIES || !isBusy(answer)) return answer;
    await sleep(PAUSE_MILLISECONDS * 2 ** attempt);
  }
}

/** Too many requests, a server or webhook that does not answer, or two writers of the same quota: no word about the job. */
function isBusy(answer: ApiResponse): boolean {
  return answer.status === 429 || answer.status >= 500 || (answer.status === 409 && reasonOf(answer) === 'Conflict');
}

function reasonOf({ body }: ApiResponse): unknown {
  return (body as { readonly reason?: unknown } | null)?.reason;
}

/** Lets so many things happen at the same time, and has the others wait in their order. */
class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  public constructor(free: number) {
    this.#free = free;
  }

  public async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
