/** A moment from which on a server is asked for more or less. */
export interface LoadStep {
  /** Counted from the beginning. Unit: simulated seconds. */
  readonly at: number;
  /** Unit: requests per second. */
  readonly requestsPerSecond: number;
}

/** A moment from which on a server should have so many replicas. */
export interface ReplicaStep {
  /** Counted from the beginning. Unit: simulated seconds. */
  readonly at: number;
  readonly replicas: number;
}

/** One model server that a rehearsal will run, with what it is asked for over time. */
export interface PlannedServer {
  /** Name of the object; unique within the rehearsal, at most 20 characters. */
  readonly name: string;
  /** Team that it belongs to. */
  readonly team: string;
  /** Namespace that it runs in. */
  readonly namespace: string;
  /** Pool that it runs on. */
  readonly pool: string;
  /** Units of the pool's resource of one replica. */
  readonly unitsPerReplica: number;
  /** Bounds of the autoscaler. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** Load that one replica carries. Unit: requests per second. */
  readonly perReplica: number;
  /** Load over time, by time; none before the first step. */
  readonly load: readonly LoadStep[];
  /** How long the load must be lower before replicas go. Unit: simulated seconds. */
  readonly scaleDownSeconds: number;
  /** Priority class. @default - the queue's usual one */
  readonly priority?: string;
}

/**
 * How many replicas an autoscaler asks for over time: at once as many as carry the load, and fewer only when the load
 * was lower for the whole window. Pure.
 *
 * @returns by time, beginning at 0; each step differs from the one before
 */
export function wantedReplicas(server: PlannedServer): readonly ReplicaStep[] {
  const asked = [{ at: 0, replicas: needed(server, 0) }, ...server.load.map((step) => need(server, step))];
  const moments = new Set(asked.flatMap(({ at }) => [at, at + server.scaleDownSeconds]));
  const steps: ReplicaStep[] = [];
  for (const at of [...moments].sort((a, b) => a - b)) {
    const replicas = mostWithin(asked, at - server.scaleDownSeconds, at);
    if (steps.at(-1)?.replicas !== replicas) steps.push({ at, replicas });
  }
  return steps;
}

/** When the last change of a server's load has shown its effect. Unit: simulated seconds. */
export function settledAt({ load, scaleDownSeconds }: PlannedServer): number {
  return (load.at(-1)?.at ?? 0) + scaleDownSeconds;
}

function need(server: PlannedServer, { at, requestsPerSecond }: LoadStep): ReplicaStep {
  return { at, replicas: needed(server, requestsPerSecond) };
}

function needed({ perReplica, replicas }: PlannedServer, requestsPerSecond: number): number {
  return Math.min(replicas.max, Math.max(replicas.min, Math.ceil(requestsPerSecond / perReplica)));
}

/** The most that was asked for at any time after `from` and up to `to`. */
function mostWithin(asked: readonly ReplicaStep[], from: number, to: number): number {
  return asked.reduce((most, { at, replicas }, index) => {
    const next = asked[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return at <= to && next > from ? Math.max(most, replicas) : most;
  }, 0);
}
