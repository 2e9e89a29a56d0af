import type { ObjectDifference } from './object-difference.ts';

/** Objects of one kind that changed in the same way. */
export interface Likeness {
  /** One of them, for its fields. */
  readonly first: ObjectDifference;
  /** All of them. */
  readonly members: readonly ObjectDifference[];
}

/** Objects from which on the same change is told once. */
const MANY = 5;

/** Parts changes that many objects share from those of single objects, so that one decision is read once. */
export function alike(differences: readonly ObjectDifference[]): {
  readonly many: readonly Likeness[];
  readonly single: readonly ObjectDifference[];
} {
  const groups = new Map<string, ObjectDifference[]>();
  for (const difference of differences) {
    const members = groups.get(signature(difference));
    if (members === undefined) groups.set(signature(difference), [difference]);
    else members.push(difference);
  }
  const many = [...groups.values()].flatMap((members): Likeness[] => {
    const [first] = members;
    return first?.kind === 'changed' && members.length >= MANY ? [{ first, members }] : [];
  });
  const told = new Set(many.flatMap(({ members }) => members));
  return { many, single: differences.filter((each) => !told.has(each)) };
}

function signature({ fields, kind, object }: ObjectDifference): string {
  return JSON.stringify([kind, object.apiVersion, object.kind, fields]);
}
