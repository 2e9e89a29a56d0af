import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Nodes are found by labels that they carry already only where somebody else made them, and each belongs to one pool. */
export function* poolSelector({ pools, target }: PlatformSpec): Iterable<Finding> {
  const seen = new Map<string, string>();
  for (const [index, { name, selector }] of pools.entries()) {
    if (Object.keys(selector).length === 0) continue;
    const at = pathText(['pools', index, 'selector']);
    if (target.kind !== 'existing') {
      yield {
        code: 'POOL_SELECTOR_TARGET',
        level: 'error',
        at,
        problem: `the nodes of pool ${name} are made by Plinth on ${abilityOf(target.kind).title} and carry no labels yet`,
        fix: 'remove selector; use labels to add labels to the nodes',
      };
      continue;
    }
    const key = JSON.stringify(Object.entries(selector).sort());
    const other = seen.get(key);
    if (other === undefined) seen.set(key, name);
    else
      yield {
        code: 'POOL_SELECTOR_SAME',
        level: 'error',
        at,
        problem: `pool ${other} has the same selector, so every node would count twice`,
        fix: 'select nodes of this pool by a label that the others do not carry',
      };
  }
}
