import type { PlatformSpec } from '../../spec/platform.ts';
import type { Release } from '../../spec/release.ts';
import { type GateResult, gateResults } from '../../spec/release-gate.ts';
import { folderError } from './release-finding.ts';
import { type EndpointKey, endpointFolder } from './release-paths.ts';
import { servedBy } from './served-releases.ts';
import { checkSignature, type SignatureVerdict, type Trust } from './signature/check-signature.ts';
import { readTraffic } from './stored-release.ts';

/** Where a model that is served right now came from. */
export interface ServedLineage {
  /** Number of the release. */
  readonly number: number;
  /** Digest of the release, as its file is. */
  readonly digest: string;
  /** Whether it is the one that was promoted; if not, somebody changed it. */
  readonly asPromoted: boolean;
  /** Part of the requests. Unit: per cent. */
  readonly weight: number;
  /** Requests with these headers go to it. @default - weight alone decides */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Dataset, code, run, metrics, model, signature and runtime. */
  readonly release: Release;
  /** Every rule of the gate with what was measured. */
  readonly gate: readonly GateResult[];
  /** What became of the signature. */
  readonly signature: SignatureVerdict;
}

/** The whole lineage of what an endpoint serves right now. */
export interface Lineage extends EndpointKey {
  /** What is served; the largest part first. */
  readonly served: readonly ServedLineage[];
  /** How many states a rollback can go back through. */
  readonly statesBefore: number;
}

/**
 * The lineage of what an endpoint serves. Reads the files of what is served, and no others.
 *
 * @throws {PlatformError} `RELEASE_NOTHING_SERVED` where nothing was promoted, and everything that is wrong with the files.
 */
export async function lineage(
  folder: string,
  key: EndpointKey,
  { releases }: Pick<PlatformSpec, 'releases'>,
  trust: Omit<Trust, 'releases'> = {},
): Promise<Lineage> {
  const traffic = await readTraffic(folder, key);
  if (traffic === undefined)
    throw folderError('RELEASE_NOTHING_SERVED', endpointFolder(folder, key), {
      problem: `nothing was promoted for ${key.team}/${key.endpoint}`,
      fix: 'plinth release promote FILE TEAM/ENDPOINT --weight 100',
    });
  const promoted = new Map(traffic.traffic.map(({ digest, release }) => [release, digest]));
  const served = await servedBy(folder, key, traffic.traffic);
  const lines = await Promise.all(
    served.map(async (each) => ({
      ...each,
      asPromoted: promoted.get(each.number) === each.digest,
      gate: gateResults(each.release),
      signature: await checkSignature(each.release, { ...trust, releases }),
    })),
  );
  return { ...key, served: lines.sort((a, b) => b.weight - a.weight), statesBefore: traffic.before.length };
}
