import type { ObjectPlaces, Path } from './object-paths.ts';

/** Properties that say nothing about what they hold, and are left out of a name unless they end it. */
const SILENT = new Set(['spec', 'template']);

/**
 * A name for each object type, in the order given; none is used twice, and none that is `taken`.
 *
 * A kind's spec is called so. Any other type has the name of the kind and of what all paths to it end with, else the
 * shortest path; where that is taken, the whole path.
 */
export function typeNames(places: readonly ObjectPlaces[], taken: Iterable<string>): readonly string[] {
  const used = new Set(taken);
  const names: string[] = [];
  const order = places.map((place, index) => ({ index, wishes: wishes(place.paths), length: depth(place.paths) }));
  for (const { index, wishes } of order.sort((a, b) => a.length - b.length || a.index - b.index)) {
    const name = wishes.find((wish) => !used.has(wish)) ?? numbered(wishes.at(-1) ?? '', used);
    used.add(name);
    names[index] = name;
  }
  return names;
}

/** The name of the spec of a kind; empty for a path to anything else. */
export function specName(path: Path): string {
  return path.length === 2 && path[1] === 'spec' ? joined(path) : '';
}

function wishes(paths: readonly Path[]): readonly string[] {
  const spec = paths.find((path) => specName(path) !== '');
  if (spec !== undefined) return [joined(spec)];
  const [shortest = []] = [...paths].sort((a, b) => a.length - b.length);
  const kind = paths[0]?.[0] ?? '';
  const end = paths.length > 1 ? commonEnd(paths) : [];
  const clearest = end.length > 0 ? [kind, ...end] : shortest;
  const fromSpec = shortest.filter((part, index) => index !== 1 || part !== 'spec');
  return [clear(clearest), fromSpec, shortest].map(joined);
}

/** Specs come first, then what is close to a kind. */
function depth(paths: readonly Path[]): number {
  return paths.some((path) => specName(path) !== '') ? 0 : Math.min(...paths.map((path) => path.length));
}

function commonEnd(paths: readonly Path[]): Path {
  const [first = [], ...others] = paths;
  let length = 0;
  while (
    length < first.length - 1 &&
    others.every((path) => length < path.length - 1 && path.at(-1 - length) === first.at(-1 - length))
  ) {
    length += 1;
  }
  return first.slice(first.length - length);
}

function clear(path: Path): Path {
  return path.filter((part, index) => index === 0 || index === path.length - 1 || !SILENT.has(part));
}

function joined(path: Path): string {
  return path.map(pascal).join('');
}

function pascal(word: string): string {
  const parts = word.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

function numbered(wish: string, used: ReadonlySet<string>): string {
  let number = 2;
  while (used.has(`${wish}${number}`)) number += 1;
  return `${wish}${number}`;
}
