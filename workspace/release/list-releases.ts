import type { EndpointKey } from './release-paths.ts';
import { readReleases, readTraffic } from './stored-release.ts';
import { allEndpoints } from './team-endpoints.ts';

/** One line of the list of releases. */
export interface ListedLine extends EndpointKey {
  /** Number of the release. */
  readonly number: number;
  /** Part of the requests. Unit: per cent. @default - it is not served */
  readonly weight?: number | undefined;
  /** Digest of the model's manifest. */
  readonly model: string;
  /** What was measured. */
  readonly metrics: Readonly<Record<string, number>>;
  /** When, as its author said. */
  readonly created: string;
  /** Who released it. */
  readonly author: string;
}

/**
 * All releases of one endpoint, or of all; the newest first.
 *
 * @throws {PlatformError} with everything that is wrong with the files.
 */
export async function listReleases(folder: string, key?: EndpointKey): Promise<readonly ListedLine[]> {
  const keys = key === undefined ? await allEndpoints(folder) : [key];
  const lists = await Promise.all(keys.map((each) => linesOf(folder, each)));
  return lists.flat();
}

async function linesOf(folder: string, key: EndpointKey): Promise<readonly ListedLine[]> {
  const [releases, traffic] = await Promise.all([readReleases(folder, key), readTraffic(folder, key)]);
  const weights = new Map((traffic?.traffic ?? []).map(({ release, weight }) => [release, weight]));
  return releases
    .map(({ number, release: { author, created, metrics, model } }) => ({
      ...key,
      number,
      weight: weights.get(number),
      model: model.digest,
      metrics,
      created,
      author,
    }))
    .reverse();
}
