import type { TargetKind } from './target.ts';

/** A taint on the nodes of a pool. */
export interface Taint {
  /** Key, for example `nvidia.com/gpu`. */
  readonly key: string;
  /** Value. */
  readonly value: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/** Who puts the accelerator's driver on the nodes of a pool; exactly one. */
export type DriverOwner = 'machineImage' | 'cloud' | 'operator' | 'none';

/** Who tells Kubernetes how many accelerators a node has; exactly one. */
export type AllocatorOwner = 'operator' | 'cloud' | 'draDriver' | 'none';

/** What adds and removes the nodes of a pool. */
export type NodeAutoscaler = 'karpenter' | 'computeClass' | 'nodePool' | 'clusterAutoscaler' | 'none';

/** What the manifests must know about one pool. Same order as the spec's pools. */
export interface PoolFacts {
  /** Name of the pool. */
  readonly name: string;
  /** Extended resource that pods request; `cpu` for a pool without accelerators. */
  readonly resource: string;
  /** How many of that resource one node offers. Unit: accelerators, partitions, shares, or vCPUs. */
  readonly unitsPerNode: number;
  /** Labels by which its nodes are found; all of them. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Taints its nodes carry. */
  readonly taints: readonly Taint[];
  /** Node labels from the widest to the narrowest network block, the last being the host; empty: the place has none. */
  readonly topologyLevels: readonly string[];
  /** Who installs the driver. */
  readonly driver: DriverOwner;
  /** Who runs the device plugin or DRA driver. */
  readonly allocator: AllocatorOwner;
  /** What adds and removes its nodes. */
  readonly autoscaler: NodeAutoscaler;
  /** RDMA device that a pod requests for the fabric, and how many a node has. @default - no fabric device */
  readonly fabric?: { readonly resource: string; readonly perNode: number };
}

/** What the manifests must know about one team. Same order as the spec's teams. */
export interface TeamFacts {
  /** Name of the team. */
  readonly name: string;
  /** Annotations of its service accounts that grant the cloud identity. Empty: the place has none. */
  readonly identityAnnotations: Readonly<Record<string, string>>;
  /** Labels its pods carry so that the identity is injected. */
  readonly identityPodLabels: Readonly<Record<string, string>>;
  /** Object store of the team. @default - the place has none */
  readonly bucket?: TeamBucket;
}

/** A team's part of the object store. */
export interface TeamBucket {
  /** Name of the bucket: chosen from the spec, never read back. */
  readonly name: string;
  /** How programs address it, for example `s3://atlas-prod-vision-3f2a`. */
  readonly uri: string;
  /** Endpoint of an S3 store that is not the cloud's own. @default - the cloud's */
  readonly endpoint?: string;
  /** Secret in the team's namespace that holds access keys, where the place has no workload identity. @default - identity, no keys */
  readonly secret?: string;
}

/** Where pods may go for what every pod needs. */
export interface NetworkFacts {
  /** Plugin that enforces NetworkPolicy. */
  readonly engine: string;
  /** Addresses of the API server as seen from pods. */
  readonly apiServer: readonly string[];
  /** Ports of the API server. */
  readonly apiServerPorts: readonly number[];
  /** Labels of the DNS pods in `kube-system`. */
  readonly dnsPodLabels: Readonly<Record<string, string>>;
  /** Address that gives out machine or pod credentials to anyone who asks; closed to teams unless identity needs it. */
  readonly metadata: readonly string[];
  /** Address at which pods get their own workload identity. @default - none needed */
  readonly identity?: { readonly address: string; readonly ports: readonly number[] };
  /** Networks of the object store; empty: the public internet on port 443 without private ranges. */
  readonly objectStore: readonly string[];
}

/** An object that the stack, not the manifests, brings into the cluster; only its name is known here. */
export interface ExternalObject {
  /** API version. */
  readonly apiVersion: string;
  /** Kind. */
  readonly kind: string;
  /** Name. */
  readonly name: string;
  /** Namespace. @default - an object of the whole cluster */
  readonly namespace?: string;
  /** Keys that must be in its data. @default - any */
  readonly keys?: readonly string[];
  /** What it is for. */
  readonly purpose: string;
}

/**
 * What the manifests must know about the place they run in.
 *
 * Plain data, derived from the spec alone before anything is deployed: manifests render without credentials.
 */
export interface TargetFacts {
  /** Kind of place. */
  readonly kind: TargetKind;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Where pods may go. */
  readonly network: NetworkFacts;
  /** StorageClass for volumes of one node. @default - the cluster's default class */
  readonly blockStorage?: string;
  /** StorageClass for volumes of many nodes. @default - none */
  readonly sharedStorage?: string;
  /** Pools, in the spec's order. */
  readonly pools: readonly PoolFacts[];
  /** Teams, in the spec's order. */
  readonly teams: readonly TeamFacts[];
  /** Sandboxes whose runtime the nodes have or get. */
  readonly sandboxes: readonly ('gvisor' | 'kata')[];
  /** Objects that the stack brings. */
  readonly external: readonly ExternalObject[];
}
