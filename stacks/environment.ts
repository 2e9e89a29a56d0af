import type { Input, Resource } from '@pulumi/pulumi';
import { acceleratorNodeLabels } from '../constructs/accelerators/index.ts';
import { type ClusterProviders, clusterProviders } from './cluster-provider.ts';
import { deliveredObjects } from './delivered-objects.ts';
import type { EnvironmentArgs } from './environment-args.ts';
import { foundationObjects, stackNamespaces } from './foundation.ts';
import { Guard } from './guard.ts';
import { ManifestSet } from './manifest-set.ts';
import { openTarget } from './open-target.ts';
import { ownParts } from './own-parts.ts';
import type { ClusterAccess, TargetStack } from './target-stack.ts';

/** What people, and a stack of the next layer, want to know of an environment. */
export type EnvironmentExports = Readonly<Record<string, Input<unknown>>>;

/** Output by which a run tells the next one what it guards. */
export const GUARDED_OUTPUT = 'plinthGuarded';

/** Builds the target, and in its cluster everything that the stack brings. */
export async function wholeEnvironment(args: EnvironmentArgs): Promise<EnvironmentExports> {
  const guard = new Guard(args, 'all');
  const { exports, foundation, providers, target } = await foundations(args, guard);
  platformSet(args, providers, guard, { after: foundation.last, cluster: target.cluster });
  guard.close();
  return { ...exports, [GUARDED_OUTPUT]: guard.record };
}

/** Builds the target and the objects that only it can make. */
export async function infrastructure(args: EnvironmentArgs): Promise<EnvironmentExports> {
  const guard = new Guard(args, 'infrastructure');
  const { exports } = await foundations(args, guard);
  guard.close();
  return { ...exports, [GUARDED_OUTPUT]: guard.record };
}

/** Brings the rendered objects into a cluster that another stack built. */
export function platformLayer(args: EnvironmentArgs, access: ClusterAccess): EnvironmentExports {
  const guard = new Guard(args, 'platform');
  platformSet(args, clusterProviders(args.facts.cluster, access, {}), guard, {});
  guard.close();
  return { cluster: args.facts.cluster, [GUARDED_OUTPUT]: guard.record };
}

async function foundations(args: EnvironmentArgs, guard: Guard) {
  const { deletion, facts, spec } = args;
  const name = facts.cluster;
  const nodeLabels = acceleratorNodeLabels(args);
  const { connection, management } = args;
  const targetArgs = { spec, facts, nodeLabels, deletion, connection, management };
  const target = await openTarget(name, targetArgs, guard.over);
  const own = await ownParts(args, target);
  const providers = clusterProviders(name, target.access, { parent: target, dependsOn: [target] });
  const objects = foundationObjects(args, target, own.objects);
  const foundationArgs = { objects, providers, deletion, cluster: target.cluster };
  const foundation = new ManifestSet(`${name}-foundation`, foundationArgs, guard.over);
  return { foundation, providers, target, exports: { ...exportsOf(args, target), ...own.exports } };
}

function platformSet(
  args: EnvironmentArgs,
  providers: ClusterProviders,
  guard: Guard,
  rest: { readonly after?: readonly Resource[]; readonly cluster?: Resource },
): ManifestSet {
  const { deletion, facts, platform, spec } = args;
  const theirs = stackNamespaces(args);
  const objects = deliveredObjects(platform, spec.delivery.kind).filter(
    ({ object }) => object.kind !== 'Namespace' || !theirs.has(object.metadata.name),
  );
  return new ManifestSet(`${facts.cluster}-platform`, { objects, providers, deletion, ...rest }, guard.over);
}

function exportsOf({ facts }: EnvironmentArgs, { access, exports }: TargetStack): EnvironmentExports {
  return { cluster: facts.cluster, kubeconfig: access.kubeconfig, clusterIdentifier: access.identifier, ...exports };
}
