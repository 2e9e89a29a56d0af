/** Steps from the root of the spec to one value: keys and list positions. */
export type SpecPath = readonly (string | number)[];

/** Keys that stand after a dot as they are; all others stand in brackets and quotes. */
const PLAIN = /^[A-Za-z0-9_$-]+$/;
/** A list position, a quoted key, or a plain key. */
const STEP = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g;

/** Writes a path in the user's words: `teams[2].quota.train-h100`; keys that hold dots or slashes in brackets and quotes. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(root)';
  return path.map((step, index) => stepText(step, index === 0)).join('');
}

/** Reads a path that {@link pathText} wrote. */
export function pathSteps(text: string): SpecPath {
  if (text === '(root)') return [];
  return [...text.matchAll(STEP)].map(([, index, quoted, key]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? unquoted(quoted) : (key ?? ''),
  );
}

function stepText(step: PropertyKey, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  const key = String(step);
  if (!PLAIN.test(key)) return `[${JSON.stringify(key)}]`;
  return first ? key : `.${key}`;
}

function unquoted(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    // A path that a person typed: what cannot be unescaped stands for itself.
    return quoted;
  }
}
