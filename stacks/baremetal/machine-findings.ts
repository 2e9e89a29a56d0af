import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import type { Finding } from '../../spec/finding.ts';
import type { MachineSpec } from '../../spec/machine.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { pathText, type SpecPath } from '../../spec/spec-path.ts';

/** What is wrong with the list of machines, whatever makes a cluster of them. */
export function* machineFindings(spec: PlatformOn<'baremetal'>): Iterable<Finding> {
  yield* ofControlPlane(spec);
  for (const [index, machine] of spec.target.machines.entries()) yield* ofMachine(spec, machine, index);
  yield* ofStorage(spec);
}

/** What stops a cluster before there is one: nobody to be its control plane. */
export function* noMachines({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  if (target.machines.some(({ pool }) => pool === undefined)) return;
  yield error(['target', 'machines'], {
    code: 'STACK_MACHINES_NONE',
    problem: 'no machine is listed that could be the control plane',
    fix: 'list the machines; those without a pool are the control plane, one or three of them',
  });
}

/** What a stack cannot be built with. */
export function error(at: SpecPath, rest: Pick<Finding, 'code' | 'problem' | 'fix'>): Finding {
  return { level: 'error', at: pathText(at), ...rest };
}

/** What a stack can be built with, and somebody will regret. */
export function warning(at: SpecPath, rest: Pick<Finding, 'code' | 'problem' | 'fix'>): Finding {
  return { level: 'warning', at: pathText(at), ...rest };
}

function* ofControlPlane({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const machines = target.machines.filter(({ pool }) => pool === undefined);
  if (machines.length % 2 === 0)
    yield error(['target', 'machines'], {
      code: 'STACK_CONTROL_PLANE_EVEN',
      problem: `${machines.length} machines are the control plane, which has a majority only as long as more than half of them work`,
      fix: 'make it one, three or five',
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
