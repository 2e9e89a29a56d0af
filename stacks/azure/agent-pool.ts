import { createHash } from 'node:crypto';
import type { AgentPoolArgs } from '@pulumi/azure-native/containerservice/agentPool.js';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { AzureTarget } from '../../spec/target.ts';
import { cutByAks } from './mig-profile.ts';
import { poolZones } from './zones.ts';

/** System disk of a machine, as Karpenter's machines have it. Unit: GB. */
const SYSTEM_DISK = { withAccelerators: 256, without: 128 } as const;

/** Machines of a pool. */
export interface AgentPoolInput {
  /** The pool. */
  readonly pool: PoolSpec;
  /** What the manifests count on. */
  readonly facts: PoolFacts;
  /** Labels that its nodes carry from the beginning. */
  readonly nodeLabels: NodeLabels;
  /** Region, zones and Kubernetes. */
  readonly target: AzureTarget;
  /** Whether a team whose pods must run in Kata may use it. */
  readonly kata: boolean;
}

/** What AKS is asked for, without what is known only after deployment. */
export type ChosenPoolArgs = Omit<AgentPoolArgs, 'resourceGroupName' | 'resourceName'>;

/** Settings of AKS for the machines of one pool; the same as its node class has where Karpenter adds machines (constructs/autoscaling). */
export function agentPoolArgs(input: AgentPoolInput): ChosenPoolArgs {
  const { facts, nodeLabels, pool, target } = input;
  const lasting = lastingArgs(input);
  return {
    ...lasting,
    agentPoolName: agentPoolName(pool.name, { ...lasting, placementGroup: facts.placementGroup }),
    mode: 'User',
    type: 'VirtualMachineScaleSets',
    osType: 'Linux',
    orchestratorVersion: target.kubernetes,
    nodeLabels: { ...pool.labels, ...nodeLabels, ...facts.nodeLabels },
    nodeTaints: facts.taints.map(({ effect, key, value }) => `${key}=${value}:${effect}`),
    ...size(facts),
    ...upgrade(facts, pool),
  };
}

/** What cannot be changed: another value means another pool. */
export function lastingArgs({ facts, kata, pool, target }: Omit<AgentPoolInput, 'nodeLabels'>) {
  const accelerated = facts.resource !== 'cpu';
  const zones = poolZones(target, pool.zones, accelerated);
  return {
    vmSize: pool.instance ?? '',
    osSKU: kata ? 'AzureLinux' : 'Ubuntu',
    osDiskSizeGB: accelerated ? SYSTEM_DISK.withAccelerators : SYSTEM_DISK.without,
    ...(zones.length === 0 ? {} : { availabilityZones: [...zones] }),
    ...(kata ? { workloadRuntime: 'KataVmIsolation' } : {}),
    ...(accelerated ? { gpuProfile: { driver: facts.driver === 'cloud' ? 'Install' : 'None' } } : {}),
    ...partitions(pool, facts),
    ...market(pool),
  };
}

function partitions(pool: PoolSpec, facts: PoolFacts) {
  const gpuInstanceProfile = cutByAks(pool, facts);
  return gpuInstanceProfile === undefined ? {} : { gpuInstanceProfile };
}

/** Spot machines cost what they cost; reservations are taken by id, and never bought. */
function market({ capacity }: PoolSpec) {
  if (capacity.kind === 'spot')
    return { scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: -1 } as const;
  return capacity.kind === 'reservation' ? { capacityReservationGroupID: capacity.reservation } : {};
}

/** The number of machines is AKS' autoscaler's where the facts say so, and otherwise ours; Karpenter adds machines beside the pool. */
function size({ autoscaler, nodes }: PoolFacts) {
  if (autoscaler !== 'nodePool') return { enableAutoScaling: false, count: nodes.standing };
  const [minCount, maxCount] = [nodes.standing, nodes.standing + nodes.elastic];
  return { enableAutoScaling: true, count: minCount, minCount, maxCount };
}

/** Machines with accelerators are renewed one by one in their place: there is none to spare. For spot AKS decides itself. */
function upgrade({ resource }: PoolFacts, { capacity }: PoolSpec) {
  if (capacity.kind === 'spot') return {};
  return { upgradeSettings: resource === 'cpu' ? { maxSurge: '33%' } : { maxSurge: '0', maxUnavailable: '1' } };
}

/** Longest name that AKS takes for a pool; lower-case letters and digits, a letter first. Unit: characters. */
const LONGEST_POOL = 12;
const ENDING = 6;

/**
 * Name of a pool at AKS: what fits of its own, and an ending that changes with everything that cannot be changed, so that the
 * new pool has its machines before the old one gives them up.
 *
 * A test keeps one such name as it is: if it changes, so does every pool of every platform, and all machines are replaced.
 *
 * @param pool - name of the pool
 * @param lasting - what cannot be changed; what is `undefined` counts as not there
 */
export function agentPoolName(pool: string, lasting: Readonly<Record<string, unknown>>): string {
  const known = Object.entries(lasting).filter(([, value]) => value !== undefined);
  const text = JSON.stringify([pool, known.sort(([a], [b]) => (a < b ? -1 : 1))]);
  const ending = createHash('sha256').update(text).digest('hex').slice(0, ENDING);
  const plain = pool.replaceAll('-', '').replace(/^(?=\d)/, 'p');
  return `${plain.slice(0, LONGEST_POOL - ENDING)}${ending}`;
}
