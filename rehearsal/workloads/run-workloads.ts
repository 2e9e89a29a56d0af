import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformExtension } from '../../constructs/platform.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { ControlPlane } from '../control-plane.ts';
import { recordFrom } from '../recording/live-recorder.ts';
import { Recorder, type Standing } from '../recording/recorder.ts';
import type { Recording } from '../recording/recording.ts';
import { Clock } from './clock.ts';
import { driveServers } from './drive-servers.ts';
import { FinishedJobs } from './finished-jobs.ts';
import { jobObject } from './job-object.ts';
import { jobPlacesOf } from './job-places.ts';
import { makeFault } from './make-fault.ts';
import type { PlannedFault, PlannedJob, WorkloadPlan } from './planned-job.ts';
import { settledAt } from './planned-server.ts';
import { PodEnds } from './pod-ends.ts';
import { guaranteeOf } from './pool-demand.ts';
import { readyQueues } from './ready-queues.ts';
import { serverObject } from './server-object.ts';
import { Stillness } from './stillness.ts';
import { submitJobs } from './submit-jobs.ts';

/** How often one looks whether all jobs have ended. Unit: milliseconds. */
const LOOK_MILLISECONDS = 100;

/** How long nothing may happen before what still waits is taken to wait for ever. Unit: real seconds. */
const QUIET_SECONDS = 30;

/**
 * Most jobs for which time waits until the controllers have come to rest. It makes equal seeds equal, and takes a second or two
 * of real time for each tick in which something ends while jobs wait; more jobs are to show how much a platform takes.
 */
const MOST_WAITED_FOR = 300;

/** How far a rehearsal is. */
export interface WorkloadProgress extends Standing {
  /** Jobs of the plan. */
  readonly total: number;
  /** Unit: simulated seconds. */
  readonly at: number;
}

/** How workloads are run. */
export interface RunWorkloadsOptions {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** What its manifests were made with. */
  readonly facts: TargetFacts;
  /** Rooms that took the place of Plinth's own. @default - none did */
  readonly extension?: PlatformExtension | undefined;
  /** When to stop, whatever still runs. Unit: real seconds. @default - when nothing can move any more */
  readonly timeLimitSeconds?: number | undefined;
  /** How long nothing may happen before what still waits is taken to wait for ever. Unit: real seconds. @default 30 */
  readonly quietSeconds?: number | undefined;
  /** Told about once a second. @default - nobody is told */
  readonly onProgress?: ((progress: WorkloadProgress) => void) | undefined;
  /** Ends the run with an error. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Submits the jobs of a plan to a platform that stands, makes its faults, and records what happens until every job has
 * ended, nothing can move any more, or the time is up.
 *
 * @throws {Error} if the queues of a team never open, the API server goes away, or `signal` is aborted.
 */
export async function runWorkloads(
  plane: ControlPlane,
  plan: WorkloadPlan,
  options: RunWorkloadsOptions,
): Promise<Recording> {
  const off = new AbortController();
  const signal = options.signal === undefined ? off.signal : AbortSignal.any([options.signal, off.signal]);
  const run = new Run(plane, plan, options, signal);
  try {
    return await run.recording();
  } finally {
    off.abort();
  }
}

class Run {
  readonly #plane: ControlPlane;
  readonly #plan: WorkloadPlan;
  readonly #options: RunWorkloadsOptions;
  readonly #clock: Clock;
  readonly #recorder: Recorder;
  readonly #stillness: Stillness;
  readonly #ends: PodEnds;
  readonly #signal: AbortSignal;
  /** Faults and repairs that are still to come. */
  #pending = 0;

  public constructor(plane: ControlPlane, plan: WorkloadPlan, options: RunWorkloadsOptions, signal: AbortSignal) {
    const { facts, spec } = options;
    const { jobs, servers, speed } = plan;
    this.#plane = plane;
    this.#plan = plan;
    this.#options = options;
    this.#signal = signal;
    this.#stillness = new Stillness(jobs, signal);
    // A server's replicas come and go by its load: with servers there is no moment at which all is at rest.
    const waits = jobs.length <= MOST_WAITED_FOR && servers.length === 0;
    this.#clock = new Clock(speed, signal, waits ? this.#stillness : undefined);
    this.#ends = new PodEnds({ client: plane.client, clock: this.#clock, jobs });
    const guarantee = (team: string, pool: string) => guaranteeOf(spec, team, pool);
    this.#recorder = new Recorder({ speed, jobs, servers, pools: facts.pools, guarantee });
  }

