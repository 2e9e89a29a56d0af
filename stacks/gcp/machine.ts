import type { Input } from '@pulumi/pulumi';
import { findInstance } from '../../catalog/index.ts';
import { googleAccelerators } from '../../constructs/autoscaling/google-accelerator.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { isSandboxed, SANDBOX_TAINT } from './sandboxed.ts';

/** What machines of a pool are started with. */
export interface MachineInput {
  /** Machine type. */
  readonly instance: string;
  /** Account that they are. */
  readonly serviceAccount: Input<string>;
  /** Labels of the nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the machines on the bill. */
  readonly billLabels: Readonly<Record<string, string>>;
  /** The pool. @default - machines of the platform itself */
  readonly pool?: PoolSpec;
  /** What the manifests count on. @default - as for `pool` */
  readonly facts?: Pick<PoolFacts, 'driver' | 'taints'>;
}

/** How GKE writes what a taint does. */
const EFFECTS = { NoSchedule: 'NO_SCHEDULE', NoExecute: 'NO_EXECUTE', PreferNoSchedule: 'PREFER_NO_SCHEDULE' } as const;
/** Boot disk, as compute classes have it. Unit: GB. */
const BOOT_DISK = { withAccelerators: 200, without: 100 } as const;
/** Machines that start from a Hyperdisk only. */
const HYPERDISK = /^(a3-ultragpu|a4|a4x|g4|ct6e|tpu7x)-/;

/**
 * Settings of the machines of one pool.
 *
 * Pods have no way to the machine's own credentials (`GKE_METADATA`), only to those of their team. Images are streamed: a pod
 * starts while its image still comes.
 */
export function nodeConfig(input: MachineInput) {
  const { facts, instance, labels, pool } = input;
  const accelerated = (findInstance('gcp', instance)?.count ?? 0) > 0;
  const disks = localDisks(instance);
  return {
    machineType: instance,
    imageType: 'COS_CONTAINERD',
    diskType: HYPERDISK.test(instance) ? 'hyperdisk-balanced' : 'pd-balanced',
    diskSizeGb: accelerated ? BOOT_DISK.withAccelerators : BOOT_DISK.without,
    serviceAccount: input.serviceAccount,
    oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    labels: { ...labels, ...(pool?.capacity.kind === 'queued' ? { 'cloud.google.com/gke-queued': 'true' } : {}) },
    taints: (facts?.taints ?? [])
      // That one GKE sets itself, and refuses from others.
      .filter(({ key }) => key !== SANDBOX_TAINT)
      .map(({ effect, key, value }) => ({ key, value, effect: EFFECTS[effect] })),
    resourceLabels: input.billLabels,
    metadata: { 'disable-legacy-endpoints': 'true' },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' },
    gcfsConfig: { enabled: true },
    gvnic: { enabled: true },
    ...(disks === 0 ? {} : { ephemeralStorageLocalSsdConfig: { localSsdCount: disks } }),
    ...(facts !== undefined && isSandboxed(facts) ? { sandboxConfig: { type: 'GVISOR' } } : {}),
    ...guestAccelerators(input),
    ...market(pool?.capacity),
  };
}

/** Disks inside a machine: they come with its type, and GKE wants to be told their number to give them to pods. */
export function localDisks(instance: string): number {
  if (/^a3-ultragpu-|^a4-/.test(instance)) return 32;
  const [, kind, count] = /^a(2-ultra|3-high|3-mega)gpu-(\d)g$/.exec(instance) ?? [];
  if (kind === undefined) return 0;
  return kind === '2-ultra' ? Number(count) : 2 * Number(count);
}

function guestAccelerators({ facts, instance, pool }: MachineInput) {
  const { gpu } = googleAccelerators(instance) as { gpu?: { type: string; count: number } };
  // TPUs follow from the machine type.
  if (gpu === undefined) return {};
  return {
    guestAccelerators: [
      {
        type: gpu.type,
        count: gpu.count,
        // Installed by GKE together with its device plugin, or by neither.
        gpuDriverInstallationConfig: {
          gpuDriverVersion: facts?.driver === 'cloud' ? 'DEFAULT' : 'INSTALLATION_DISABLED',
        },
        ...shares(pool?.sharing),
      },
    ],
  };
}

function shares(sharing: PoolSpec['sharing'] | undefined) {
  switch (sharing?.kind) {
    case 'partition':
      return { gpuPartitionSize: sharing.profile };
    case 'timeSlicing':
      return { gpuSharingConfig: { gpuSharingStrategy: 'TIME_SHARING', maxSharedClientsPerGpu: sharing.replicas } };
    case 'mps':
      return { gpuSharingConfig: { gpuSharingStrategy: 'MPS', maxSharedClientsPerGpu: sharing.replicas } };
    default:
      return {};
  }
}

/** What is reserved is used alone and never bought; what comes and goes uses no reservation, or GKE refuses the pool. */
function market(capacity: PoolSpec['capacity'] | undefined) {
  const none = { reservationAffinity: { consumeReservationType: 'NO_RESERVATION' } };
  switch (capacity?.kind) {
    case 'spot':
      return { ...none, spot: true };
    case 'flexStart':
      return { ...none, flexStart: true, maxRunDuration: `${capacity.longestRun}s` };
    case 'queued':
      return none;
    case 'reservation':
      return {
        reservationAffinity: {
          consumeReservationType: 'SPECIFIC_RESERVATION',
          key: 'compute.googleapis.com/reservation-name',
          values: [capacity.reservation],
        },
      };
    default:
      return {};
  }
}
