import type { RecordedNode, Recording } from '../../recording/recording.ts';
import { type HeldUnits, heldUnits, lifeOf } from '../held-units.ts';
import type { ClosedSpan } from '../spans.ts';

/** Most rows that a person reads. */
export const MOST_ROWS = 60;
/** Most bars that a browser shows without delay. */
export const MOST_BARS = 2_000;

/** One row of the chart: a node, or several where there are too many. */
export interface NodeRow {
  /** Name of the node, or of the first and the last where there are several. */
  readonly name: string;
  readonly pool: string;
  /** Units of all its nodes. */
  readonly units: number;
  /** When its nodes existed. */
  readonly lives: readonly (ClosedSpan & { readonly units: number })[];
  /** Units that pods held on them. */
  readonly held: readonly HeldUnits[];
}

/** The rows: one for each node, or for groups of equal size so that at most {@link MOST_ROWS} are left. */
export function nodeRows(recording: Recording, pools: readonly string[]): NodeRow[] {
  const group = Math.max(1, Math.ceil(recording.nodes.length / MOST_ROWS));
  const held = Map.groupBy(heldUnits(recording), ({ node }) => node);
  return pools.flatMap((pool) => {
    const nodes = recording.nodes
      .filter((node) => node.pool === pool && lifeOf(node, recording.endedAt) !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    return Array.from({ length: Math.ceil(nodes.length / group) }, (_, at) =>
      rowOf(pool, nodes.slice(at * group, (at + 1) * group), recording.endedAt, held),
    );
  });
}

function rowOf(
  pool: string,
  nodes: readonly RecordedNode[],
  endedAt: number,
  held: ReadonlyMap<string, readonly HeldUnits[]>,
): NodeRow {
  const [first, second] = nodes;
  return {
    name: second === undefined ? (first?.name ?? '') : `${ownName(first, pool)} to ${ownName(nodes.at(-1), pool)}`,
    pool,
    units: nodes.reduce((sum, { units }) => sum + units, 0),
    lives: nodes.flatMap((node) => {
      const life = lifeOf(node, endedAt);
      return life === undefined ? [] : { ...life, units: node.units };
    }),
    held: [...new Set(nodes.map(({ name }) => name))].flatMap((name) => held.get(name) ?? []),
  };
}

/** What a node is called within its pool. */
function ownName(node: RecordedNode | undefined, pool: string): string {
  const name = node?.name ?? '';
  return name.startsWith(`${pool}-`) ? name.slice(pool.length + 1) : name;
}

/** Units of a node, side by side: the first of them that a pod takes. */
export interface Lane extends HeldUnits {
  /** Units below it. */
  readonly lane: number;
}

/** Puts pods of one node side by side, each on the lowest units that are free all together. */
export function lanes(held: readonly HeldUnits[], units: number): Lane[] {
  const busyUntil = new Array<number>(Math.max(1, units)).fill(Number.NEGATIVE_INFINITY);
  return held
    .toSorted((a, b) => a.from - b.from || b.amount - a.amount)
    .map((each) => {
      const lane = firstFree(busyUntil, each);
      for (let unit = lane; unit < lane + each.amount && unit < busyUntil.length; unit += 1) busyUntil[unit] = each.to;
      return { ...each, lane };
    });
}

function firstFree(busyUntil: readonly number[], { amount, from }: HeldUnits): number {
  for (let lane = 0; lane + amount <= busyUntil.length; lane += 1)
    if (busyUntil.slice(lane, lane + amount).every((until) => until <= from)) return lane;
  // Free units that lie apart: the bar covers others there, which the table beside the chart does not.
  return Math.max(
    0,
    busyUntil.findIndex((until) => until <= from),
  );
}

/** What is marked at the end of a pod: that it went with its node, or had to make room for another job. */
export type Mark = 'lost' | 'preempted';

/** How a pod ended, where that is worth a mark. */
export function markOf({ job, pod, to }: HeldUnits): Mark | undefined {
  if (pod.end === 'lost') return 'lost';
  return pod.end === 'removed' && job.evictions.some(({ at }) => at >= pod.from && at <= to) ? 'preempted' : undefined;
}
