import { createHash } from 'node:crypto';

/** SHA-256 of a text or of bytes, as `sha256:` and 64 characters. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** SHA-256 of a plain value that does not depend on the order of its keys. */
export function digestOfValue(value: unknown): string {
  return digestOf(JSON.stringify(sorted(value)) ?? 'undefined');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
