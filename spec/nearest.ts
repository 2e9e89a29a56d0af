import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that a mistyped word most likely meant.
 *
 * @returns nothing where even the closest differs in more than a third of its letters (at least two are allowed)
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const found = closest(
    word.toLowerCase(),
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const candidate = candidates.find((each) => each.toLowerCase() === found);
  const allowed = Math.max(2, Math.floor((candidate?.length ?? 0) / 3));
  return candidate !== undefined && distance(word.toLowerCase(), found) <= allowed ? candidate : undefined;
}

/** Words a fix: `write "x"` when a near word exists, otherwise `choose one of …` with at most eight of them. */
export function fixByName(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  if (near !== undefined) return `write ${near}`;
  if (candidates.length === 0) return 'remove it';
  const shown = candidates.slice(0, 8).join(', ');
  return `choose one of ${shown}${candidates.length > 8 ? `, … (${candidates.length} in all)` : ''}`;
}
