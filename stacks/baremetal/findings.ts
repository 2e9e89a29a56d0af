import { components } from '../../catalog/index.ts';
import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import type { MachineSpec } from '../../spec/machine.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { pathText, type SpecPath } from '../../spec/spec-path.ts';

/** What would stop in the middle of building a cluster from machines, found before the first one is touched. */
export function* baremetalFindings(spec: PlatformOn<'baremetal'>, facts: TargetFacts): Iterable<Finding> {
  const { target } = spec;
  if (target.distribution === 'clusterApi') {
    yield error(['target', 'distribution'], {
      code: 'STACK_DISTRIBUTION_OUTSIDE',
      problem: 'Cluster API makes machines from a management cluster of its own, and the stack cannot build that',
      fix: 'choose talos; or let Cluster API build the cluster, and name it as target.kind existing',
    });
    return;
  }
  yield* ofVersion(spec);
  if (target.machines.every(({ pool }) => pool !== undefined)) {
    yield error(['target', 'machines'], {
      code: 'STACK_MACHINES_NONE',
      problem: 'no machine is listed that could be the control plane',
      fix: 'list the machines; those without a pool are the control plane, one or three of them',
    });
    return;
  }
  yield* ofControlPlane(spec);
  for (const [index, machine] of target.machines.entries()) yield* ofMachine(spec, machine, index);
  yield* ofPools(spec, facts);
  yield* ofStorage(spec);
}

function error(at: SpecPath, rest: Pick<Finding, 'code' | 'problem' | 'fix'>): Finding {
  return { level: 'error', at: pathText(at), ...rest };
}

function warning(at: SpecPath, rest: Pick<Finding, 'code' | 'problem' | 'fix'>): Finding {
  return { level: 'warning', at: pathText(at), ...rest };
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

function* ofControlPlane({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const machines = target.machines.filter(({ pool }) => pool === undefined);
  if (machines.length % 2 === 0)
    yield error(['target', 'machines'], {
      code: 'STACK_CONTROL_PLANE_EVEN',
      problem: `${machines.length} machines are the control plane, which has a majority only as long as more than half of them work`,
      fix: 'make it one, three or five',
    });
  if (machines.length > 1 && target.endpoint === undefined)
    yield warning(['target', 'endpoint'], {
      code: 'STACK_ENDPOINT_SINGLE',
      problem: `the API is reached at ${machines[0]?.name} only, so that the other machines of the control plane do not help while that one is away`,
      fix: 'write the address of a load balancer, or a name that leads to all of them',
    });
  const sites = new Set(machines.map(({ site }) => site ?? target.site));
  if (sites.size === 2)
    yield warning(['target', 'machines'], {
      code: 'STACK_CONTROL_PLANE_SITES',
      problem: 'the control plane stands in two sites: without the one that has more of it, the cluster stands still',
      fix: 'put it into one site, or into three',
    });
}

function* ofMachine(
  { pools, target }: PlatformOn<'baremetal'>,
  machine: MachineSpec,
  index: number,
): Iterable<Finding> {
  const at = (field: keyof MachineSpec): SpecPath => ['target', 'machines', index, field];
  const { address, dataDisks, disk, name, pool } = machine;
  const earlier = target.machines.slice(0, index);
  for (const field of ['name', 'address'] as const)
    if (earlier.some((each) => each[field] === machine[field]))
      yield error(at(field), {
        code: 'STACK_MACHINE_TWICE',
        problem: `two machines have the ${field} ${machine[field]}`,
        fix: 'give each its own',
      });
  const known = pools.map((each) => each.name);
  if (pool !== undefined && !known.includes(pool))
    yield error(at('pool'), {
      code: 'STACK_MACHINE_POOL',
      problem: `there is no pool ${pool}`,
      fix: fixByName(pool, known),
    });
  if (!within(address, target.network.nodes))
    yield error(at('address'), {
      code: 'STACK_MACHINE_ADDRESS',
      problem: `${address} of ${name} lies outside ${target.network.nodes}, where teams’ rules expect the nodes`,
      fix: 'write a network at target.network.nodes that holds the machines of all sites',
    });
  if (dataDisks.includes(disk))
    yield error(at('dataDisks'), {
      code: 'STACK_MACHINE_DISK',
      problem: `${disk} of ${name} is the disk of the operating system`,
      fix: 'leave it out of dataDisks',
    });
}

function within(address: string, network: string): boolean {
  const [one, all] = [cidrRange(`${address}/${address.includes(':') ? 128 : 32}`), cidrRange(network)];
  return one !== undefined && all !== undefined && overlap(one, all);
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

/** Ceph keeps three copies, each on a machine of its own. */
const COPIES = 3;

function* ofStorage({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const machines = target.machines.filter(({ dataDisks }) => dataDisks.length > 0).length;
  if (machines === 0)
    yield error(['target', 'machines'], {
      code: 'STACK_STORAGE_NONE',
      problem: 'no machine has disks for data, and volumes and buckets have to lie somewhere',
      fix: 'name empty disks of three machines or more at dataDisks',
    });
  else if (machines < COPIES)
    yield warning(['target', 'machines'], {
      code: 'STACK_STORAGE_COPIES',
      problem: `${machines === 1 ? 'one machine has' : `${machines} machines have`} disks for data, so that fewer than ${COPIES} copies are kept`,
      fix: 'name empty disks of three machines or more at dataDisks',
    });
}
