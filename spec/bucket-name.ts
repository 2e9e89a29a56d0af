import { clusterName } from './cluster-name.ts';
import { fittedName } from './fitted-name.ts';
import type { PlatformSpec } from './platform.ts';
import { reservedEnding } from './reserved-name.ts';

/** Longest name that S3, Google Cloud Storage, Spaces and Ceph take for a bucket. Unit: characters. */
const LONGEST_BUCKET = 63;

/** Name of a team's bucket in a store that no other platform shares. */
export function localBucket({ metadata }: PlatformSpec, team: string): string {
  return fittedName(`${clusterName(metadata)}-${team}`, LONGEST_BUCKET);
}

/**
 * Name of a team's bucket in a store where names are global: it ends with a hash of what makes this platform itself.
 *
 * @param account - account, project or team of the cloud that pays
 */
export function globalBucket(spec: PlatformSpec, account: string, team: string): string {
  const ending = globalEnding(spec, account);
  return `${fittedName(`${clusterName(spec.metadata)}-${team}`, LONGEST_BUCKET - ending.length - 1)}-${ending}`;
}

/** Ending of this platform's global names: the same for all of them, and another after `metadata.generation` is raised. */
export function globalEnding({ metadata }: PlatformSpec, account: string): string {
  return reservedEnding(account, clusterName(metadata), metadata.generation);
}
