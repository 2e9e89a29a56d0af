import { components } from '../../catalog/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import type { ManagementConnection } from '../management-connection.ts';
import { clusterApiFindings } from './cluster-api/findings.ts';
import { error, machineFindings, noMachines, warning } from './machine-findings.ts';

/** What would stop in the middle of building a cluster from machines, found before the first one is touched. */
export function* baremetalFindings(
  spec: PlatformOn<'baremetal'>,
  facts: TargetFacts,
  management?: ManagementConnection,
): Iterable<Finding> {
  const talos = spec.target.distribution === 'talos';
  if (talos) yield* ofVersion(spec);
  const none = [...noMachines(spec)];
  if (none.length > 0) {
    yield* none;
    return;
  }
  yield* machineFindings(spec);
  if (!talos) {
    yield* clusterApiFindings(spec, facts, management);
    return;
  }
  yield* ofEndpoint(spec);
  yield* ofPools(spec, facts);
}

/** Talos runs the minors that it lists, and no other. */
function* ofVersion({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const { kubernetes, version } = components.talos;
  const [oldest, newest] = kubernetes.map((minor) => Number(minor.split('.')[1])) as [number, number];
  const minor = Number(target.kubernetes.split('.')[1]);
  if (minor >= oldest && minor <= newest) return;
  yield error(['target', 'kubernetes'], {
    code: 'STACK_TALOS_KUBERNETES',
    problem: `Talos ${version} runs Kubernetes ${kubernetes.join(' to ')}, not ${target.kubernetes}`,
    fix: `write "${kubernetes[1]}"`,
  });
}

/** Without a common address the machines of the control plane do not stand in for one another. */
function* ofEndpoint({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const machines = target.machines.filter(({ pool }) => pool === undefined);
  if (machines.length > 1 && target.endpoint === undefined)
    yield warning(['target', 'endpoint'], {
      code: 'STACK_ENDPOINT_SINGLE',
      problem: `the API is reached at ${machines[0]?.name} only, so that the other machines of the control plane do not help while that one is away`,
      fix: 'write the address of a load balancer, or a name that leads to all of them',
    });
}

function* ofPools({ pools, target }: PlatformOn<'baremetal'>, facts: TargetFacts): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const listed = target.machines.filter((machine) => machine.pool === pool.name).length;
    const standing = facts.pools[index]?.nodes.standing ?? 0;
    if (listed !== standing)
      yield error(['pools', index, 'nodes', 'max'], {
        code: 'STACK_MACHINES_COUNT',
        problem: `pool ${pool.name} has ${standing} nodes, which quotas count on, and ${listed} machines are listed for it`,
        fix: `list its machines at target.machines, or set nodes.max to ${Math.max(listed, 1)}`,
      });
    const vendor = poolShape('baremetal', pool)?.accelerator?.vendor;
    if (vendor !== undefined && vendor !== 'nvidia' && vendor !== 'amd')
      yield error(['pools', index], {
        code: 'STACK_TALOS_DRIVER',
        problem: `Talos has no driver for the accelerators of pool ${pool.name}, and nobody can put one on its machines`,
        fix: 'build the cluster with another operating system and name it as target.kind existing',
      });
  }
}
