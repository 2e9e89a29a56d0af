import type {
  Admission,
  Eviction,
  RecordedJob,
  RecordedNode,
  RecordedPod,
  Recording,
} from '../../../rehearsal/recording/recording.ts';
import { JOB_KINDS } from '../../../rehearsal/workloads/planned-job.ts';

/** How large a sample is. */
export interface SampleSize {
  /** Nodes of the pool train-h100. @default 16 */
  readonly trainNodes?: number;
  /** Jobs of all teams. @default 320 */
  readonly jobs?: number;
  /** Longest that a job may run, less a quarter of an hour. Unit: seconds. @default 8000 - every job starts */
  readonly longest?: number;
  /** Seed of the draw. @default 7 */
  readonly seed?: number;
}

const DAY = 86_400;
const LOST_AT = 36_000;
const POOLS = { 'train-h100': 8, 'dev-l40s': 4 } as const;
type Pool = keyof typeof POOLS;
const TEAMS = ['vision', 'speech', 'research'] as const;
const GUARANTEED: Readonly<Record<Pool, Readonly<Record<(typeof TEAMS)[number], number>>>> = {
  'train-h100': { vision: 64, speech: 32, research: 32 },
  'dev-l40s': { vision: 16, speech: 16, research: 16 },
};

type Grown<T> = { -readonly [K in keyof T]: T[K] };
interface Job extends Grown<RecordedJob> {
  readonly team: (typeof TEAMS)[number];
  readonly pool: Pool;
  pods: Grown<RecordedPod>[];
  admissions: Admission[];
  evictions: Eviction[];
  endsAt?: number;
}

/** Numbers from 0 to 1 that only look random (mulberry32). */
function draw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A day of three teams on two pools, played by a small scheduler of gangs with guarantees, borrowing and reclaiming. One
 * node of train-h100 is lost after ten hours; half of that pool's nodes come later and some go again.
 */
export function sampleRecording({
  jobs = 320,
  longest = 8_000,
  seed = 7,
  trainNodes = 16,
}: SampleSize = {}): Recording {
  const play = new Play(nodesOf(trainNodes), jobsOf(jobs, trainNodes, longest, draw(seed)));
  play.run();
  return {
    speed: 600,
    endedAt: DAY,
    nodes: play.nodes,
    jobs: play.jobs.map(({ endsAt: _, ...job }) => job),
    servers: [],
    faults: [{ kind: 'nodeLoss', pool: 'train-h100', at: LOST_AT, nodes: ['train-h100-2'] }],
  };
}

function nodesOf(trainNodes: number): RecordedNode[] {
  const train = Array.from({ length: trainNodes }, (_, index): RecordedNode => {
    const late = index >= trainNodes / 2;
    const to = index === 2 ? LOST_AT : index >= trainNodes * 0.9 ? 75_000 : undefined;
    return {
      name: `train-h100-${index}`,
      pool: 'train-h100',
      units: 8,
      zone: index % 2 === 0 ? 'us-east-1a' : 'us-east-1b',
      from: late ? 14_400 + index * 60 : 0,
      ...(to === undefined ? {} : { to }),
    };
  });
  const dev = Array.from({ length: 10 }, (_, index) => ({
    name: `dev-l40s-${index}`,
    pool: 'dev-l40s',
    units: 4,
    from: 0,
  }));
  return [...train, ...dev];
}

function jobsOf(count: number, trainNodes: number, longest: number, next: () => number): Job[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const at = Array.from({ length: count }, () => Math.floor(next() ** 1.2 * DAY * 0.75)).sort((a, b) => a - b);
  return at.map((submittedAt, index) => {
    const pool: Pool = next() < 0.55 ? 'train-h100' : 'dev-l40s';
    const nodes = pool === 'train-h100' ? pick([1, 1, 1, 2, 2, Math.max(4, Math.floor(trainNodes / 4))]) : 1;
    const each = nodes > 1 ? POOLS[pool] : pick([1, 2, POOLS[pool] / 2, POOLS[pool]]);
    const team = pick(TEAMS);
    return {
      name: `${team}-${index}`,
      team,
      namespace: team,
      kind: pick(JOB_KINDS),
      pool,
      units: nodes * each,
      nodes,
      durationSeconds: Math.floor(900 + next() ** 2 * longest),
      submittedAt,
      admissions: [],
      evictions: [],
      pods: [],
      outcome: 'waiting',
    };
  });
}

/** Seconds between a decision and a pod. */
const LATENCY = 12;

class Play {
  public readonly nodes: RecordedNode[];
  public readonly jobs: Job[];
  readonly #free = new Map<string, number>();
  #now = 0;

  public constructor(nodes: RecordedNode[], jobs: Job[]) {
    this.nodes = nodes;
    this.jobs = jobs;
    for (const { name, units } of nodes) this.#free.set(name, units);
  }

