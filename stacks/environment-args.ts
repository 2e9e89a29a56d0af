import type { Input } from '@pulumi/pulumi';
import type { RoomProps } from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';
import type { Deletion } from './deletion.ts';
import type { GitCredentials } from './git-credentials.ts';
import type { ManagementConnection } from './management-connection.ts';
import type { OwnPart } from './own-part.ts';
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
  /** Names of pools and resources that may be replaced, deleted or bought (stacks/guard.ts). @default - none */
  readonly allowed?: ReadonlySet<string>;
  /** Way to a cluster that is there already. @default - the user's kubeconfig; other targets make their cluster */
  readonly connection?: ClusterConnection;
  /** Way to the cluster that makes the machines; only Cluster API asks for it. @default - the user's kubeconfig */
  readonly management?: ManagementConnection;
  /** How the delivery reads the repository. @default - it is public, or somebody else tells the delivery */
  readonly gitCredentials?: GitCredentials;
  /** Secret of the client at an issuer outside. @default - a store has it, or whoever runs the platform brings each Secret */
  readonly signInSecret?: Input<string>;
  /** Parts that a team adds to the target, in this order. @default - none */
  readonly own?: readonly OwnPart[];
}
