import type { RecordedServer, Recording } from '../recording/recording.ts';
import { type ClosedSpan, HOUR, sum } from './spans.ts';
import { type Amount, amountHours, peakOf, type Step, stepsOf } from './step-series.ts';

/** What was seen of one model server. */
export interface ServerFigures {
  readonly server: string;
  readonly team: string;
  readonly pool: string;
  /** Most replicas that the load asked for. */
  readonly wantedMost: number;
  /** Most replicas that ran at the same time. */
  readonly ranMost: number;
  /** Replica-hours that the load asked for. */
  readonly wantedReplicaHours: number;
  /** Replica-hours that ran. */
  readonly ranReplicaHours: number;
  /** Time in which fewer replicas ran than the load asked for. Unit: hours. */
  readonly shortHours: number;
  /** The longest such time without a break. Unit: seconds. */
  readonly longestShortSeconds: number;
  /** Part of the requests for which no running replica had room; those beyond `replicas.max` included. @default - nobody asked */
  readonly unservedShare?: number;
  /** Replicas that the queue took away for somebody who came before them. */
  readonly replicasTaken: number;
  /** Words of the API server when it refused the server. @default - it did not */
  readonly refusal?: string;
}

/** What happened on a pool that model servers and jobs share. */
export interface ContestFigures {
  readonly pool: string;
  /** Runs of jobs that were preempted on it. */
  readonly jobsStopped: number;
  /** Replicas of servers that were taken. */
  readonly replicasTaken: number;
  /** Hours in which at least one server was short of replicas. */
  readonly serversShortHours: number;
  /** Who gave way: the side that had to stop, `neither` where nobody had to, `both` where both had. */
  readonly gaveWay: 'training' | 'serving' | 'both' | 'neither';
}

/** What was seen of every server. */
export function serverFigures({ endedAt, servers }: Recording): ServerFigures[] {
  return servers.map((server) => {
    const wanted = wantedOf(server, endedAt);
    const ran = ranOf(server, endedAt);
    const short = shortOf(server, endedAt);
    const unserved = unservedShare(server, endedAt);
    return {
      ...{ server: server.name, team: server.team, pool: server.pool },
      wantedMost: peakOf(wanted),
      ranMost: peakOf(ran),
      wantedReplicaHours: amountHours(wanted),
      ranReplicaHours: amountHours(ran),
      shortHours: sum(short.map(({ from, to }) => to - from)) / HOUR,
      longestShortSeconds: short.reduce((most, { from, to }) => Math.max(most, to - from), 0),
      ...(unserved === undefined ? {} : { unservedShare: unserved }),
      replicasTaken: server.taken.length,
      ...(server.refusal === undefined ? {} : { refusal: server.refusal }),
    };
  });
}

/** Pools on which both servers and jobs ran, and who gave way there. */
export function contests({ endedAt, jobs, servers }: Recording): ContestFigures[] {
  const shared = [...new Set(servers.map(({ pool }) => pool))].filter((pool) => jobs.some((job) => job.pool === pool));
  return shared.map((pool) => {
    const here = servers.filter((server) => server.pool === pool);
    const stopped = jobs
      .filter((job) => job.pool === pool)
      .reduce((count, { evictions }) => count + evictions.filter(({ reason }) => reason === 'Preempted').length, 0);
    const taken = sum(here.map((server) => server.taken.length));
    const short = union(here.flatMap((server) => shortOf(server, endedAt)));
    return {
      pool,
      jobsStopped: stopped,
      replicasTaken: taken,
      serversShortHours: sum(short.map(({ from, to }) => to - from)) / HOUR,
      gaveWay: stopped > 0 ? (taken > 0 ? 'both' : 'training') : taken > 0 ? 'serving' : 'neither',
    };
  });
}

/** Replicas that the load asked for, over time. */
export function wantedOf({ wanted }: RecordedServer, endedAt: number): Amount[] {
  return wanted.flatMap(({ at, replicas }, index) => {
    const to = Math.min(wanted[index + 1]?.at ?? endedAt, endedAt);
    return to > at ? [{ from: at, to, amount: replicas }] : [];
  });
}

/** Replicas that ran, over time. */
export function ranOf({ pods }: RecordedServer, endedAt: number): Amount[] {
  return pods.flatMap(({ from, to = endedAt }) =>
    Math.min(to, endedAt) > from ? [{ from, to: Math.min(to, endedAt), amount: 1 }] : [],
  );
}

/** When fewer replicas ran than the load asked for. */
function shortOf(server: RecordedServer, endedAt: number): ClosedSpan[] {
  const missing = [
    ...wantedOf(server, endedAt),
    ...ranOf(server, endedAt).map((each) => ({ ...each, amount: -each.amount })),
  ];
  return union(spansOf(stepsOf(missing), endedAt).filter(({ value }) => value > 0));
}

/** Part of all requests for which no running replica had room. */
function unservedShare(server: RecordedServer, endedAt: number): number | undefined {
  const asked = server.load.flatMap(({ at, requestsPerSecond }, index) => {
    const to = Math.min(server.load[index + 1]?.at ?? endedAt, endedAt);
    return to > at ? [{ from: at, to, amount: requestsPerSecond }] : [];
  });
  const all = amountHours(asked);
  if (all === 0) return undefined;
  const room = ranOf(server, endedAt).map((each) => ({ ...each, amount: -each.amount * server.perReplica }));
  const over = spansOf(stepsOf([...asked, ...room]), endedAt).filter(({ value }) => value > 0);
  return amountHours(over.map(({ from, to, value }) => ({ from, to, amount: value }))) / all;
}

function spansOf(steps: readonly Step[], endedAt: number) {
  return steps.flatMap(({ at, value }, index) => {
    const to = Math.min(steps[index + 1]?.at ?? endedAt, endedAt);
    return to > at ? [{ from: at, to, value }] : [];
  });
}

/** Spans that meet or overlap as one. */
function union(spans: readonly ClosedSpan[]): ClosedSpan[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}
