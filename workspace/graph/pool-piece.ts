import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import type { GraphNode, GraphPiece } from './graph.ts';
import { inWords } from './in-words.ts';
import type { RenderedQueue } from './queue-quotas.ts';
import { MOST } from './tenants.ts';

/** The pools of a platform as boxes. */
export interface PoolPiece extends GraphPiece {
  /** Box of a pool; several pools share one where there are too many. */
  nodeOf(pool: string): string;
}

const GROUP = 'pools';
const REST = 'pools:rest';

/** Draws pools with what their nodes are made of, and how much of them is guaranteed to somebody. */
export function poolPiece(pools: readonly PoolSpec[], facts: TargetFacts, queues: readonly RenderedQueue[]): PoolPiece {
  const shown = pools.length <= MOST ? pools : pools.slice(0, MOST - 1);
  const nodes = shown.map((pool, index): GraphNode => {
    const lines = poolLines(pool, facts, facts.pools[index] as PoolFacts, guaranteed(pool.name, queues));
    return { id: idOf(pool.name), group: GROUP, part: 'pools', title: pool.name, lines };
  });
  const hidden = pools.length - shown.length;
  const rest: GraphNode = {
    id: REST,
    group: GROUP,
    part: 'pools',
    title: `… ${inWords(hidden, 'more pool')}`,
    lines: [],
  };
  const drawn = new Set(nodes.map(({ id }) => id));
  return {
    groups: [{ id: GROUP, title: 'Pools', part: 'pools' }],
    nodes: hidden > 0 ? [...nodes, rest] : nodes,
    edges: [],
    nodeOf: (pool) => (drawn.has(idOf(pool)) ? idOf(pool) : REST),
  };
}

function idOf(pool: string): string {
  return `pool:${pool}`;
}

function guaranteed(pool: string, queues: readonly RenderedQueue[]): number {
  const amounts = queues.flatMap(({ quotas }) => quotas.filter((quota) => quota.pool === pool));
  return amounts.reduce((sum, quota) => sum + quota.guaranteed, 0);
}

function poolLines(pool: PoolSpec, facts: TargetFacts, { resource }: PoolFacts, taken: number): string[] {
  const shape = poolShape(facts.kind, pool);
  const { max, min } = pool.nodes;
  const most = max * (shape?.unitsPerNode ?? 0);
  const count = min === max ? inWords(max, 'node') : `${min.toLocaleString('en-US')}–${inWords(max, 'node')}`;
  return [
    pool.capacity.kind === 'onDemand' ? count : `${count}, ${CAPACITY[pool.capacity.kind]}`,
    shape?.accelerator === undefined
      ? `${shape?.vcpus ?? '?'} vCPUs each`
      : `${shape.devicesPerNode} × ${shape.accelerator.title} each`,
    ...sharingLine(pool.sharing),
    `${taken.toLocaleString('en-US')} of ${most.toLocaleString('en-US')} ${resource} guaranteed`,
  ];
}

const CAPACITY: Readonly<Record<PoolSpec['capacity']['kind'], string>> = {
  onDemand: 'on demand',
  spot: 'spot',
  reservation: 'reserved',
  capacityBlock: 'capacity block',
  flexStart: 'flex-start',
  queued: 'queued provisioning',
  contracted: 'contracted',
};

function sharingLine(sharing: PoolSpec['sharing']): string[] {
  if (sharing.kind === 'whole') return [];
  if (sharing.kind === 'partition') return [`cut into ${sharing.profile}`];
  return [`${sharing.replicas} shares each, ${sharing.kind === 'mps' ? 'MPS' : 'time slicing'}`];
}
