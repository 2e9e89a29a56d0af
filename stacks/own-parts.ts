import { type Input, RunError } from '@pulumi/pulumi';
import type { ExternalObject } from '../spec/facts.ts';
import type { EnvironmentArgs } from './environment-args.ts';
import { type ClusterObject, objectKey } from './kubernetes-object.ts';
import type { OwnPartMade } from './own-part.ts';
import type { TargetStack } from './target-stack.ts';

/**
 * Makes all parts of a team's own.
 *
 * @throws {RunError} if an object is none that a room asks for.
 */
export async function ownParts(args: EnvironmentArgs, parent: TargetStack): Promise<Required<OwnPartMade>> {
  const { deletion, facts, own = [], spec } = args;
  const objects: ClusterObject[] = [];
  const exports: Record<string, Input<unknown>> = {};
  for (const part of own) {
    const made = await part({ spec, facts, deletion, parent, provider: parent.provider });
    objects.push(...(made?.objects ?? []));
    Object.assign(exports, made?.exports);
  }
  for (const object of objects) refuseUnknown(args, object);
  return { objects, exports };
}

/** Whether an object is the one that a room asks for. */
export function isSame(asked: ExternalObject, { kind, metadata }: ClusterObject): boolean {
  return asked.kind === kind && asked.name === metadata.name && asked.namespace === metadata.namespace;
}

function refuseUnknown({ facts, platform }: EnvironmentArgs, object: ClusterObject): void {
  const key = objectKey(object);
  if (facts.kind === 'existing')
    throw new RunError(
      `STACK_OWN_OBJECT_EXISTING at ${key}: external objects of an existing cluster are its owner's to bring; apply it by hand`,
    );
  if (platform.rooms.some(({ external }) => external.some((asked) => isSame(asked, object)))) return;
  throw new RunError(
    `STACK_OWN_OBJECT_UNKNOWN at ${key}: no room asks for it; add it to \`external\` of the room that reads it`,
  );
}