  public async recording(): Promise<Recording> {
    const { client } = this.#plane;
    const { jobs, servers } = this.#plan;
    await readyQueues(client, [...new Set([...jobs, ...servers].map(({ namespace }) => namespace))]);
    const see: Recorder['see'] = (kind, event, at) => {
      for (const each of [this.#recorder, this.#ends, this.#stillness]) each.see(kind, event, at);
    };
    const watching = await recordFrom(client, { see }, () => this.#clock.now);
    try {
      this.#clock.start();
      await this.#work();
      return this.#recorder.recording(this.#clock.now);
    } finally {
      watching.close();
    }
  }

  /** Whatever ends first ends all: a submission or fault that breaks, or the watch for the end. */
  async #work(): Promise<void> {
    const working = [this.#submit(), this.#serve(), ...this.#plan.faults.map((fault) => this.#fault(fault))];
    // What is called off when the end has come breaks too, and nobody waits for it then.
    for (const each of working) each.catch(() => undefined);
    const broken = Promise.all(working).then(() => new Promise<never>(() => undefined));
    await Promise.race([this.#end(), broken, this.#ends.broken]);
  }

  #submit(): Promise<void> {
    const { extension, facts, spec } = this.#options;
    const { jobs, speed } = this.#plan;
    const places = jobPlacesOf(spec, facts, extension);
    return submitJobs(jobs, {
      client: this.#plane.client,
      clock: this.#clock,
      recorder: this.#recorder,
      taken: (job, next) => this.#taken(job, next),
      objectOf: (job) => jobObject({ job, speed, place: places.place(job.team, job.pool) }),
    });
  }

  #serve(): Promise<void> {
    const { extension, facts, spec } = this.#options;
    const { servers, speed } = this.#plan;
    if (servers.length === 0) return Promise.resolve();
    const places = jobPlacesOf(spec, facts, extension);
    return driveServers(servers, {
      client: this.#plane.client,
      clock: this.#clock,
      recorder: this.#recorder,
      objectOf: (server) => serverObject({ server, speed, place: places.place(server.team, server.pool) }),
    });
  }

  async #taken(job: PlannedJob, next: PlannedJob | undefined): Promise<void> {
    this.#stillness.submitted(job);
    if (this.#clock.waits) await this.#stillness.queued(job, next);
  }

  async #fault(fault: PlannedFault): Promise<void> {
    this.#pending += 1;
    const pool = this.#options.facts.pools.find(({ name }) => name === fault.pool) as PoolFacts;
    const made = await this.#clock.at(fault.atSeconds, 'other', async () => {
      const at = this.#clock.now;
      const made = await makeFault(fault, { client: this.#plane.client, clock: this.#clock, pool });
      this.#recorder.fault({ kind: fault.kind, pool: fault.pool, at, nodes: made.nodes });
      return made;
    });
    await made.rest;
    if (fault.forSeconds !== undefined) {
      await this.#clock.at(fault.atSeconds + fault.forSeconds, 'other', () => made.repair());
    }
    this.#pending -= 1;
  }

  async #end(): Promise<void> {
    const finished = new FinishedJobs(this.#plane.client, this.#recorder, this.#plan.jobs, this.#options.spec.teams);
    let told = Number.NEGATIVE_INFINITY;
    while (!this.#isOver()) {
      await sleep(LOOK_MILLISECONDS, undefined, { signal: this.#signal });
      if (this.#clock.realSeconds - told < 1) continue;
      told = this.#clock.realSeconds;
      this.#tell();
      await finished.clear();
    }
    this.#tell();
  }

  #tell(): void {
    this.#options.onProgress?.({ ...this.#recorder.standing, total: this.#plan.jobs.length, at: this.#clock.now });
  }

  #isOver(): boolean {
    const { ended, running, submitted } = this.#recorder.standing;
    const { quietSeconds = QUIET_SECONDS, timeLimitSeconds = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#clock.realSeconds >= timeLimitSeconds) return true;
    if (submitted < this.#plan.jobs.length) return false;
    if (this.#plan.servers.some((server) => this.#clock.now < settledAt(server))) return false;
    const quiet = (this.#clock.now - this.#recorder.lastChange) / this.#plan.speed;
    if (ended === submitted && (this.#recorder.serversSettled || quiet >= quietSeconds)) return true;
    return this.#pending === 0 && running === 0 && quiet >= quietSeconds;
  }
}
