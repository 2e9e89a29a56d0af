import { type KubernetesObject, LABELS } from '../../constructs/core/index.ts';
import { changeDanger } from './change-danger.ts';
import { fieldChanges } from './field-changes.ts';
import { groupKind, groupOf } from './group-kind.ts';
import type { ObjectDifference } from './object-difference.ts';
import { removalDanger } from './removal-danger.ts';
import { shown, shownChange } from './secret-values.ts';

/**
 * What differs between two states of a platform, object by object and field by field.
 *
 * Objects are the same by group, kind, namespace and name, so that a new version of an API is a changed field. Amounts
 * and lengths of time are compared by value. The values of Secrets are hidden.
 *
 * @returns what was changed or added in the order of `after`, then what was removed in the order of `before`
 */
export function differences(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): ObjectDifference[] {
  const [old, fresh] = [byIdentity(before), byIdentity(after)];
  const lost = [...old].flatMap(([identity, object]) => (fresh.has(identity) ? [] : [object]));
  const gone = new Set(lost.filter((each) => groupKind(each) === 'Namespace').map(({ metadata }) => metadata?.name));
  return [
    ...[...fresh].flatMap(([identity, object]) => {
      const earlier = old.get(identity);
      return earlier === undefined ? [added(object)] : changed(earlier, object);
    }),
    ...lost.map((object) => removed(object, gone)),
  ];
}

function changed(before: KubernetesObject, after: KubernetesObject): ObjectDifference[] {
  const fields = fieldChanges(before, after).map((change) => {
    const danger = changeDanger(before, change);
    const visible = after.kind === 'Secret' ? shownChange(change) : change;
    return danger === undefined ? visible : { ...visible, danger };
  });
  return fields.length === 0 ? [] : [{ kind: 'changed', ...about(after), fields }];
}

function added(object: KubernetesObject): ObjectDifference {
  return { kind: 'added', ...about(object), fields: [], content: shown(object) };
}

function removed(object: KubernetesObject, gone: ReadonlySet<string>): ObjectDifference {
  const danger = removalDanger(object, gone);
  return {
    kind: 'removed',
    ...about(object),
    fields: [],
    content: shown(object),
    ...(danger === undefined ? {} : { danger }),
  };
}

function about({ apiVersion, kind, metadata }: KubernetesObject): Pick<ObjectDifference, 'object' | 'room' | 'team'> {
  const room = metadata?.labels?.[LABELS.room];
  const team = metadata?.labels?.[LABELS.team];
  const namespace = metadata?.namespace;
  return {
    object: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: metadata?.name },
    ...(room === undefined ? {} : { room }),
    ...(team === undefined ? {} : { team }),
  };
}

/** Objects by what Kubernetes knows them by; a second object under the same name stays a second one. */
function byIdentity(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  const found = new Map<string, KubernetesObject>();
  const times = new Map<string, number>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const identity = JSON.stringify([groupOf(apiVersion), kind, metadata?.namespace ?? '', metadata?.name]);
    const time = times.get(identity) ?? 0;
    times.set(identity, time + 1);
    found.set(`${identity} ${time}`, object);
  }
  return found;
}
