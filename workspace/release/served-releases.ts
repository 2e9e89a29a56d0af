import type { Release } from '../../spec/release.ts';
import type { TrafficState } from '../../spec/traffic.ts';
import type { EndpointKey } from './release-paths.ts';
import { readRelease } from './stored-release.ts';

/** One release as an endpoint runs it. */
export interface ServedRelease {
  /** Number of the release. */
  readonly number: number;
  /** The release. */
  readonly release: Release;
  /** Digest of it. */
  readonly digest: string;
  /** Part of the requests. Unit: per cent. */
  readonly weight: number;
  /** Requests with these headers go to it. @default - weight alone decides */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The releases that a state of traffic names, each read from its file. @throws {PlatformError} if one cannot be read. */
export async function servedBy(
  folder: string,
  key: EndpointKey,
  state: TrafficState,
): Promise<readonly ServedRelease[]> {
  return Promise.all(
    state.map(async ({ headers, release: number, weight }) => {
      const { digest, release } = await readRelease(folder, key, number);
      return { number, release, digest, weight, headers };
    }),
  );
}
