import type { RoomProps } from '../core/index.ts';
import { type AcceleratorPool, acceleratorPools } from './accelerator-pool.ts';
import { bringsToolkit } from './nvidia-host.ts';

/** Labels of a node that decide which of NVIDIA's programs run there. */
export const NVIDIA_LABELS = {
  /** `false`: nothing of the operator's. */
  operands: 'nvidia.com/gpu.deploy.operands',
  /** `false`: not the operator's driver. */
  driver: 'nvidia.com/gpu.deploy.driver',
  /** `false`: not the operator's container toolkit. */
  toolkit: 'nvidia.com/gpu.deploy.container-toolkit',
  /** `false`: not the operator's device plugin. */
  devicePlugin: 'nvidia.com/gpu.deploy.device-plugin',
  /** `true`: the DRA driver. The operator's driver manager takes it away while it changes the driver. */
  draDriver: 'nvidia.com/dra-kubelet-plugin',
  /** Entry of the device plugin's configuration: how devices are shared. */
  sharing: 'nvidia.com/device-plugin.config',
  /** Entry of the MIG manager's configuration: how devices are cut. */
  partitions: 'nvidia.com/mig.config',
  /** `true`: not the device plugin of GKE, which also installs the driver. */
  notGke: 'gke-no-default-nvidia-gpu-device-plugin',
} as const;

/** Label of a node that names how AMD's config manager cuts its devices. */
export const AMD_PARTITION_LABEL = 'dcm.amd.com/gpu-config-profile';

/** What the NVIDIA operator runs on a node besides the driver; each waits until the toolkit works. */
const BESIDES_DRIVER = [
  'container-toolkit',
  'dcgm',
  'dcgm-exporter',
  'device-plugin',
  'gpu-feature-discovery',
  'mig-manager',
  'operator-validator',
].map((operand) => `nvidia.com/gpu.deploy.${operand}`);

/**
 * Labels that the nodes of each pool must carry from the beginning, so that each accelerator has one owner.
 *
 * They are not among the labels by which the nodes are found. Whoever makes the nodes sets them: the stack's node groups
 * and the autoscaler's templates; on a cluster that is already there a person does. Pools that need none have an empty entry.
 */
export function acceleratorNodeLabels(props: Pick<RoomProps, 'facts' | 'spec'>): ReadonlyMap<string, NodeLabels> {
  const found = new Map(acceleratorPools(props).map((of) => [of.pool.name, nodeLabelsOf(of)]));
  return new Map(props.spec.pools.map(({ name }) => [name, found.get(name) ?? {}]));
}

/** Labels of a node, in alphabetical order of their keys. */
export type NodeLabels = Readonly<Record<string, string>>;

/** The labels of one pool's nodes. */
export function nodeLabelsOf(of: AcceleratorPool): NodeLabels {
  const labels = of.accelerator.vendor === 'nvidia' ? nvidia(of) : of.accelerator.vendor === 'amd' ? amd(of) : {};
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function amd({ facts, pool }: AcceleratorPool): NodeLabels {
  return pool.sharing.kind === 'partition' && facts.allocator === 'operator'
    ? { [AMD_PARTITION_LABEL]: pool.name }
    : {};
}

function nvidia(of: AcceleratorPool): NodeLabels {
  const { facts, target } = of;
  const ours = facts.allocator === 'operator' ? plugged(of) : unplugged(of);
  return {
    ...ours,
    ...(facts.allocator === 'draDriver' ? { [NVIDIA_LABELS.draDriver]: 'true' } : {}),
    ...(target.kind === 'gcp' && facts.allocator !== 'cloud' ? { [NVIDIA_LABELS.notGke]: 'true' } : {}),
  };
}

/** The operator runs the device plugin: of the rest it leaves out what the machine image brings. */
function plugged(of: AcceleratorPool): NodeLabels {
  const { pool } = of;
  const shared = pool.sharing.kind === 'timeSlicing' || pool.sharing.kind === 'mps';
  return {
    ...(installsDriver(of) ? {} : { [NVIDIA_LABELS.driver]: 'false' }),
    ...(bringsToolkit(of) ? { [NVIDIA_LABELS.toolkit]: 'false' } : {}),
    ...(pool.sharing.kind === 'partition' ? { [NVIDIA_LABELS.partitions]: pool.name } : {}),
    ...(shared ? { [NVIDIA_LABELS.sharing]: pool.name } : {}),
  };
}

/** Somebody else hands the devices out: the operator installs the driver at most. Its validator would wait for its plugin for ever. */
function unplugged(of: AcceleratorPool): NodeLabels {
  if (installsDriver(of)) return Object.fromEntries(BESIDES_DRIVER.map((label) => [label, 'false']));
  return { [NVIDIA_LABELS.operands]: 'false', [NVIDIA_LABELS.devicePlugin]: 'false' };
}

/** Whether NVIDIA's operator installs the driver on a pool. On GKE Google's own installer does, which the room brings. */
export function installsDriver({ facts, target }: Pick<AcceleratorPool, 'facts' | 'target'>): boolean {
  return facts.driver === 'operator' && target.kind !== 'gcp';
}
