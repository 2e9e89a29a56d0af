import type { Provider } from '@pulumi/kubernetes/provider.js';
import type { Input, Resource } from '@pulumi/pulumi';
import { acceleratorNodeLabels } from '../constructs/accelerators/index.ts';
import type { RoomProps } from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';
import { clusterProvider } from './cluster-provider.ts';
import type { Deletion } from './deletion.ts';
import { deliveredObjects } from './delivered-objects.ts';
import { foundationObjects, stackNamespaces } from './foundation.ts';
import type { GitCredentials } from './git-credentials.ts';
import { ManifestSet } from './manifest-set.ts';
import { openTarget } from './open-target.ts';
import type { ClusterAccess, ClusterConnection, TargetStack } from './target-stack.ts';

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

/** What people, and a stack of the next layer, want to know of an environment. */
export type EnvironmentExports = Readonly<Record<string, Input<unknown>>>;

/** Builds the target, and in its cluster everything that the stack brings. */
export async function wholeEnvironment(args: EnvironmentArgs): Promise<EnvironmentExports> {
  const { foundation, provider, target } = await foundations(args);
  platformSet(args, provider, { after: foundation.last, cluster: target.cluster });
  return exportsOf(args, target);
}

/** Builds the target and the objects that only it can make. */
export async function infrastructure(args: EnvironmentArgs): Promise<EnvironmentExports> {
  return exportsOf(args, (await foundations(args)).target);
}

/** Brings the rendered objects into a cluster that another stack built. */
export function platformLayer(args: EnvironmentArgs, access: ClusterAccess): EnvironmentExports {
  platformSet(args, clusterProvider(args.facts.cluster, access, {}), {});
  return { cluster: args.facts.cluster };
}

async function foundations(args: EnvironmentArgs) {
  const { deletion, facts, spec } = args;
  const name = facts.cluster;
  const nodeLabels = acceleratorNodeLabels(args);
  const target = await openTarget(name, { spec, facts, nodeLabels, deletion, connection: args.connection });
  const provider = clusterProvider(name, target.access, { parent: target, dependsOn: [target] });
  const foundation = new ManifestSet(`${name}-foundation`, {
    objects: foundationObjects(args, target),
    provider,
    deletion,
    cluster: target.cluster,
  });
  return { foundation, provider, target };
}

function platformSet(
  args: EnvironmentArgs,
  provider: Provider,
  rest: { readonly after?: readonly Resource[]; readonly cluster?: Resource },
): ManifestSet {
  const { deletion, facts, platform, spec } = args;
  const theirs = stackNamespaces(args);
  const objects = deliveredObjects(platform, spec.delivery.kind).filter(
    ({ object }) => object.kind !== 'Namespace' || !theirs.has(object.metadata.name),
  );
  return new ManifestSet(`${facts.cluster}-platform`, { objects, provider, deletion, ...rest });
}

function exportsOf({ facts }: EnvironmentArgs, { access, exports }: TargetStack): EnvironmentExports {
  return { cluster: facts.cluster, kubeconfig: access.kubeconfig, clusterIdentifier: access.identifier, ...exports };
}
