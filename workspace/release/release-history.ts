import { join } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import type { Traffic } from '../../spec/traffic.ts';
import { folderFinding } from './release-finding.ts';
import { type EndpointKey, endpointFolder, HEAD_FILE, releaseFile, TRAFFIC_FILE } from './release-paths.ts';
import {
  type ReleaseHead,
  type ReleaseLink,
  readHead,
  readLinks,
  readReleases,
  readTraffic,
  type StoredRelease,
} from './stored-release.ts';

/** The row of an endpoint's releases, and what it answers with. */
export interface EndpointHistory<R extends ReleaseLink = ReleaseLink> extends EndpointKey {
  /** All releases, in order. */
  readonly releases: readonly R[];
  /** The newest as it was recorded. @default - there is no release */
  readonly head?: ReleaseHead | undefined;
  /** What it answers with. @default - nothing was promoted */
  readonly traffic?: Traffic | undefined;
}

/**
 * Reads the history of an endpoint: all digests, and of what releases say only their place in the row. Where the row does not
 * hold everything is read, so that a file of a wrong form is said to be that.
 *
 * @throws {PlatformError} with everything that is wrong with its files.
 */
export async function readHistory(folder: string, key: EndpointKey): Promise<EndpointHistory> {
  const [releases, head, traffic] = [
    await readLinks(folder, key),
    await readHead(folder, key),
    await readTraffic(folder, key),
  ];
  const row = releases && { ...key, releases, head, traffic };
  // What was checked when it was written, and still has its digest, has its form too.
  return row !== undefined && historyFindings(folder, row).length === 0 ? row : readWholeHistory(folder, key);
}

/** Reads everything about an endpoint, each release whole. @throws {PlatformError} with everything that is wrong with its files. */
export async function readWholeHistory(folder: string, key: EndpointKey): Promise<EndpointHistory<StoredRelease>> {
  const [releases, head, traffic] = await Promise.all([
    readReleases(folder, key),
    readHead(folder, key),
    readTraffic(folder, key),
  ]);
  return { ...key, releases, head, traffic };
}

/**
 * Looks whether anything of the past was changed: each release names the one before it by its digest, the newest is recorded,
 * and what is served is named by digest.
 */
export function historyFindings(folder: string, history: EndpointHistory): readonly Finding[] {
  return [
    ...placeFindings(history),
    ...chainFindings(folder, history),
    ...headFindings(folder, history),
    ...trafficFindings(folder, history),
  ];
}

function placeFindings({ endpoint, releases, team }: EndpointHistory): Finding[] {
  return releases.flatMap(({ file, metadata, number }) => {
    if (metadata.team === team && metadata.endpoint === endpoint && metadata.number === number) return [];
    return folderFinding('RELEASE_FILE_WRONG', file, {
      problem: `it is release ${metadata.number} of ${metadata.team}/${metadata.endpoint}, and lies where release ${number} of ${team}/${endpoint} belongs`,
      fix: 'move it back to its place with git',
    });
  });
}

function chainFindings(folder: string, { releases, ...key }: EndpointHistory): Finding[] {
  return releases.flatMap(({ file, number, previous }, index) => {
    const before = releases[index - 1];
    if (number !== (before?.number ?? 0) + 1) return missing(folder, key, number - 1);
    if (previous === before?.digest) return [];
    const changed = before?.file ?? file;
    return folderFinding('RELEASE_REWRITTEN', changed, {
      problem: `release ${before?.number ?? number} is ${before?.digest ?? 'not there'}, and release ${number} names ${previous ?? 'none'} before it`,
      fix: `a release is never changed: git log -p -- ${changed} shows who did; restore it and release anew`,
    });
  });
}

function missing(folder: string, key: EndpointKey, number: number): Finding {
  return folderFinding('RELEASE_MISSING', join(endpointFolder(folder, key), releaseFile(number)), {
    problem: `release ${number} of ${key.team}/${key.endpoint} is gone, and a later one is there`,
    fix: 'restore it with git; releases are never deleted',
  });
}

function headFindings(folder: string, { head, releases, ...key }: EndpointHistory): Finding[] {
  const last = releases.at(-1);
  const file = join(endpointFolder(folder, key), HEAD_FILE);
  if (head === undefined || last === undefined) {
    if (head === undefined && last === undefined) return [];
    return last === undefined
      ? [missing(folder, key, head?.number ?? 1)]
      : [unrecorded(file, `release ${last.number} is there, and no newest release is recorded`)];
  }
  if (head.number > last.number) return [missing(folder, key, head.number)];
  if (head.number < last.number)
    return [unrecorded(file, `release ${last.number} is there, and ${head.number} is recorded as the newest`)];
  if (head.digest === last.digest) return [];
  return [
    folderFinding('RELEASE_REWRITTEN', last.file, {
      problem: `release ${last.number} is ${last.digest}, and was recorded as ${head.digest}`,
      fix: `a release is never changed: git log -p -- ${last.file} shows who did; restore it and release anew`,
    }),
  ];
}

function unrecorded(file: string, problem: string): Finding {
  return folderFinding('RELEASE_UNRECORDED', file, {
    problem,
    fix: 'make releases with `plinth release new`; after a merge of two, restore one and make it again',
  });
}

function trafficFindings(folder: string, { releases, traffic, ...key }: EndpointHistory): Finding[] {
  const file = join(endpointFolder(folder, key), TRAFFIC_FILE);
  const known = new Map(releases.map(({ digest, number }) => [number, digest]));
  return (traffic?.traffic ?? []).flatMap(({ digest, release }) => {
    const found = known.get(release);
    if (found === digest) return [];
    if (found === undefined)
      return folderFinding('RELEASE_TRAFFIC_UNKNOWN', file, {
        problem: `release ${release} gets traffic, and there is none`,
        fix: 'promote a release that `plinth release list` shows',
      });
    return folderFinding('RELEASE_REWRITTEN', file, {
      problem: `release ${release} is ${found}, and ${digest} was promoted`,
      fix: 'restore the file of the release with git, or promote it anew if the traffic was edited by hand',
    });
  });
}