  public run(): void {
    for (this.#now = 0; this.#now < DAY; this.#now += 60) {
      for (const job of this.jobs) if (job.endsAt !== undefined && job.endsAt <= this.#now) this.#end(job);
      for (const node of this.nodes) if (node.to !== undefined && node.to <= this.#now) this.#lose(node.name);
      for (const job of this.jobs) if (job.outcome === 'waiting' && job.submittedAt <= this.#now) this.#admit(job);
    }
    for (const job of this.jobs)
      if (job.outcome === 'waiting')
        job.message ??= `couldn't assign flavors to pod set node: no node has ${job.units} free`;
  }

  #admit(job: Job): void {
    const used = this.#used(job);
    const guaranteed = GUARANTEED[job.pool][job.team];
    if (used + job.units > guaranteed * 2.5) {
      job.message = `couldn't assign flavors to pod set node: insufficient unused quota for nvidia.com/gpu in flavor ${job.pool}, ${job.units} more needed`;
      return;
    }
    const places = this.#places(job) ?? (used + job.units <= guaranteed ? this.#reclaim(job) : undefined);
    if (places === undefined) {
      job.message ??= `couldn't assign flavors to pod set node: topology "${job.pool}" allows to fit only 0 out of ${job.nodes} pod(s)`;
      return;
    }
    const from = this.#now + LATENCY;
    for (const node of places) this.#free.set(node, (this.#free.get(node) ?? 0) - job.units / job.nodes);
    job.admissions.push({ at: this.#now, borrowed: Math.max(0, Math.min(job.units, used + job.units - guaranteed)) });
    const run = job.admissions.length;
    job.pods.push(
      ...places.map((node, index) => ({
        name: `${job.name}-${run}-${index}`,
        node,
        units: job.units / job.nodes,
        from,
      })),
    );
    job.endsAt = from + job.durationSeconds;
    job.outcome = 'running';
  }

  #places(job: Job, free = this.#free): string[] | undefined {
    const each = job.units / job.nodes;
    const fitting = this.nodes
      .filter(({ from, name, pool, to = DAY * 2 }) => {
        return pool === job.pool && from <= this.#now && to > this.#now && (free.get(name) ?? 0) >= each;
      })
      .sort((a, b) => (free.get(a.name) ?? 0) - (free.get(b.name) ?? 0))
      .slice(0, job.nodes);
    return fitting.length === job.nodes ? fitting.map(({ name }) => name) : undefined;
  }

  /** Stops borrowers, the last one first, until the job fits. */
  #reclaim(job: Job): string[] | undefined {
    const borrowers = this.jobs
      .filter((other) => other.pool === job.pool && other.outcome === 'running' && other.team !== job.team)
      .filter(({ admissions }) => (admissions.at(-1)?.borrowed ?? 0) > 0)
      .sort((a, b) => (b.admissions.at(-1)?.at ?? 0) - (a.admissions.at(-1)?.at ?? 0));
    for (let victims = 1; victims <= borrowers.length; victims += 1) {
      const stopped = borrowers.slice(0, victims);
      const freed = new Map(this.#free);
      for (const { node, to, units } of stopped.flatMap(({ pods }) => pods))
        if (to === undefined) freed.set(node, (freed.get(node) ?? 0) + units);
      if (this.#places(job, freed) === undefined) continue;
      for (const victim of stopped) {
        victim.evictions.push({ at: this.#now, reason: 'Preempted', cause: 'InCohortReclamation' });
        this.#stop(victim, 'removed');
      }
      return this.#places(job);
    }
    return undefined;
  }

  #lose(node: string): void {
    for (const job of this.jobs)
      if (job.pods.some((pod) => pod.to === undefined && pod.node === node)) {
        for (const pod of job.pods) if (pod.to === undefined && pod.node === node) this.#close(pod, 'lost');
        this.#stop(job, 'removed');
      }
  }

  #stop(job: Job, end: 'removed' | 'succeeded'): void {
    for (const pod of job.pods) if (pod.to === undefined) this.#close(pod, end);
    job.endsAt = undefined;
    job.outcome = 'waiting';
  }

  #close(pod: Grown<RecordedPod>, end: RecordedPod['end']): void {
    pod.to = Math.max(this.#now, pod.from);
    pod.end = end;
    this.#free.set(pod.node, (this.#free.get(pod.node) ?? 0) + pod.units);
  }

  #end(job: Job): void {
    this.#stop(job, 'succeeded');
    job.outcome = 'succeeded';
    job.finishedAt = this.#now;
  }

  #used({ pool, team }: Job): number {
    return this.jobs
      .filter((job) => job.pool === pool && job.team === team && job.outcome === 'running')
      .reduce((units, job) => units + job.units, 0);
  }
}
