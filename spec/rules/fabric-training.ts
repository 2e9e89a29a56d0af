import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** Training over several nodes without a network between accelerators works, but mostly waits. */
export function* fabricTraining({ pools, target, teams, training }: PlatformSpec): Iterable<Finding> {
  if (training === undefined) return;
  for (const [index, pool] of pools.entries()) {
    const shape = poolShape(target.kind, pool);
    if (shape?.accelerator === undefined || shape.fabric.kind !== 'none' || pool.sharing.kind !== 'whole') continue;
    const largest = Math.max(0, ...teams.map((team) => reach(quotaOn(team, pool.name))));
    if (pool.nodes.max < 2 || largest <= shape.devicesPerNode) continue;
    yield {
      code: 'TRAINING_FABRIC_NONE',
      level: 'warning',
      at: pathText(['pools', index, pool.machine === undefined ? 'instance' : 'machine']),
      problem: `nodes of pool ${pool.name} have ${shape.devicesPerNode} accelerators and no network between those of different nodes, and teams may train on up to ${largest}`,
      fix: 'choose nodes with a fabric (EFA, InfiniBand, RoCE, TCPX), keep each job on one node, or set the quotas’ scheduling to single',
    };
  }
}

function reach(quota: ReturnType<typeof quotaOn>): number {
  return quota === undefined || quota.scheduling === 'single' ? 0 : quota.guaranteed + quota.borrowable;
}
