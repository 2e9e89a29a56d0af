import type { CapacityKind } from '../catalog/index.ts';
import type { TargetKind } from './target.ts';
import type { TeamSpec } from './team.ts';

/** What a place can and cannot do. The rules read it, and so do the types of `definePlatform`. */
export interface TargetAbility {
  /** Name that people know it by, for texts. */
  readonly title: string;
  /** Ways in which its nodes can be obtained; an instance type may offer fewer. */
  readonly capacity: readonly CapacityKind[];
  /** Whether pools may describe machines of their own instead of naming an instance type. */
  readonly machines: boolean;
  /** Sandboxes that its nodes have or get. */
  readonly sandboxes: readonly Exclude<TeamSpec['sandbox'], 'none'>[];
  /** Why the vendor's operator cannot install the accelerator's driver there. @default - it can */
  readonly noDriverOperator?: string;
  /** Whether DRA hands out hardware partitions there. */
  readonly draPartitions: boolean;
}

/**
 * What each place can do.
 *
 * Sandboxes: GKE Sandbox is gVisor, AKS pod sandboxing is Kata, Talos has system extensions for both. Kata needs
 * virtualisation inside the node, which no instance type of the AWS catalogue has.
 */
export const targetAbilities = {
  aws: {
    title: 'AWS',
    capacity: ['onDemand', 'spot', 'reservation', 'capacityBlock'],
    machines: false,
    sandboxes: [],
    draPartitions: true,
  },
  gcp: {
    title: 'Google Cloud',
    capacity: ['onDemand', 'spot', 'reservation', 'flexStart', 'queued'],
    machines: false,
    sandboxes: ['gvisor'],
    noDriverOperator: 'GKE brings the driver with its node image, Container-Optimized OS',
    draPartitions: false,
  },
  azure: {
    title: 'Azure',
    capacity: ['onDemand', 'spot', 'reservation'],
    machines: false,
    sandboxes: ['kata'],
    draPartitions: true,
  },
  digitalocean: {
    title: 'DigitalOcean',
    capacity: ['onDemand', 'spot', 'contracted'],
    machines: false,
    sandboxes: [],
    noDriverOperator: 'DigitalOcean installs the driver on every GPU node itself',
    draPartitions: true,
  },
  baremetal: {
    title: 'bare metal',
    capacity: ['onDemand'],
    machines: true,
    sandboxes: ['gvisor', 'kata'],
    draPartitions: true,
  },
  existing: {
    title: 'an existing cluster',
    capacity: ['onDemand'],
    machines: true,
    sandboxes: ['gvisor', 'kata'],
    draPartitions: true,
  },
} as const satisfies Record<TargetKind, TargetAbility>;

/** What one place can do. */
export function abilityOf(kind: TargetKind): TargetAbility {
  return targetAbilities[kind];
}
