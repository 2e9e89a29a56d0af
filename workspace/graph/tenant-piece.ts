import type { GraphEdge, GraphGroup, GraphNode, GraphPiece } from './graph.ts';
import { grouped } from './grouped.ts';
import type { PoolPiece } from './pool-piece.ts';
import type { PoolQuota, RenderedQueue } from './queue-quotas.ts';
import type { Tenant } from './tenants.ts';

/** What the tenants are drawn with. */
export interface TenantPieceProps {
  /** Who is drawn. */
  readonly tenants: readonly Tenant[];
  /** Cohorts, each with the one above it. */
  readonly cohorts: ReadonlyMap<string, string | undefined>;
  /** Pools that quotas lead to. */
  readonly pools: PoolPiece;
}

/**
 * Draws teams by department, their queues by cohort, and what each may take of each pool.
 *
 * Teams stand in the order of their queues, and queues in the order of their cohorts, so that no two arrows between
 * them cross.
 */
export function tenantPiece({ cohorts, pools, tenants }: TenantPieceProps): GraphPiece {
  const boxes = tenants.flatMap((tenant) => tenant.queues.map((queue) => queueBox(tenant, queue, cohorts)));
  const frames = cohortGroups(cohorts, new Set(boxes.map(({ node }) => node.group)));
  const order = walked(
    'queues',
    frames,
    boxes.map(({ node }) => node),
  );
  const placeOf = ({ id }: Tenant) => order.indexOf(boxes.find(({ enters }) => enters.from === id)?.node.id ?? '');
  // A team without a queue has no place, and stands last.
  const sorted = tenants.toSorted((a, b) => (placeOf(a) >>> 0) - (placeOf(b) >>> 0));
  const sortedBoxes = boxes.toSorted((a, b) => order.indexOf(a.node.id) - order.indexOf(b.node.id));
  const departments = new Set(sorted.flatMap(({ department }) => (department === undefined ? [] : [department])));
  return {
    groups: [
      { id: 'teams', title: 'Teams', part: 'teams' },
      ...[...departments].map((name): GraphGroup => {
        return { id: `department:${name}:teams`, title: `department ${name}`, part: 'teams', parent: 'teams' };
      }),
      { id: 'queues', title: 'Queues: guaranteed + borrowable', part: 'queues' },
      ...frames,
    ],
    nodes: [...sorted.map(tenantNode), ...sortedBoxes.map(({ node }) => node)],
    edges: sortedBoxes.flatMap(({ enters, node, queue }) => [enters, ...quotaEdges(node.id, queue.quotas, pools)]),
  };
}

/** Boxes from top to bottom: those of inner frames come before the frame's own. */
function walked(group: string, groups: readonly GraphGroup[], nodes: readonly GraphNode[]): string[] {
  const inner = groups.filter(({ parent }) => parent === group).flatMap(({ id }) => walked(id, groups, nodes));
  return [...inner, ...nodes.filter((node) => node.group === group).map(({ id }) => id)];
}

function tenantNode({ department, id, lines, title }: Tenant): GraphNode {
  const group = department === undefined ? 'teams' : `department:${department}:teams`;
  return { id, group, part: 'teams', title, lines };
}

function queueBox({ id: tenant }: Tenant, queue: RenderedQueue, cohorts: TenantPieceProps['cohorts']) {
  const id = `queue:${tenant}:${queue.name}`;
  const group = queue.cohort !== undefined && cohorts.has(queue.cohort) ? cohortId(queue.cohort) : 'queues';
  const lines = queue.local === '' ? [] : [`LocalQueue ${queue.local}`];
  const node: GraphNode = { id, group, part: 'queues', title: queue.name, lines };
  return { node, enters: { from: tenant, to: id }, queue };
}

/** Frames of the cohorts that hold a queue, and of those above them; parents first. */
function cohortGroups(cohorts: TenantPieceProps['cohorts'], used: ReadonlySet<string>): GraphGroup[] {
  const found = new Map<string, GraphGroup>();
  const add = (name: string, above: readonly string[]): void => {
    if (found.has(name) || above.includes(name)) return;
    const parent = cohorts.get(name);
    const known = parent !== undefined && cohorts.has(parent) ? parent : undefined;
    if (known !== undefined) add(known, [...above, name]);
    const around = known !== undefined && found.has(known) ? cohortId(known) : 'queues';
    found.set(name, { id: cohortId(name), title: `cohort ${name}`, part: 'queues', parent: around });
  };
  for (const name of cohorts.keys()) if (used.has(cohortId(name))) add(name, []);
  return [...found.values()];
}

function cohortId(name: string): string {
  return `cohort:${name}`;
}

function quotaEdges(from: string, quotas: readonly PoolQuota[], pools: PoolPiece): GraphEdge[] {
  return [...grouped(quotas, ({ pool }) => pools.nodeOf(pool))].map(([to, all]) => {
    const [only] = all;
    // Several pools in one box count different things; their sum would mean nothing.
    return { from, to, label: all.length === 1 && only !== undefined ? quotaLabel(only) : `${all.length} pools` };
  });
}

function quotaLabel({ borrowable, guaranteed }: PoolQuota): string {
  const kept = guaranteed.toLocaleString('en-US');
  return borrowable === 0 ? kept : `${kept} + ${borrowable.toLocaleString('en-US')}`;
}
