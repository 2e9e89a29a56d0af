import type { KubernetesObject } from '../kubernetes-object.ts';
import type { ObjectEvent } from '../watch.ts';
import { JOB_LABEL } from '../workloads/job-label.ts';
import { objectKind } from '../workloads/object-kind.ts';
import type { PlannedJob } from '../workloads/planned-job.ts';
import type { PlannedServer } from '../workloads/planned-server.ts';
import { JobLog } from './job-log.ts';
import { NodeLog, type RecordedPool } from './node-log.ts';
import { type ObservedNode, type ObservedPod, type ObservedWorkload, ownersOf } from './observed.ts';
import type { QueueChange } from './queue-log.ts';
import type { RecordedFault, Recording } from './recording.ts';
import { ServerLog } from './server-log.ts';

/** What a recorder knows beforehand. */
export interface RecorderProps {
  /** Simulated seconds in one real second. */
  readonly speed: number;
  /** Jobs that may come. */
  readonly jobs: readonly PlannedJob[];
  /** Model servers. @default - none */
  readonly servers?: readonly PlannedServer[];
  readonly pools: readonly RecordedPool[];
  /** What is kept for a team on a pool. Unit: the pool's. */
  guarantee(team: string, pool: string): number;
}

/** Kinds of object that a recorder wants to hear of. */
export type RecordedKind = 'Node' | 'Pod' | 'Workload';

/** How far the jobs are. */
export interface Standing {
  /** Submitted or refused. */
  readonly submitted: number;
  /** Ended or refused. */
  readonly ended: number;
  /** With a pod on a node. */
  readonly running: number;
  /** Let in by Kueue, and not ended. */
  readonly admitted: number;
}

/** Turns what the API server tells into a recording. Knows no clock: each time is handed to it, in simulated seconds. */
export class Recorder {
  readonly #speed: number;
  readonly #guarantee: RecorderProps['guarantee'];
  readonly #nodes: NodeLog;
  /** By name, which is a label of every pod. */
  readonly #jobs: ReadonlyMap<string, JobLog>;
  /** By name, which is a label of every pod. */
  readonly #servers: ReadonlyMap<string, ServerLog>;
  /** By the owner that a Workload names. */
  readonly #owners: ReadonlyMap<string, JobLog>;
  /** Units that each team's jobs hold on each pool, as Kueue counts. */
  readonly #held = new Map<string, number>();
  readonly #faults: RecordedFault[] = [];
  readonly #submitted: JobLog[] = [];
  readonly #counts = { ended: 0, running: 0, admitted: 0 };
  #lastChange = 0;

