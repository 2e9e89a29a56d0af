import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';

/** A word stands once in a list: the second would make an object that is there already. */
export function* repeatedEntries({ pools, target, teams, training }: PlatformSpec): Iterable<Finding> {
  if ('zones' in target) yield* repeated(['target', 'zones'], target.zones);
  for (const [index, { zones }] of pools.entries()) yield* repeated(['pools', index, 'zones'], zones);
  for (const [index, { groups, viewers }] of teams.entries()) {
    yield* repeated(['teams', index, 'groups'], groups);
    yield* repeated(['teams', index, 'viewers'], viewers);
  }
  if (training !== undefined) yield* repeated(['training', 'frameworks'], training.frameworks);
}

function* repeated(list: SpecPath, words: readonly string[]): Iterable<Finding> {
  for (const [index, word] of words.entries()) {
    if (words.indexOf(word) === index) continue;
    yield {
      code: 'SPEC_ENTRY_REPEATED',
      level: 'error',
      at: pathText([...list, index]),
      problem: `${word} stands in the list already, as entry ${words.indexOf(word)} counted from 0`,
      fix: 'remove one of the two',
    };
  }
}
