import { ComponentResource, type Input, type ProviderResource, type Resource } from '@pulumi/pulumi';
import type { NodeLabels } from '../constructs/accelerators/index.ts';
import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformOn } from '../spec/platform.ts';
import type { TargetKind } from '../spec/target.ts';
import type { Deletion } from './deletion.ts';
import type { ClusterObject } from './kubernetes-object.ts';
import type { ManagementConnection } from './management-connection.ts';

/** What every target's stack is made from. */
export interface TargetStackArgs<K extends TargetKind = TargetKind> {
  /** The platform as the user means it. */
  readonly spec: PlatformOn<K>;
  /** Names that the stack makes things under. */
  readonly facts: TargetFacts;
  /** Labels that the nodes of each pool carry from the beginning, besides those by which they are found. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** What happens to data. */
  readonly deletion: Deletion;
  /** Way to a cluster that is there already; only an existing cluster asks for it. @default - the user's kubeconfig */
  readonly connection?: ClusterConnection;
  /** Way to the cluster that makes the machines; only Cluster API asks for it. @default - the user's kubeconfig */
  readonly management?: ManagementConnection;
}

/** Which cluster of whose kubeconfig. */
export interface ClusterConnection {
  /** Text of the kubeconfig. @default - the user's own: `KUBECONFIG`, or `~/.kube/config` */
  readonly kubeconfig?: Input<string>;
  /** Context in it. @default - the one named after the cluster */
  readonly context?: string;
  /** Whether objects that are there already are taken over, and deleted with the rest. @default false */
  readonly adopts?: boolean;
}

/** Way to a cluster's API, and who it is. */
export interface ClusterAccess extends ClusterConnection {
  /** What makes this cluster itself: as long as it stays, a changed kubeconfig replaces nothing. */
  readonly identifier: Input<string>;
  /** Whether an object that is there already is taken over. In a cluster that the stack made it can only be its own. */
  readonly adopts: boolean;
}

/**
 * What a target builds, and what the platform's objects need of it.
 *
 * A target makes no object of the cluster itself: it hands over what only it knows, and the environment brings it there.
 */
export abstract class TargetStack extends ComponentResource {
  /** Way to the cluster. */
  public abstract readonly access: ClusterAccess;
  /** The cluster, which takes with it what is only in it. @default - the stack did not make it */
  public abstract readonly cluster: Resource | undefined;
  /** Objects that hold what is known only after deployment: all that the facts call external, under those names. */
  public abstract readonly objects: readonly ClusterObject[];
  /** Further objects of the cluster by which the target keeps its own promises, such as storage. @default - none */
  public readonly companions: readonly ClusterObject[] = [];
  /** The cloud's own provider, for parts that a team adds. @default - none is handed over */
  public readonly provider: ProviderResource | undefined = undefined;
  /** What people want to know of it. */
  public abstract readonly exports: Readonly<Record<string, Input<unknown>>>;
}
