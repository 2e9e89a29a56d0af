import { TEAM_LABELS } from '../tenancy/index.ts';

/** A text as CEL writes it. */
export function textOf(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A list of texts as CEL writes it. */
export function listOf(texts: readonly string[]): string {
  return `[${texts.map(textOf).join(', ')}]`;
}

/** CEL: name of the team whose namespace it is. */
export const TEAM = `namespaceObject.metadata.labels[${textOf(TEAM_LABELS.team)}]`;

/** Most places that a refusal names: the API server bounds how long it may be. */
const MOST_NAMED = 8;

/** Places in words; of many the first few. */
export function named(places: readonly string[]): string {
  const more = places.length - MOST_NAMED;
  const first = places.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${first} and ${more} more places` : first;
}
