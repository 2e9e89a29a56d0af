import type { RoomProps } from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';
import type { Deletion } from './deletion.ts';
import type { GitCredentials } from './git-credentials.ts';
import type { ClusterConnection } from './target-stack.ts';

/**
 * What a stack of Pulumi builds.
 *
 * - `infrastructure`: the target, and the objects that only it can make
 * - `platform`: the rendered objects, in a cluster that another stack built
 * - `all`: both
 */
export type Layer = 'infrastructure' | 'platform' | 'all';

/** An environment to build. */
export interface EnvironmentArgs extends RoomProps {
  /** The platform's constructs. */
  readonly platform: Platform;
  /** What happens to data. */
  readonly deletion: Deletion;
  /** Way to a cluster that is there already. @default - the user's kubeconfig; other targets make their cluster */
  readonly connection?: ClusterConnection;
  /** How the delivery reads the repository. @default - it is public, or somebody else tells the delivery */
  readonly gitCredentials?: GitCredentials;
}
