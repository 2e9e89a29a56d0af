import type { HarborProject } from '../../constructs/registry/index.ts';

/** A project with its number; a plan knows none of one that is still to be made. */
export interface PlacedProject {
  /** What it is to be. */
  readonly wanted: HarborProject;
  /** Its number. @default - it is not there yet */
  readonly id: number | undefined;
  /** Number of its rule of what stays, from its metadata. @default - it has none */
  readonly retentionId?: number;
}
