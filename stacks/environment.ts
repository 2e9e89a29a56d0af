import type { Input, Resource } from '@pulumi/pulumi';
import { acceleratorNodeLabels } from '../constructs/accelerators/index.ts';
import { type ClusterProviders, clusterProviders } from './cluster-provider.ts';
import { deliveredObjects } from './delivered-objects.ts';
import type { EnvironmentArgs } from './environment-args.ts';
import { foundationObjects, stackNamespaces } from './foundation.ts';
import { ManifestSet } from './manifest-set.ts';
import { openTarget } from './open-target.ts';
import type { ClusterAccess, TargetStack } from './target-stack.ts';

/** What people, and a stack of the next layer, want to know of an environment. */
export type EnvironmentExports = Readonly<Record<string, Input<unknown>>>;

/** Builds the target, and in its cluster everything that the stack brings. */
export async function wholeEnvironment(args: EnvironmentArgs): Promise<EnvironmentExports> {
  const { foundation, providers, target } = await foundations(args);
  platformSet(args, providers, { after: foundation.last, cluster: target.cluster });
  return exportsOf(args, target);
}

/** Builds the target and the objects that only it can make. */
export async function infrastructure(args: EnvironmentArgs): Promise<EnvironmentExports> {
  return exportsOf(args, (await foundations(args)).target);
}

/** Brings the rendered objects into a cluster that another stack built. */
export function platformLayer(args: EnvironmentArgs, access: ClusterAccess): EnvironmentExports {
  platformSet(args, clusterProviders(args.facts.cluster, access, {}), {});
  return { cluster: args.facts.cluster };
}

async function foundations(args: EnvironmentArgs) {
  const { deletion, facts, spec } = args;
  const name = facts.cluster;
  const nodeLabels = acceleratorNodeLabels(args);
  const target = await openTarget(name, { spec, facts, nodeLabels, deletion, connection: args.connection });
  const providers = clusterProviders(name, target.access, { parent: target, dependsOn: [target] });
  const foundation = new ManifestSet(`${name}-foundation`, {
    objects: foundationObjects(args, target),
    providers,
    deletion,
    cluster: target.cluster,
  });
  return { foundation, providers, target };
}

function platformSet(
  args: EnvironmentArgs,
  providers: ClusterProviders,
  rest: { readonly after?: readonly Resource[]; readonly cluster?: Resource },
): ManifestSet {
  const { deletion, facts, platform, spec } = args;
  const theirs = stackNamespaces(args);
  const objects = deliveredObjects(platform, spec.delivery.kind).filter(
    ({ object }) => object.kind !== 'Namespace' || !theirs.has(object.metadata.name),
  );
  return new ManifestSet(`${facts.cluster}-platform`, { objects, providers, deletion, ...rest });
}

function exportsOf({ facts }: EnvironmentArgs, { access, exports }: TargetStack): EnvironmentExports {
  return { cluster: facts.cluster, kubeconfig: access.kubeconfig, clusterIdentifier: access.identifier, ...exports };
}
