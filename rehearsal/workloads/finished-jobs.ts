import type { TeamSpec } from '../../spec/team.ts';
import type { ClusterClient } from '../cluster-client.ts';
import type { Recorder } from '../recording/recorder.ts';
import { objectKind } from './object-kind.ts';
import type { JobKind, PlannedJob } from './planned-job.ts';

/** Most jobs of a team that stay when they have ended. */
const MOST_KEPT = 1_000;
/** Jobs that stay for each pod that the team may have: its namespace holds four small objects for each, and a job brings up to two. */
const KEPT_PER_POD = 1;

const API_VERSIONS: Readonly<Record<ReturnType<typeof objectKind>, string>> = {
  Job: 'batch/v1',
  JobSet: 'jobset.x-k8s.io/v1alpha2',
  TrainJob: 'trainer.kubeflow.org/v1alpha1',
  RayJob: 'ray.io/v1',
};

/**
 * Removes the oldest ended jobs of a team that has many, as people and time limits do: those that have ended still count
 * against the bounds of its namespace.
 */
export class FinishedJobs {
  readonly #client: ClusterClient;
  readonly #recorder: Recorder;
  /** Jobs of each team that are still there, by time of arrival, and how many ended ones may stay. */
  readonly #teams: { jobs: readonly PlannedJob[]; readonly most: number }[];

  public constructor(
    client: ClusterClient,
    recorder: Recorder,
    jobs: readonly PlannedJob[],
    teams: readonly TeamSpec[],
  ) {
    this.#client = client;
    this.#recorder = recorder;
    this.#teams = [...Map.groupBy(jobs, ({ team }) => team)].map(([name, its]) => {
      const pods = teams.find((team) => team.name === name)?.limits.pods ?? MOST_KEPT;
      return { jobs: its, most: Math.min(MOST_KEPT, pods * KEPT_PER_POD) };
    });
  }

  /** Removes what is too many. */
  public async clear(): Promise<void> {
    for (const team of this.#teams) {
      if (team.jobs.length <= team.most) continue;
      const ended = team.jobs.filter(({ name }) => this.#recorder.hasEnded(name));
      const surplus = new Set(ended.slice(0, Math.max(0, ended.length - team.most)));
      if (surplus.size === 0) continue;
      team.jobs = team.jobs.filter((job) => !surplus.has(job));
      await Promise.all([...surplus].map((job) => this.#remove(job)));
    }
  }

  async #remove({ kind, name, namespace }: PlannedJob): Promise<void> {
    const path = await this.#client.pathOf({ ...typeOf(kind), metadata: { name, namespace } });
    await this.#client.send({ method: 'DELETE', path, body: { propagationPolicy: 'Background' } });
  }
}

function typeOf(kind: JobKind) {
  return { apiVersion: API_VERSIONS[objectKind(kind)], kind: objectKind(kind) };
}
