import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ObjectMeta, Taint } from './kubernetes.gen.ts';

// Written by hand from the public reference of GKE: the CRD is installed by Google and in no module.

/** Existing node pools, tried as they are; nothing else can be said beside them. */
interface NodePoolsPriority {
  /** Names of the node pools. */
  readonly nodepools: readonly string[];
}

/** Either a machine type, or a family with a least size; never both. */
type Machine =
  | {
      readonly machineType: string;
      readonly machineFamily?: never;
      readonly minCores?: never;
      readonly minMemoryGb?: never;
    }
  | {
      readonly machineType?: never;
      readonly machineFamily?: string;
      /** Least number of vCPUs. */
      readonly minCores?: number;
      /** Least memory in GB. */
      readonly minMemoryGb?: number;
    };

/** How capacity is bought: on demand, spot or flex-start; the last two exclude each other. */
type Provisioning =
  | { readonly spot?: boolean; readonly flexStart?: never }
  | {
      readonly spot?: never;
      readonly flexStart: {
        readonly enabled: boolean;
        /** When a replacement is looked for, in seconds before a node's end: 1 to 604800. */
        readonly nodeRecycling?: { readonly leadTimeSeconds: number };
      };
    };

/** Which reservations are used: named ones only, any with on-demand as fallback, or none. */
export type ComputeClassReservations =
  | { readonly affinity: 'Specific'; readonly specific: readonly SpecificReservation[] }
  | { readonly affinity: 'AnyBestEffort' | 'None' };

interface SpecificReservation {
  readonly name: string;
  /**
   * Project that owns the reservation.
   *
   * @default - the project of the cluster
   */
  readonly project?: string;
  readonly reservationBlock?: { readonly name: string; readonly reservationSubBlock?: { readonly name: string } };
  readonly zones?: readonly string[];
}

/** Properties of new nodes that do not depend on how they are bought. */
interface NodeShape {
  readonly gpu?: {
    /** Accelerator type, for example `nvidia-l4`. */
    readonly type: string;
    /** GPUs of each node. */
    readonly count: number;
    readonly driverVersion?: 'default' | 'latest';
    readonly topology?: string;
  };
  readonly tpu?: {
    /** Accelerator type, for example `tpu-v6e-slice`. */
    readonly type: string;
    /** Chips of each node. */
    readonly count: number;
    /** Shape of the slice, for example `2x4`. */
    readonly topology: string;
  };
  readonly reservations?: ComputeClassReservations;
  /** Longest life of a node, in seconds. */
  readonly maxRunDurationSeconds?: number;
  /** 8 to 256. */
  readonly maxPodsPerNode?: number;
  /** How long this rule is tried before the next one, in seconds: 1 to 86400; flex-start and multi-host TPUs only. */
  readonly capacityCheckWaitTimeSeconds?: number;
  readonly storage?: {
    readonly bootDiskType?: string;
    /** Gigabytes. */
    readonly bootDiskSize?: number;
    readonly bootDiskKMSKey?: string;
    readonly localSSDCount?: number;
    readonly secondaryBootDisks?: readonly {
      readonly diskImageName: string;
      readonly project?: string;
      readonly mode?: 'CONTAINER_IMAGE_CACHE';
    }[];
  };
  readonly location?: { readonly zones?: readonly string[]; readonly locationPolicy?: 'ANY' | 'BALANCED' };
  /** Compact placement by the named resource policy. */
  readonly placement?: { readonly policyName: string };
  readonly nodeLabels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
}

/** One rule for new nodes; the rules are tried in order. */
export type ComputeClassPriority =
  | NodePoolsPriority
  | (NodeShape & Machine & Provisioning & { readonly nodepools?: never });

/** A list of node shapes in the order in which they are tried. */
export interface ComputeClassSpec {
  /** First choice first. */
  readonly priorities: readonly ComputeClassPriority[];
  /** Whether node pools are made and removed as needed; without it only existing ones are used. */
  readonly nodePoolAutoCreation?: { readonly enabled: boolean };
  /** Whether pods move to a better node once there is one. */
  readonly activeMigration?: { readonly optimizeRulePriority: boolean };
  /**
   * What happens when no rule can be met.
   *
   * @default DoNotScaleUp - since GKE 1.33; `ScaleUpAnyway` takes a machine family that nobody chose
   */
  readonly whenUnsatisfiable?: 'DoNotScaleUp' | 'ScaleUpAnyway';
  /** When underused nodes go. */
  readonly autoscalingPolicy?: {
    /** Minutes that a node must be underused. */
    readonly consolidationDelayMinutes?: number;
    /** Percent of CPU and memory below which a node is underused, 0 to 100. */
    readonly consolidationThreshold?: number;
    /** Percent of GPUs below which a GPU node is underused, 0 to 100. */
    readonly gpuConsolidationThreshold?: number;
  };
  /** Settings of all node pools that are made. */
  readonly nodePoolConfig?: {
    /** E-mail address of the nodes' service account. */
    readonly serviceAccount?: string;
    readonly imageType?: string;
    readonly imageStreaming?: { readonly enabled: boolean };
    readonly gvnic?: { readonly enabled: boolean };
    /** Network interfaces as DRA devices. */
    readonly dra?: { readonly networking: { readonly enabled: boolean } };
    readonly nodeLabels?: Readonly<Record<string, string>>;
    readonly taints?: readonly Taint[];
  };
}

/** Props of a {@link ComputeClass}. */
export interface ComputeClassProps {
  readonly metadata?: ObjectMeta;
  readonly spec: ComputeClassSpec;
}

/** cloud.google.com/v1 ComputeClass, cluster-scoped. */
export class ComputeClass extends ApiObject {
  static readonly apiVersion = 'cloud.google.com/v1';
  static readonly kind = 'ComputeClass';
  declare readonly kind: 'ComputeClass';
  constructor(scope: Construct, id: string, props: ComputeClassProps) {
    super(scope, id, { ...props, apiVersion: 'cloud.google.com/v1', kind: 'ComputeClass' } as ApiObjectProps);
  }
}
