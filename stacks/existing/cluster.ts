import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { ExistingTarget } from '../../spec/target.ts';
import type { ClusterAccess, ClusterConnection } from '../target-stack.ts';

/** Which cluster. */
export interface ClusterArgs {
  /** The cluster as the spec describes it. */
  readonly target: ExistingTarget;
  /** Whose kubeconfig. @default - the user's own */
  readonly connection?: ClusterConnection;
}

/**
 * A cluster that is already there: found, not made.
 *
 * Unless told otherwise the context of the kubeconfig must have the cluster's name, so that a terminal that was last used for another
 * cluster cannot send a platform there.
 */
export class Cluster extends ComponentResource {
  /** Way to its API. */
  public readonly access: ClusterAccess;

  public constructor(name: string, { connection, target }: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:existing:Cluster', name, {}, opts);
    this.access = {
      kubeconfig: connection?.kubeconfig,
      context: connection?.context ?? target.cluster,
      identifier: target.cluster,
      adopts: connection?.adopts ?? false,
    };
    this.registerOutputs({ identifier: target.cluster });
  }
}
