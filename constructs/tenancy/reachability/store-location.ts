/** A place in an object store. */
export interface StoreLocation {
  /** Bucket or container, with its account where the address names one. */
  readonly bucket: string;
  /** Beginning of the names of the objects meant; empty for the whole bucket. */
  readonly prefix: string;
}

/** Addresses of object stores: S3 and its likes, Google Cloud, Azure, and others that training tools know. */
const ADDRESS = /\b(?:s3a?|gs|gcs|abfss?|az|azure|wasbs?|r2|oss|cos|swift|minio):\/\/([^/\s"']+)(?:\/([^\s"']*))?/g;

/** Every place in an object store that a text names. */
export function locationsIn(text: string): readonly StoreLocation[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(ADDRESS)].map(([, bucket = '', prefix = '']) => ({ bucket, prefix }));
}

/**
 * Whether one place lies in the other.
 *
 * Prefixes are compared as stores compare them, letter by letter: `team-a` is a beginning of `team-ab/data`.
 */
export function overlaps(a: StoreLocation, b: StoreLocation): boolean {
  return a.bucket === b.bucket && (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix));
}
