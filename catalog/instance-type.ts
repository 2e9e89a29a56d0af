/** Ways to obtain nodes; which of them an instance type offers differs. */
export const CAPACITY_KINDS = [
  'onDemand',
  'spot',
  'reservation',
  'capacityBlock',
  'flexStart',
  'queued',
  'contracted',
] as const;

/** A way to obtain nodes. */
export type CapacityKind = (typeof CAPACITY_KINDS)[number];

/** The network between accelerators of different nodes. */
export type Fabric =
  /** AWS Elastic Fabric Adapter; `interfaces` per node, where published. */
  | { readonly kind: 'efa'; readonly interfaces?: number }
  /** InfiniBand: ports per node and their rate in Gbit/s each, where published. */
  | { readonly kind: 'infiniband'; readonly ports?: number; readonly gbpsEach?: number }
  /** RDMA over Ethernet: ports per node and their rate in Gbit/s each, where published. */
  | { readonly kind: 'roce'; readonly ports?: number; readonly gbpsEach?: number }
  /** Google's GPUDirect over TCP, with additional networks per node. */
  | { readonly kind: 'tcpx' | 'tcpxo'; readonly networks: number }
  /** Google's inter-chip interconnect of TPU slices. */
  | { readonly kind: 'ici' }
  /** A fabric whose kind only the site knows. */
  | { readonly kind: 'site' }
  /** Plain Ethernet only: training over several such nodes works, slowly. */
  | { readonly kind: 'none' };

/** A list price with everything needed to doubt it. */
export interface Price {
  /** List price of one node before discounts. Unit: US dollars per hour. */
  readonly usdPerHour: number;
  /** Region the price was read for. */
  readonly region: string;
  /**
   * Day the price was read, ISO 8601.
   *
   * @default - undated at its source: low confidence
   */
  readonly asOf?: string;
  /** Where it was read. */
  readonly source: string;
}

/** One machine shape that a pool can be made of. */
export interface InstanceType<AcceleratorName extends string = string> {
  /**
   * Accelerator model in it, a key of the accelerator table.
   *
   * @default - a machine without accelerators
   */
  readonly accelerator?: AcceleratorName;
  /** Accelerators in one node; 0 without an accelerator. */
  readonly count: number;
  /** Processor architecture. */
  readonly architecture: 'amd64' | 'arm64';
  /** Virtual CPUs. @default - not published */
  readonly vcpus?: number;
  /** Main memory. Unit: GiB. @default - not published */
  readonly memoryGib?: number;
  /** Largest total network rate of the node, accelerator fabric included. Unit: Gbit/s. @default - not published */
  readonly networkGbps?: number;
  /** Network between the accelerators of different nodes. */
  readonly fabric: Fabric;
  /** Link between the accelerators inside one node, for example `NVSwitch`. @default - none, or PCIe */
  readonly interconnect?: string;
  /** Local scratch disk of the node. Unit: GB, decimal. @default - none, or not published */
  readonly localDiskGb?: number;
  /** Ways to obtain it where not all of the target's are offered. @default - all that the target offers */
  readonly capacity?: readonly CapacityKind[];
  /** On-demand list price. @default - unknown; never a guess */
  readonly price?: Price;
  /** What a user must know before choosing it. @default - nothing */
  readonly note?: string;
}
