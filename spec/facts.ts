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

/** How many nodes of a pool are always there, and how many come and go; together the spec's largest number. */
export interface PoolNodes {
  /** Nodes that the stack itself makes and keeps. */
  readonly standing: number;
  /** Nodes that the autoscaler may add to them. */
  readonly elastic: number;
}

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
  /** Taints its nodes carry, whoever sets them; tolerating one that a cloud leaves out does no harm. */
  readonly taints: readonly Taint[];
  /** Node labels from the widest to the narrowest network block, the last being the host; empty: the place has none. */
  readonly topologyLevels: readonly string[];
  /** Who installs the driver. */
  readonly driver: DriverOwner;
  /** Who runs the device plugin or DRA driver. */
  readonly allocator: AllocatorOwner;
  /** Who brings NVIDIA's container toolkit. @default - whoever usually does at this place (constructs/accelerators) */
  readonly containerToolkit?: 'machineImage' | 'operator';
  /** What adds and removes its nodes; `none` for a pool of fixed size. */
  readonly autoscaler: NodeAutoscaler;
  /** How many of its nodes are always there, and how many the autoscaler may add. */
  readonly nodes: PoolNodes;
  /** Placement group of the cloud that its nodes are packed into; the stack makes it. @default - none */
  readonly placementGroup?: string;
  /** RDMA device that a pod requests for the fabric. @default - no fabric device */
  readonly fabric?: FabricDevice;
}

/** RDMA device that a pod requests for the fabric. */
export interface FabricDevice {
  /** Extended resource. */
  readonly resource: string;
  /** How many of it one node has. */
  readonly perNode: number;
  /** Further resources that a pod requests in the same amount, where each port has a name of its own. @default - none */
  readonly further?: readonly string[];
  /** Who tells Kubernetes of it: the platform's device plugin, or the cloud's own. @default operator */
  readonly allocator?: 'operator' | 'cloud';
}

/** What the manifests must know about one team. Same order as the spec's teams. */
export interface TeamFacts {
  /** Name of the team. */
  readonly name: string;
  /** Annotations of its service accounts that grant the cloud identity. Empty: the place has none. */
  readonly identityAnnotations: Readonly<Record<string, string>>;
  /** Labels its pods carry so that the identity is injected. */
  readonly identityPodLabels: Readonly<Record<string, string>>;
  /** Who makes the team's service accounts: the stack where one must carry what is known only after deployment. */
  readonly serviceAccountOwner: 'manifests' | 'stack';
  /** Object store of the team. @default - the place has none */
  readonly bucket?: TeamBucket;
}

/** A team's part of the object store. */
export interface TeamBucket {
  /** Name of the bucket: chosen from the spec, never read back. */
  readonly name: string;
  /** How programs address it, for example `s3://atlas-prod-vision-3f2a`. */
  readonly uri: string;
  /** Storage account that the bucket (there: container) stands in. @default - the place has no storage accounts */
  readonly account?: string;
  /** Endpoint of an S3 store that is not the cloud's own. @default - the cloud's */
  readonly endpoint?: string;
  /** Secret in the team's namespace that holds access keys, where the place has no workload identity. @default - identity, no keys */
  readonly secret?: string;
}

/** Where the registry keeps images, charts and models. */
export type RegistryStore =
  /** A bucket that speaks S3. */
  | {
      readonly kind: 's3';
      /** Name of the bucket: chosen, never read back. */
      readonly bucket: string;
      /** Region, as the store's signatures name it. */
      readonly region: string;
      /** Endpoint of a store that is not the cloud's own. @default - the cloud's */
      readonly endpoint?: string;
      /** Secret in the registry's namespace with its keys, named as the registry reads them. */
      readonly secret: string;
      /** Whether clients can reach the store themselves, and are sent there for layers. */
      readonly redirects: boolean;
    }
  /** A bucket of Google, by the identity of the registry's pods. */
  | { readonly kind: 'gcs'; readonly bucket: string }
  /** A container of a storage account of Azure. */
  | { readonly kind: 'azure'; readonly account: string; readonly container: string; readonly secret: string };

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
  /** A key that is a line of htpasswd (name and bcrypt hash) of another key. @default - none is */
  readonly htpasswd?: { readonly key: string; readonly user: string; readonly of: string };
  /** Name of where its values come from: all objects with the same one hold the same values. @default - values of its own */
  readonly source?: string;
  /** Whether its content cannot be made up, so that whoever runs the platform brings it. @default false - a stack makes it */
  readonly given?: boolean;
  /** What it is for. */
  readonly purpose: string;
}

