import type {
  Eviction,
  RecordedJob,
  RecordedNode,
  RecordedPod,
  RecordedServer,
  Recording,
} from '../recording/recording.ts';
import { type ClosedSpan, within } from './spans.ts';
import type { Amount } from './step-series.ts';

/** What a pod belongs to. */
export interface Holder extends Pick<RecordedJob, 'name' | 'team' | 'nodes' | 'evictions' | 'pods'> {
  readonly kind: RecordedJob['kind'] | 'Server';
}

/** Units that a pod held on a node, within the time that the node existed and was watched. */
export interface HeldUnits extends Amount {
  readonly job: Holder;
  readonly pod: RecordedPod;
  readonly pool: string;
  readonly node: string;
}

/** When a node existed while it was watched; nothing where it never was. */
export function lifeOf(node: RecordedNode, endedAt: number): ClosedSpan | undefined {
  return within(node, { from: 0, to: endedAt });
}

/** Units that nodes offered. */
export function offeredUnits({ endedAt, nodes }: Recording): (Amount & { readonly pool: string })[] {
  return nodes.flatMap((node) => {
    const life = lifeOf(node, endedAt);
    return life === undefined ? [] : { ...life, amount: node.units, pool: node.pool };
  });
}

/**
 * Units that pods held. Each counts for the pool of its node, and only while that node existed: a pod that is noticed late
 * to be gone used nothing of a node that was gone before.
 */
export function heldUnits({ endedAt, jobs, nodes, servers }: Recording): HeldUnits[] {
  const byName = Map.groupBy(nodes, ({ name }) => name);
  return [...jobs, ...servers.map(holderOf)].flatMap((job) =>
    job.pods.flatMap((pod) =>
      (byName.get(pod.node) ?? []).flatMap((node) => {
        const life = lifeOf(node, endedAt);
        const span = life && within(pod, life);
        return span === undefined || pod.units === 0
          ? []
          : { ...span, amount: pod.units, job, pod, pool: node.pool, node: node.name };
      }),
    ),
  );
}

function holderOf({ name, pods, taken, team }: RecordedServer): Holder {
  const evictions = taken.map((at): Eviction => ({ at, reason: 'Preempted' }));
  return { name, team, kind: 'Server', nodes: 1, evictions, pods };
}
