import type { Change, Desk } from './change.ts';
import type { TagRule } from './harbor-objects.ts';
import type { PlacedProject } from './placed-project.ts';

/** Tags that never change. Rules that nobody asks for any more are removed, but only after the new ones are there. */
export async function* setImmutable(desk: Desk, { id, wanted }: PlacedProject): AsyncGenerator<Change> {
  const { harbor } = desk;
  const path = `/projects/${id}/immutabletagrules`;
  const there = id === undefined ? [] : await harbor.list<TagRule>(path);
  for (const pattern of wanted.immutable) {
    if (there.some((rule) => isActive(rule) && patternOf(rule) === pattern)) continue;
    yield {
      kind: 'immutable tags',
      name: `${wanted.name}: ${pattern}`,
      action: 'create',
      fields: [],
      apply: async () => {
        await harbor.call({ method: 'POST', path, body: ruleOf(pattern) });
      },
    };
  }
  for (const rule of there) {
    const pattern = patternOf(rule);
    if (isActive(rule) && pattern !== undefined && wanted.immutable.includes(pattern)) continue;
    yield {
      kind: 'immutable tags',
      name: `${wanted.name}: ${pattern ?? `rule ${rule.id}`}`,
      action: 'remove',
      fields: [],
      apply: async () => {
        await harbor.call({ method: 'DELETE', path: `${path}/${rule.id}` });
      },
    };
  }
}

function ruleOf(pattern: string): TagRule {
  return {
    priority: 0,
    disabled: false,
    action: 'immutable',
    template: 'immutable_template',
    tag_selectors: [{ kind: 'doublestar', decoration: 'matches', pattern }],
    scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: '**' }] },
  };
}

function isActive({ disabled }: TagRule): boolean {
  return disabled !== true;
}

/** The one pattern of a rule for all repositories; a rule of another form has none. */
function patternOf({ scope_selectors, tag_selectors }: TagRule): string | undefined {
  const [tags, ...otherTags] = tag_selectors;
  const [scope, ...otherScopes] = scope_selectors.repository ?? [];
  const isPlain = otherTags.length === 0 && otherScopes.length === 0 && tags?.decoration === 'matches';
  return isPlain && scope?.decoration === 'repoMatches' && scope.pattern === '**' ? tags.pattern : undefined;
}
