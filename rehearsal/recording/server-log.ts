import type { PlannedServer, ReplicaStep } from '../workloads/planned-server.ts';
import { holds, type ObservedPod } from './observed.ts';
import { PodLog } from './pod-log.ts';
import type { RecordedServer } from './recording.ts';

/** Condition that Kueue puts on a pod before it takes it away. */
const TAKEN = 'TerminationTarget';

/** All that is known of one server. */
export class ServerLog {
  public readonly pods: PodLog;
  readonly #server: PlannedServer;
  readonly #wanted: ReplicaStep[] = [];
  readonly #taken = new Map<string, number>();
  #refusal: string | undefined;

  /** @param resource - what its pool is counted in */
  public constructor(server: PlannedServer, resource: string) {
    this.#server = server;
    this.pods = new PodLog(resource);
  }

  /** The autoscaler asked for so many replicas. */
  public wants(at: number, replicas: number): void {
    this.#wanted.push({ at, replicas });
  }

  /** The API server refused it. @param message - its words */
  public refused(message: string): void {
    this.#refusal = message;
  }

  /** A pod of it changed. @returns whether it began to hold its node, or let it go */
  public seen(pod: ObservedPod, at: number): boolean {
    const key = String(pod.metadata['uid'] ?? pod.metadata.name);
    if (holds(pod, TAKEN) !== undefined && !this.#taken.has(key)) this.#taken.set(key, at);
    return this.pods.seen(pod, at);
  }

  /** Whether as many replicas run as were asked for last. */
  public get settled(): boolean {
    return this.#refusal !== undefined || this.pods.running === (this.#wanted.at(-1)?.replicas ?? 0);
  }

  /** What is known so far. */
  public recorded(): RecordedServer {
    const { load, name, namespace, perReplica, pool, priority, replicas, team, unitsPerReplica } = this.#server;
    return {
      ...{ name, team, namespace, pool, unitsPerReplica, perReplica, replicas, load },
      ...(priority === undefined ? {} : { priority }),
      wanted: [...this.#wanted],
      pods: this.pods.pods.map((pod) => ({ ...pod })),
      taken: [...this.#taken.values()],
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
    };
  }
}
