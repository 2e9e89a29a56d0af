import type { PodRefusal } from '../apply/pod-refusals.ts';
import type { Rewrite } from '../webhook-rewrite.ts';

/** An object that the API server refused. */
export interface RefusedObject {
  /** Construct that made it, as a path in the tree of rooms. */
  readonly construct: string;
  /** Place in the spec that it comes from, such as `teams[2]`. @default - it comes from no single place */
  readonly specPath?: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The server's own words. */
  readonly words: string;
}

/** A controller that ran, and the version that users get. */
export interface RunController {
  /** Component, such as `kueue`. */
  readonly name: string;
  /** Version that the rehearsal ran. */
  readonly ran: string;
  /** Version that the platform installs. */
  readonly pinned: string;
}

/** What came of applying the platform; given by whoever ran the rehearsal. */
export interface ApplyFacts {
  /** Objects of the platform that were sent. */
  readonly objects: number;
  /** Those that the API server took in the one pass there is. */
  readonly accepted: number;
  /** Those that it refused. */
  readonly rejections: readonly RefusedObject[];
  /** What it took, but whose pods it did not let be made: a quota or Pod Security stands in the way. */
  readonly podRefusals: readonly PodRefusal[];
  /** What it took with a remark, such as a deprecated version. */
  readonly warnings: readonly { readonly object: string; readonly words: string }[];
  /** Every difference between the objects as users get them and as applied. */
  readonly rewrites: readonly Rewrite[];
  /** What was put in the place of something that could not be had, one sentence each. */
  readonly standIns: readonly string[];
  /** What about nodes and engines is not as the place would have it, one sentence each. */
  readonly assumptions: readonly string[];
  /** Controllers that really ran. */
  readonly controllers: readonly RunController[];
}
