/** A site's link and disk. */
export interface EdgeSite {
  readonly name: string;
  readonly ring: string;
  readonly link?: {
    readonly kbit: number;
    readonly windows?: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
  };
  readonly diskBytes?: number;
}

/** One rollout of the only workload. */
export interface EdgeRollout {
  readonly number: number;
  readonly model: string;
  readonly attempt?: number;
  readonly paused?: boolean;
  readonly withdrawn?: boolean;
}

/** What the hub says of one site. */
export interface SiteStatus {
  readonly name: string;
  readonly online: boolean;
  readonly link: {
    readonly receivedBytes: number;
    readonly savedBytes: number;
    readonly cuts: number;
    readonly corruptChunks: number;
  };
  readonly workloads: readonly {
    readonly active: string;
    readonly desired: string;
    readonly phase: string;
    readonly outcome: string;
    readonly cause: string;
  }[];
}

/** What the hub says. */
export interface HubStatus {
  readonly configValid: boolean;
  readonly configProblem: string;
  readonly rollouts: readonly { readonly number: number; readonly phase: string; readonly reason: string }[];
  readonly sites: readonly SiteStatus[];
}
