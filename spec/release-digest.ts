import { hash } from 'node:crypto';

/**
 * One text for one value (RFC 8785): keys sorted by their UTF-16 units, no spaces, numbers as ECMAScript writes them. Keys
 * whose value is `undefined` are left out, as JSON does.
 *
 * @param value - plain content, as a YAML or JSON reader gives it
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

/**
 * Digest of a release: SHA-256 of the canonical text of its whole document, every field that is written, signature and note
 * included. Comments, the order of keys and the layout of the YAML are not part of it.
 *
 * @returns `sha256:` and 64 characters
 */
export function releaseDigest(document: unknown): string {
  return `sha256:${hash('sha256', canonicalJson(document))}`;
}
