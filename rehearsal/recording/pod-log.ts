import { fails, holds, type ObservedPod, unitsOf } from './observed.ts';
import type { RecordedPod } from './recording.ts';

/** Why a pod was disrupted when it goes together with its node, whoever noticed. */
const WITH_ITS_NODE = ['DeletionByPodGC', 'DeletionByTaintManager', 'EvictionByEvictionAPI'];

type Open = { -readonly [Key in keyof RecordedPod]: RecordedPod[Key] };

/** When the pods of one job held their nodes. */
export class PodLog {
  readonly #resource: string;
  readonly #pods: Open[] = [];
  readonly #running = new Map<string, Open>();
  #homeless: string | undefined;

  /** @param resource - what the job's pool is counted in */
  public constructor(resource: string) {
    this.#resource = resource;
  }

  /** A pod changed. @returns whether it began to hold its node, or let it go. */
  public seen(pod: ObservedPod, at: number): boolean {
    const { name } = pod.metadata;
    if (pod.spec?.nodeName === undefined) {
      this.#homeless = fails(pod, 'PodScheduled')?.message ?? this.#homeless;
      return false;
    }
    const end = endOf(pod);
    if (end !== undefined) return this.#ended(keyOf(pod), end, at);
    const units = unitsOf(pod, this.#resource);
    // What only directs others, such as the head of a Ray cluster, holds nothing of the pool.
    if (units === 0 || this.#running.has(keyOf(pod))) return false;
    const found: Open = { name, node: pod.spec.nodeName, units, from: at };
    this.#pods.push(found);
    this.#running.set(keyOf(pod), found);
    return true;
  }

  /** A pod is no more. */
  public gone(pod: ObservedPod, at: number, nodeIsThere: boolean): boolean {
    return this.#ended(keyOf(pod), endOf(pod) ?? (nodeIsThere ? 'removed' : 'lost'), at);
  }

  /** Pods that hold their nodes now. */
  public get running(): number {
    return this.#running.size;
  }

  /** The scheduler's words about the last pod that found no node. @default - each found one */
  public get homeless(): string | undefined {
    return this.#homeless;
  }

  /** Every pod that ever held a node, by when it began to. */
  public get pods(): readonly RecordedPod[] {
    return this.#pods;
  }

  #ended(key: string, end: NonNullable<RecordedPod['end']>, at: number): boolean {
    const pod = this.#running.get(key);
    if (pod === undefined) return false;
    pod.to = at;
    pod.end = end;
    this.#running.delete(key);
    return true;
  }
}

function endOf(pod: ObservedPod): RecordedPod['end'] {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return 'succeeded';
  if (phase !== 'Failed') return undefined;
  if (WITH_ITS_NODE.includes(holds(pod, 'DisruptionTarget')?.reason ?? '')) return 'lost';
  return pod.metadata['deletionTimestamp'] === undefined ? 'failed' : 'removed';
}

/** A job makes pods of the same name again. */
function keyOf({ metadata }: ObservedPod): string {
  return String(metadata['uid'] ?? metadata.name);
}
