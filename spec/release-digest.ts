import { createHash } from 'node:crypto';

/**
 * One text for one value (RFC 8785): keys sorted by their UTF-16 units, no spaces, numbers as ECMAScript writes them. Keys
 * whose value is `undefined` are left out, as JSON does.
 *
 * @param value - plain content, as a YAML or JSON reader gives it
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null';
}

/**
 * Digest of a release: SHA-256 of the canonical text of its whole document, every field that is written, signature and note
 * included. Comments, the order of keys and the layout of the YAML are not part of it.
 *
 * @returns `sha256:` and 64 characters
 */
export function releaseDigest(document: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(document)).digest('hex')}`;
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
