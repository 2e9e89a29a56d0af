import { z } from 'zod';

/** Steps from the root of the spec to one value: keys and list positions. */
export type SpecPath = readonly (string | number)[];

/** Writes a path in the user's words: `teams[2].quota.train-h100`; keys that hold dots or slashes in brackets. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(root)' : z.core.toDotPath(path);
}

/** Reads a path that {@link pathText} wrote. */
export function pathSteps(text: string): SpecPath {
  if (text === '(root)') return [];
  return [...text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([, index, quoted, key]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(`"${quoted}"`) as string) : (key ?? ''),
  );
}
