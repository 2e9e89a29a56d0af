import type { LabelSelector, LabelSelectorRequirement } from '../../imports/kubernetes.gen.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** What is asked of single labels; an empty selector asks nothing and matches everything. */
function requirements({ matchExpressions = [], matchLabels = {} }: LabelSelector): readonly LabelSelectorRequirement[] {
  const equal = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In' as const, values: [value] }));
  return [...equal, ...matchExpressions];
}

/** Whether labels match a selector, as the API server and the network plugins see it. */
export function matches(selector: LabelSelector, labels: Labels): boolean {
  return requirements(selector).every((requirement) => holds(requirement, labels[requirement.key]));
}

function holds({ operator, values = [] }: LabelSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/**
 * Whether anybody could choose labels that match every selector of the first list and none of the second.
 *
 * Who may create pods chooses their labels, so this decides what such a person can do, not what runs today.
 */
export function canMatch(all: readonly LabelSelector[], none: readonly LabelSelector[] = []): boolean {
  return avoids(all.flatMap(requirements), none);
}

function avoids(asked: readonly LabelSelectorRequirement[], none: readonly LabelSelector[]): boolean {
  if (!consistent(asked)) return false;
  const [first, ...rest] = none;
  if (first === undefined) return true;
  return requirements(first).some((requirement) => avoids([...asked, opposite(requirement)], rest));
}

const OPPOSITES = { In: 'NotIn', NotIn: 'In', Exists: 'DoesNotExist', DoesNotExist: 'Exists' } as const;

function opposite(requirement: LabelSelectorRequirement): LabelSelectorRequirement {
  return { ...requirement, operator: OPPOSITES[requirement.operator] };
}

function consistent(asked: readonly LabelSelectorRequirement[]): boolean {
  const byKey = Map.groupBy(asked, ({ key }) => key);
  return [...byKey.values()].every((ofKey) => {
    const valuesOf = (operator: string) =>
      ofKey.filter((each) => each.operator === operator).map(({ values = [] }) => values);
    const [among, ...others] = valuesOf('In');
    if (ofKey.some(({ operator }) => operator === 'DoesNotExist'))
      return among === undefined && !ofKey.some(({ operator }) => operator === 'Exists');
    const refused = valuesOf('NotIn').flat();
    return among?.some((value) => others.every((o) => o.includes(value)) && !refused.includes(value)) ?? true;
  });
}
