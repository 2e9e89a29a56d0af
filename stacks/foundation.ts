import type { ExternalObject } from '../spec/facts.ts';
import { namespacesOf } from './delivered-objects.ts';
import type { EnvironmentArgs } from './environment-args.ts';
import { GeneratedSecrets } from './generated-secrets.ts';
import { gitSecrets } from './git-credentials.ts';
import type { ClusterObject } from './kubernetes-object.ts';
import { stackLabels } from './manifest-set.ts';
import type { PlacedObject } from './object-order.ts';
import { isSame } from './own-parts.ts';
import { signInSecrets } from './sign-in-secret.ts';
import type { TargetStack } from './target-stack.ts';

/**
 * Objects that the stack brings beside the rendered ones, because they hold what is not known before or must not be written
 * down, and the namespaces that they lie in.
 *
 * @param ownObjects - what parts of a team's own made of that
 * @throws {Error} if the target does not make what its facts say.
 */
export function foundationObjects(
  args: EnvironmentArgs,
  target: TargetStack,
  ownObjects: readonly ClusterObject[] = [],
): PlacedObject[] {
  refuseUnkept(args, target.objects);
  const { cluster } = args.facts;
  const rooms = roomObjects(args);
  const isMade = (asked: ExternalObject) => ownObjects.some((object) => isSame(asked, object));
  const secrets = rooms.filter((asked) => asked.kind !== 'Namespace' && !isMade(asked));
  const generated = new GeneratedSecrets(`${cluster}-secrets`, { secrets }, { parent: target });
  const own = [
    ...rooms.flatMap(namespace),
    ...target.objects,
    ...target.companions,
    ...generated.objects,
    ...ownObjects,
    ...gitSecrets(args.spec, args.gitCredentials),
    ...signInSecrets(args),
  ];
  const labels = stackLabels(args.spec.metadata.name);
  const labelled = own.map((object): PlacedObject => {
    const metadata = { ...object.metadata, labels: { ...object.metadata.labels, ...labels } };
    return stackObject({ ...object, metadata });
  });
  const namespaces = namespacesOf(args.platform, stackNamespaces(args));
  // Not their teams': each would be a chain of its own, and what lies in them must come after.
  return [...namespaces.map(({ object }) => stackObject(object)), ...labelled];
}

/** Namespaces in which the stack owns an object: it owns them too. */
export function stackNamespaces(args: EnvironmentArgs): ReadonlySet<string> {
  const external = ownedByOthers(args) ? [] : [...args.facts.external, ...roomObjects(args)];
  const told = [...gitSecrets(args.spec, args.gitCredentials), ...signInSecrets(args)].map(({ metadata }) => metadata);
  return new Set([...external, ...told].flatMap(({ namespace }) => namespace ?? []));
}

function stackObject(object: ClusterObject): PlacedObject {
  return { wave: 'tenants', room: 'stack', object };
}

/** A namespace that no room renders, because a tool that is not ours may have made it. */
function namespace({ apiVersion, kind, name }: ExternalObject): ClusterObject[] {
  return kind === 'Namespace' ? [{ apiVersion, kind, metadata: { name } }] : [];
}

/** What rooms need and the stack makes up. A password of somebody else's program cannot be. */
function roomObjects(args: EnvironmentArgs): readonly ExternalObject[] {
  const needed = ownedByOthers(args) ? [] : args.platform.rooms.flatMap(({ external }) => external);
  return needed.filter(({ given = false }) => !given);
}

/** On an existing cluster external objects are its owner's to bring. */
function ownedByOthers({ facts }: EnvironmentArgs): boolean {
  return facts.kind === 'existing';
}

/** A fact that the target does not make true is a mistake of ours: manifests name an object that nobody brings. */
function refuseUnkept(args: EnvironmentArgs, objects: readonly ClusterObject[]): void {
  if (ownedByOthers(args)) return;
  const keyOf = (kind: string, name: string, namespace = '') => `${kind} ${namespace}/${name}`;
  const made = objects.map(({ kind, metadata }) => keyOf(kind, metadata.name, metadata.namespace)).sort();
  const named = args.facts.external.map(({ kind, name, namespace }) => keyOf(kind, name, namespace)).sort();
  if (made.join() !== named.join())
    throw new Error(`bug: the facts name ${named.join(', ')}, and the target makes ${made.join(', ')}`);
}
