import { components } from '../../../catalog/index.ts';
import type { TargetFacts } from '../../../spec/facts.ts';
import type { Finding } from '../../../spec/finding.ts';
import type { MachineSpec } from '../../../spec/machine.ts';
import type { PlatformOn } from '../../../spec/platform.ts';
import { poolShape } from '../../../spec/pool-shape.ts';
import type { SpecPath } from '../../../spec/spec-path.ts';
import type { ManagementConnection } from '../../management-connection.ts';
import { error } from '../machine-findings.ts';
import { contextOf } from './management-context.ts';

/** What Cluster API and Metal3 would wait for without end, found before the first machine is switched on. */
export function* clusterApiFindings(
  spec: PlatformOn<'baremetal'>,
  facts: TargetFacts,
  management?: ManagementConnection,
): Iterable<Finding> {
  yield* ofVersion(spec);
  yield* ofTarget(spec, facts);
  yield* ofManagement(spec, management);
  for (const [index, machine] of spec.target.machines.entries()) yield* ofMachine(spec, machine, index, management);
  yield* ofPools(spec, facts);
}

function* ofVersion({ target }: PlatformOn<'baremetal'>): Iterable<Finding> {
  const { kubernetes, version } = components['cluster-api'];
  const [oldest, newest] = kubernetes.map((minor) => Number(minor.split('.')[1])) as [number, number];
  const minor = Number(target.kubernetes.split('.')[1]);
  if (minor >= oldest && minor <= newest) return;
  yield error(['target', 'kubernetes'], {
    code: 'STACK_CLUSTER_API_KUBERNETES',
    problem: `Cluster API ${version} makes clusters of Kubernetes ${kubernetes.join(' to ')}, not ${target.kubernetes}`,
    fix: `write "${kubernetes[1]}"`,
  });
}

function* ofTarget({ target }: PlatformOn<'baremetal'>, facts: TargetFacts): Iterable<Finding> {
  if (target.image === undefined)
    yield error(['target', 'image'], {
      code: 'STACK_IMAGE_NONE',
      problem: 'Metal3 writes an image to every machine, and none is named',
      fix: 'name an image with kubeadm, kubelet and containerd, and its checksum, at target.image',
    });
  if (target.endpoint === undefined && target.machines.filter(({ pool }) => pool === undefined).length > 1)
    yield error(['target', 'endpoint'], {
      code: 'STACK_ENDPOINT_NONE',
      problem: 'Metal3 chooses which machine of the control plane comes first, and no address leads to all of them',
      fix: 'write the address of a load balancer, or a name that leads to all of them',
    });
  if (facts.clusterApi !== undefined && target.management?.server === undefined)
    yield error(['target', 'management', 'server'], {
      code: 'STACK_MANAGEMENT_SERVER',
      problem: 'the cluster autoscaler asks the management cluster for machines, and nothing says where it is',
      fix: 'write the address of its API as machines of this cluster reach it, or set nodes.min of every pool to nodes.max',
    });
}

/** The context that a terminal was last used with may be any cluster. */
function* ofManagement(spec: PlatformOn<'baremetal'>, management?: ManagementConnection): Iterable<Finding> {
  if (contextOf(spec, management) !== undefined || management?.kubeconfig !== undefined) return;
  yield error(['target', 'management', 'context'], {
    code: 'STACK_MANAGEMENT_CONTEXT',
    problem: 'nothing says which cluster makes the machines',
    fix: 'name a context of your kubeconfig here or at plinth:managementContext, or give a kubeconfig at plinth:managementKubeconfig',
  });
}

function* ofMachine(
  { target }: PlatformOn<'baremetal'>,
  machine: MachineSpec,
  index: number,
  management: ManagementConnection | undefined,
): Iterable<Finding> {
  const at = (field: keyof MachineSpec): SpecPath => ['target', 'machines', index, field];
  const { bmc, mac, name } = machine;
  if (mac === undefined)
    yield error(at('mac'), {
      code: 'STACK_MACHINE_MAC',
      problem: `nothing says from which network card ${name} starts`,
      fix: 'write the hardware address of that card',
    });
  else if (target.machines.slice(0, index).some((each) => each.mac === mac))
    yield error(at('mac'), {
      code: 'STACK_MACHINE_TWICE',
      problem: `two machines have the mac ${mac}`,
      fix: 'give each its own',
    });
  if (bmc === undefined)
    yield error(at('bmc'), {
      code: 'STACK_MACHINE_BMC',
      problem: `nothing says how ${name} is switched on`,
      fix: 'write the address of its own controller (BMC)',
    });
  else if (bmc.credentials === undefined && management?.credentials?.has(name) !== true)
    yield error([...at('bmc'), 'credentials'], {
      code: 'STACK_BMC_CREDENTIALS',
      problem: `nobody knows user and password of the controller of ${name}`,
      fix: `run pulumi config set --secret --path 'plinth:bmcCredentials["${name}"].password' and the same for username, or name a Secret of the management cluster`,
    });
}

function* ofPools({ pools, target }: PlatformOn<'baremetal'>, facts: TargetFacts): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const listed = target.machines.filter((machine) => machine.pool === pool.name);
    if (listed.length !== pool.nodes.max)
      yield error(['pools', index, 'nodes', 'max'], {
        code: 'STACK_MACHINES_COUNT',
        problem: `pool ${pool.name} has up to ${pool.nodes.max} nodes, which quotas count on, and ${listed.length} machines are listed for it`,
        fix: `list its machines at target.machines, or set nodes.max to ${Math.max(listed.length, 1)}`,
      });
    if (facts.pools[index]?.autoscaler !== 'clusterAutoscaler') continue;
    const shape = poolShape('baremetal', pool);
    if (pool.nodes.min === 0 && (shape?.vcpus === undefined || shape.memoryGib === undefined))
      yield error(['pools', index, 'nodes', 'min'], {
        code: 'STACK_POOL_UNSIZED',
        problem: `the cluster autoscaler does not know how large a machine of pool ${pool.name} is as long as there is none`,
        fix: 'describe it at machine instead of instance, or set nodes.min to 1 or more',
      });
    for (const machine of listed.filter(({ dataDisks }) => dataDisks.length > 0))
      yield error(['target', 'machines', target.machines.indexOf(machine), 'dataDisks'], {
        code: 'STACK_STORAGE_ELASTIC',
        problem: `${machine.name} comes and goes with pool ${pool.name}, and data on its disks with it`,
        fix: 'name disks of machines that stay: of the control plane, or of pools whose nodes.min is their nodes.max',
      });
  }
}
