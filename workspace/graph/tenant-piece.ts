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

/** Draws teams by department, their queues by cohort, and what each may take of each pool. */
export function tenantPiece({ cohorts, pools, tenants }: TenantPieceProps): GraphPiece {
  const departments = new Set(tenants.flatMap(({ department }) => (department === undefined ? [] : [department])));
  const boxes = tenants.flatMap((tenant) => tenant.queues.map((queue) => queueBox(tenant, queue, cohorts)));
  return {
    groups: [
      { id: 'teams', title: 'Teams', part: 'teams' },
      ...[...departments].map((name): GraphGroup => {
        return { id: `department:${name}:teams`, title: `department ${name}`, part: 'teams', parent: 'teams' };
      }),
      { id: 'queues', title: 'Queues: guaranteed + borrowable', part: 'queues' },
      ...cohortGroups(cohorts, new Set(boxes.map(({ node }) => node.group))),
    ],
    nodes: [...tenants.map(tenantNode), ...boxes.map(({ node }) => node)],
    edges: boxes.flatMap(({ enters, node, queue }) => [enters, ...quotaEdges(node.id, queue.quotas, pools)]),
  };
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
