import { globalBucket, localBucket } from '../bucket-name.ts';
import { clusterName } from '../cluster-name.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** What a store keeps for itself in the names of buckets. */
interface Reserved {
  readonly store: string;
  readonly beginnings: readonly string[];
  readonly parts: readonly string[];
  readonly endings: readonly string[];
}

/** From the page on bucket naming rules of Amazon S3. */
const S3: Reserved = {
  store: 'Amazon S3',
  beginnings: ['xn--', 'sthree-', 'amzn-s3-demo-'],
  parts: [],
  endings: ['-s3alias', '--ol-s3', '--x-s3', '--table-s3'],
};
/** From the page on buckets of Google Cloud Storage; it refuses “close misspellings” too, of which it names one. */
const GCS: Reserved = {
  store: 'Google Cloud Storage',
  beginnings: ['goog'],
  parts: ['google', 'g00gle'],
  endings: [],
};

/**
 * No bucket has a name that its store refuses: what the platform, its environment and its teams are called becomes one.
 *
 * An S3 store of an existing cluster is judged as if it were Amazon's. What DigitalOcean reserves was not found; containers
 * of Azure and buckets of Ceph have no such words.
 */
export function* bucketNames(spec: PlatformSpec): Iterable<Finding> {
  const store = storeOf(spec);
  if (store === undefined) return;
  const { reserved } = store;
  const prefix = `${clusterName(spec.metadata)}-`;
  const first = mistakeIn(reserved, prefix);
  if (first !== undefined) {
    const field = first.part !== undefined && !spec.metadata.name.includes(first.part) ? 'environment' : 'name';
    yield finding(['metadata', field], `buckets would be called ${prefix}…`, reserved, first.words);
    return;
  }
  for (const [index, { name }] of spec.teams.entries()) {
    const bucket = store.bucket(name);
    const found = mistakeIn(reserved, bucket);
    if (found === undefined) continue;
    yield finding(['teams', index, 'name'], `its bucket would be called ${bucket}`, reserved, found.words);
  }
}

function storeOf(spec: PlatformSpec): { reserved: Reserved; bucket: (team: string) => string } | undefined {
  const { target } = spec;
  if (target.kind === 'aws') return { reserved: S3, bucket: (team) => globalBucket(spec, target.account, team) };
  if (target.kind === 'gcp') return { reserved: GCS, bucket: (team) => globalBucket(spec, target.project, team) };
  if (target.kind !== 'existing' || target.storage.objects === undefined) return undefined;
  return { reserved: S3, bucket: (team) => localBucket(spec, team) };
}

function mistakeIn(reserved: Reserved, name: string): { words: string; part?: string } | undefined {
  const part = reserved.parts.find((each) => name.includes(each));
  if (part !== undefined) return { words: `contains ${part}`, part };
  const beginning = reserved.beginnings.find((each) => name.startsWith(each));
  if (beginning !== undefined) return { words: `begins with ${beginning}` };
  const ending = reserved.endings.find((each) => name.endsWith(each));
  return ending === undefined ? undefined : { words: `ends with ${ending}` };
}

function finding(at: (string | number)[], what: string, { store }: Reserved, words: string): Finding {
  return {
    code: 'BUCKET_NAME_RESERVED',
    level: 'error',
    at: pathText(at),
    problem: `${what}, and ${store} refuses a name that ${words}`,
    fix: 'choose another name',
  };
}
