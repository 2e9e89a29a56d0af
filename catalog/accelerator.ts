/** Makers of accelerators; each has its own operator, device plugin and extended resources. */
export const VENDORS = ['nvidia', 'amd', 'google', 'aws', 'huawei'] as const;

/** Maker of an accelerator. */
export type Vendor = (typeof VENDORS)[number];

/** One accelerator model. */
export interface Accelerator {
  /** Name as its maker writes it, for example `NVIDIA H100 80GB`. */
  readonly title: string;
  /** Maker. */
  readonly vendor: Vendor;
  /**
   * Memory of one device. Unit: GiB, as marketed (a driver may report a little less).
   *
   * @default - not published reliably
   */
  readonly memoryGib?: number;
  /**
   * Memory of one device as its driver reports it to programs. Unit: GiB.
   *
   * @default - not seen in a log: 91 % of `memoryGib`, the least of those that were
   */
  readonly reportedGib?: number;
  /** Extended resource that counts whole devices, for example `nvidia.com/gpu`. */
  readonly resource: string;
  /**
   * Hardware partitions: profile name to how many of them one device holds at most, for example `{ '1g.10gb': 7 }`.
   * Empty: the model cannot be partitioned.
   */
  readonly partitions: Readonly<Record<string, number>>;
}