/** Names under which the stack makes what Karpenter on AWS works with. */
export interface KarpenterFacts {
  /** Namespace of the controller; its pod identity is bound to it. */
  readonly namespace: string;
  /** Service account of the controller. */
  readonly serviceAccount: string;
  /** IAM role that new nodes take. */
  readonly nodeRole: string;
  /** Tag of the subnets and security groups that new nodes join. */
  readonly discoveryTag: { readonly key: string; readonly value: string };
  /** Ids of the subnets that new nodes join, where they are there already and nobody tags them. @default - those with the tag */
  readonly subnets?: readonly string[];
  /** SQS queue that tells of spot interruptions and maintenance. */
  readonly interruptionQueue: string;
}

/** A network that one card of each machine is in (GPUDirect-TCPX and -TCPXO). */
export interface AcceleratorNetwork {
  /** Name of the network in the cluster, by which pods ask for the card. */
  readonly name: string;
  /** Name of the cloud's network. */
  readonly network: string;
  /** Name of its subnet. */
  readonly subnet: string;
}

/** Where the cluster autoscaler finds the machines that Cluster API manages. */
export interface ClusterApiFacts {
  /** Name of the Cluster object. */
  readonly cluster: string;
  /** Its namespace in the management cluster. */
  readonly namespace: string;
  /** Namespace of the autoscaler in this cluster. */
  readonly autoscalerNamespace: string;
  /** Secret there with a kubeconfig of the management cluster, under the key `value`. */
  readonly kubeconfigSecret: string;
}

/** Where DNS records are written, and what the controllers there must be told. */
export type DnsFacts =
  | { readonly provider: 'aws'; readonly region: string }
  | { readonly provider: 'google'; readonly project: string }
  | { readonly provider: 'azure'; readonly subscription: string }
  | { readonly provider: 'digitalocean' }
  | { readonly provider: 'rfc2136'; readonly server: string };

/** Where External Secrets reads. Every entry of this platform begins with `prefix`. */
export type SecretStoreFacts = { readonly prefix: string } & (
  | { readonly kind: 'aws'; readonly region: string }
  | { readonly kind: 'gcp'; readonly project: string }
  | { readonly kind: 'azure'; readonly vault: string }
  | {
      readonly kind: 'vault';
      readonly server: string;
      readonly mount: string;
      readonly auth: string;
      readonly role: string;
    }
);

/** What the way in must know about the place. */
export interface AccessFacts {
  /** Annotations of the gateway's Service, by which the place gives it a private address or one of the internet. */
  readonly loadBalancer: Readonly<Record<string, string>>;
  /** Who makes the service accounts of the controllers that talk to the place (`ACCESS_ACCOUNTS`). */
  readonly serviceAccountOwner: 'manifests' | 'stack';
  /** Labels their pods carry so that the identity is injected. */
  readonly identityPodLabels: Readonly<Record<string, string>>;
  /** Where DNS records are written. @default - nowhere */
  readonly dns?: DnsFacts;
  /** Where secrets come from. @default - no store: their owners make them */
  readonly secretStore?: SecretStoreFacts;
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
  /** Where the registry keeps its content. @default - there is no registry, or the place has no object store: a volume */
  readonly registryStore?: RegistryStore;
  /** Sandboxes whose runtime the nodes have or get. */
  readonly sandboxes: readonly ('gvisor' | 'kata')[];
  /** Objects that the stack brings. */
  readonly external: readonly ExternalObject[];
  /** What Karpenter works with, where the platform installs it. @default - the place has none, or runs it itself */
  readonly karpenter?: KarpenterFacts;
  /** Where the machines are managed. @default - not by Cluster API */
  readonly clusterApi?: ClusterApiFacts;
  /** Networks between accelerators besides the machines' own, in the order of a machine's cards. @default - there are none */
  readonly acceleratorNetworks?: readonly AcceleratorNetwork[];
  /** What the way in must know. @default - the spec has none */
  readonly access?: AccessFacts;
}
