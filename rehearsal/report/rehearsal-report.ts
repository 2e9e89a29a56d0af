import type { RecordedFault } from '../recording/recording.ts';
import type { ApplyFacts } from './apply-facts.ts';
import type { PoolFigures } from './pool-figures.ts';
import type { ContestFigures, ServerFigures } from './server-figures.ts';
import type { TeamFigures } from './team-figures.ts';
import type { WaitReport } from './wait-figures.ts';

/** Form of the report; a change that breaks its readers gets a new one. */
export const REPORT_FORMAT = 'plinth.dev/rehearsal-report/v1';

/**
 * What a rehearsal showed: plain JSON, printed by `plinth rehearse --json`.
 *
 * Names end in their unit. Seconds and hours are of the simulated world. A unit is what quotas on the pool count
 * (accelerators, partitions, shares, or vCPUs). What is not known is left out; it is never 0.
 */
export interface RehearsalReport {
  /** Always {@link REPORT_FORMAT}. */
  readonly format: typeof REPORT_FORMAT;
  /** Which platform was rehearsed. */
  readonly platform: PlatformFacts;
  /** Simulated seconds that passed in one real second. */
  readonly speed: number;
  /** How long the rehearsal watched. */
  readonly simulatedSeconds: number;
  /** `failed` if something did not hold that the platform promises: see `reasons`. */
  readonly verdict: 'passed' | 'failed';
  /** What did not hold, one line each; empty if and only if it passed. */
  readonly reasons: readonly string[];
  /** What did hold but deserves a look, such as a budget that this load would exceed; one line each. */
  readonly attention: readonly string[];
  /** What the API server said about the platform's objects. */
  readonly apply: ApplyFacts;
  /** The figures of the whole platform. */
  readonly totals: TotalFigures;
  /** How long jobs waited, and for what. */
  readonly waits: WaitReport;
  /** The pools, in the order of the spec. */
  readonly pools: readonly PoolFigures[];
  /** The teams, in the order of the spec. */
  readonly teams: readonly TeamFigures[];
  /** The model servers, in the order of the workloads file. */
  readonly servers: readonly ServerFigures[];
  /** Pools that servers and jobs shared. */
  readonly contests: readonly ContestFigures[];
  /** What was broken on purpose. */
  readonly faults: readonly RecordedFault[];
  /** How the rehearsal differs from a real run. */
  readonly differences: Differences;
}

/** Which platform a report is about. */
export interface PlatformFacts {
  /** Name. */
  readonly name: string;
  /** Environment. */
  readonly environment: string;
  /** Kind of target, such as `aws`. */
  readonly target: string;
  /** Minor of Kubernetes. */
  readonly kubernetes: string;
}

/** The figures of the whole platform that a person asks for first. */
export interface TotalFigures {
  /** What all nodes with a known price cost while they existed. @default - no pool with nodes has a price */
  readonly usd?: number;
  /** The part of `usd` for units that nobody used. @default - as for `usd` */
  readonly usdIdle?: number;
  /** `usd` for a month of {@link HOURS_PER_MONTH} hours of the same load. @default - as for `usd`, or nothing was watched */
  readonly projectedUsdPerMonth?: number;
  /** Pools that had nodes whose price nobody knows: the money above leaves them out. */
  readonly unpricedPools: readonly string[];
  /**
   * Time of nodes that nobody used, divided by the time that nodes existed: of a node that is half used, half counts, so
   * that pools with different units add up. Only pools with accelerators count, where there is one. Range 0–1.
   *
   * @default - no node existed
   */
  readonly idleShare?: number;
}

/** How a rehearsal differs from a real run. */
export interface Differences {
  /** What was simulated or left out, one sentence each; repeats `apply.assumptions`. */
  readonly simulated: readonly string[];
  /** What was put in the place of something else, one sentence each; repeats `apply.standIns`. */
  readonly standIns: readonly string[];
  /** How many objects were changed before they were applied; they are listed in `apply.rewrites`. */
  readonly rewrites: number;
  /** Controllers whose version is not the one that users get. */
  readonly otherVersions: readonly { readonly name: string; readonly ran: string; readonly pinned: string }[];
  /**
   * Times shorter than this mean nothing: speed × latency of the control plane on the machine of the rehearsal.
   *
   * @default - no job started, so that nothing could be measured
   */
  readonly resolutionSeconds?: number;
  /** Under which assumptions money is said, one sentence each. */
  readonly assumptions: readonly string[];
  /** How far a real run was from this. */
  readonly comparison: 'no real run to compare with';
}