  public constructor({ guarantee, jobs, pools, servers = [], speed }: RecorderProps) {
    this.#speed = speed;
    this.#guarantee = guarantee;
    this.#nodes = new NodeLog(pools);
    const resources = new Map(pools.map(({ name, resource }) => [name, resource]));
    const logs = jobs.map((job) => new JobLog(job, resources.get(job.pool) ?? ''));
    this.#jobs = new Map(logs.map((log) => [log.job.name, log]));
    this.#servers = new Map(
      servers.map((server) => [server.name, new ServerLog(server, resources.get(server.pool) ?? '')]),
    );
    this.#owners = new Map(
      logs.map((log) => [`${log.job.namespace}/${objectKind(log.job.kind)}/${log.job.name}`, log]),
    );
  }

  /** A job was submitted, and the API server took it. */
  public submitted(name: string, at: number): void {
    const log = this.#log(name);
    log.submittedAt = at;
    this.#submitted.push(log);
    this.#lastChange = at;
  }

  /** The API server refused a job. @param message - its words */
  public refused(name: string, at: number, message: string): void {
    this.submitted(name, at);
    this.#log(name).refusal = message;
    this.#counts.ended += 1;
  }

  /** An autoscaler asked for so many replicas of a server. */
  public serverWants(name: string, at: number, replicas: number): void {
    this.#servers.get(name)?.wants(at, replicas);
    this.#lastChange = at;
  }

  /** The API server refused a server. @param message - its words */
  public serverRefused(name: string, at: number, message: string): void {
    this.#servers.get(name)?.refused(message);
    this.#lastChange = at;
  }

  /** Whether every server has the replicas that were asked for last. */
  public get serversSettled(): boolean {
    return [...this.#servers.values()].every(({ settled }) => settled);
  }

  /** Something was broken on purpose. */
  public fault(fault: RecordedFault): void {
    this.#faults.push(fault);
    this.#lastChange = fault.at;
  }

  /** The API server told of something. */
  public see(kind: RecordedKind, { object, type }: ObjectEvent, at: number): void {
    const changed = this.#see(kind, object, type === 'DELETED', at);
    if (changed) this.#lastChange = at;
  }

  /** How far the jobs are. */
  public get standing(): Standing {
    return { submitted: this.#submitted.length, ...this.#counts };
  }

  /** When anything last came, went, began or ended. Unit: simulated seconds. */
  public get lastChange(): number {
    return this.#lastChange;
  }

  /** Whether nothing more will happen to a job. */
  public hasEnded(name: string): boolean {
    return this.#log(name).ended;
  }

  /** Everything seen so far, as though nothing came after. */
  public recording(endedAt: number): Recording {
    return {
      speed: this.#speed,
      endedAt,
      nodes: this.#nodes.nodes.map((node) => ({ ...node })),
      jobs: this.#submitted.toSorted((a, b) => a.submittedAt - b.submittedAt).map((log) => log.recorded()),
      servers: [...this.#servers.values()].map((log) => log.recorded()),
      faults: [...this.#faults],
    };
  }

  #see(kind: RecordedKind, object: KubernetesObject, gone: boolean, at: number): boolean {
    switch (kind) {
      case 'Node':
        return this.#node(object as ObservedNode, gone, at);
      case 'Pod':
        return this.#pod(object as ObservedPod, gone, at);
      case 'Workload':
        return this.#workload(object as ObservedWorkload, gone, at);
    }
  }

  #node(node: ObservedNode, gone: boolean, at: number): boolean {
    if (!gone) return this.#nodes.seen(node, at);
    this.#nodes.gone(node.metadata.name, at);
    return true;
  }

  #pod(pod: ObservedPod, gone: boolean, at: number): boolean {
    const name = pod.metadata.labels?.[JOB_LABEL] ?? '';
    const there = this.#nodes.isThere(pod.spec?.nodeName ?? '');
    const server = this.#servers.get(name);
    if (server !== undefined) return gone ? server.pods.gone(pod, at, there) : server.seen(pod, at);
    const log = this.#jobs.get(name);
    if (log === undefined) return false;
    const before = log.pods.running;
    const changed = gone ? log.pods.gone(pod, at, there) : log.pods.seen(pod, at);
    this.#counts.running += Math.min(1, log.pods.running) - Math.min(1, before);
    return changed;
  }

  #workload(workload: ObservedWorkload, gone: boolean, at: number): boolean {
    const log = ownersOf(workload)
      .map((owner) => this.#owners.get(owner))
      .find((found) => found !== undefined);
    if (log === undefined) return false;
    const changes = gone ? log.queue.gone() : log.queue.seen(workload, at, () => this.#borrowed(log));
    for (const change of changes) this.#moved(log, change);
    return changes.length > 0;
  }

  #moved({ job, units }: JobLog, change: QueueChange): void {
    const key = `${job.team}/${job.pool}`;
    const held = this.#held.get(key) ?? 0;
    if (change === 'finished') this.#counts.ended += 1;
    else {
      this.#held.set(key, change === 'admitted' ? held + units : held - units);
      this.#counts.admitted += change === 'admitted' ? 1 : -1;
    }
  }

  /** What a job takes beyond what is kept for its team, with what the team holds already. */
  #borrowed({ job, units }: JobLog): number {
    const held = this.#held.get(`${job.team}/${job.pool}`) ?? 0;
    return Math.min(units, Math.max(0, held + units - this.#guarantee(job.team, job.pool)));
  }

  #log(name: string): JobLog {
    const log = this.#jobs.get(name);
    if (log === undefined) throw new Error(`bug: no job is called ${name}`);
    return log;
  }
}
