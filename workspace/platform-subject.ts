import type { PlatformSpec } from '../spec/platform.ts';
import { digestOfValue } from './digest.ts';
import { lockFolderOf, readLock } from './lock/lock-folder.ts';
import { loadPlatform } from './platform-file.ts';
import { plinthVersion } from './plinth-version.ts';

/** Which platform a report is about, so exactly that it can be held against the files later. */
export interface PlatformSubject {
  /** Name of the platform. */
  readonly platform: string;
  readonly environment: string;
  /** Digest of its spec, all defaults filled in, as `plinth.manifest.json` has it. */
  readonly spec: string;
  /** Digest of its lock. @default - null: it had none */
  readonly lock: string | null;
  /** Version of Plinth, which brings what the spec does not name. */
  readonly plinth: string;
}

/** A subject, and when the report about it was made. */
export interface DatedSubject extends PlatformSubject {
  /** Point in time, in ISO 8601. */
  readonly made: string;
}

/**
 * What a report on a platform says of what it is about.
 *
 * @param file - its file, or its address in a fleet
 * @throws {PlatformError} if the file or its lock cannot be read.
 */
export async function subjectOf(file: string): Promise<PlatformSubject> {
  return subjectOfSpec(file, (await loadPlatform(file)).spec);
}

/** The same of a platform that was read. @param file - its file, or its address in a fleet */
export async function subjectOfSpec(file: string, spec: PlatformSpec): Promise<PlatformSubject> {
  const lock = await readLock(lockFolderOf(file));
  return {
    platform: spec.metadata.name,
    environment: spec.metadata.environment,
    spec: digestOfValue(spec),
    lock: lock === undefined ? null : digestOfValue(lock),
    plinth: plinthVersion(),
  };
}
