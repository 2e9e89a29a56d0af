import { readReleases, readTraffic } from '../release/stored-release.ts';
import { allEndpoints } from '../release/team-endpoints.ts';

/** A model, or the image that serves it, as a release names it. */
export interface ReleasedImage {
  /** As it is written: an address, or the name of an image. */
  readonly text: string;
  /** Which release: `release 3 of vision/defects`. */
  readonly by: string;
  /** Whether the endpoint answers with this release now. */
  readonly served: boolean;
}

/**
 * Everything that the releases of a Git folder name: what is served, and what a rollback or a replay would need.
 *
 * @throws {PlatformError} with everything that is wrong with the files.
 */
export async function releasedImages(folder: string): Promise<readonly ReleasedImage[]> {
  const endpoints = await allEndpoints(folder);
  const lists = await Promise.all(
    endpoints.map(async (key) => {
      const [releases, traffic] = await Promise.all([readReleases(folder, key), readTraffic(folder, key)]);
      const served = new Set((traffic?.traffic ?? []).map(({ release }) => release));
      return releases.flatMap(({ number, release: { model, runtime } }) =>
        [model.uri, runtime.image].map((text) => ({
          text,
          by: `release ${number} of ${key.team}/${key.endpoint}`,
          served: served.has(number),
        })),
      );
    }),
  );
  return lists.flat();
}
