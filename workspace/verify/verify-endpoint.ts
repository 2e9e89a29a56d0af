import { isDeepStrictEqual } from 'node:util';
import { revisionValue } from '../../constructs/serving/index.ts';
import { endpointVerification } from '../../constructs/verification/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { TrafficShare, TrafficState } from '../../spec/traffic.ts';
import type { VerifiedEndpoint } from '../../spec/verification.ts';
import { parseVerification } from '../../verification/file/parse-verification.ts';
import type { Verification } from '../../verification/file/verification-file.ts';
import type { ReleaseVerdict } from '../../verification/judge/verdict.ts';
import { type ChangedTraffic, promote, rollback, type TrafficDesk } from '../release/promote.ts';
import type { EndpointKey } from '../release/release-paths.ts';
import { readTraffic } from '../release/stored-release.ts';
import { type VerifyOptions, verify } from './verify.ts';

/** Releases of an endpoint that share its traffic now, and what the newest is judged by. */
export interface ComparedReleases {
  /** The release that is known: the one with the largest part besides the newest. */
  readonly baseline: TrafficShare;
  /** The newest of those that are served. */
  readonly canary: TrafficShare;
  /** What it is judged by. */
  readonly verification: Verification;
  /** What the spec says of it. */
  readonly release: VerifiedEndpoint;
  /** The traffic as it is. */
  readonly traffic: TrafficState;
}

/** What a verdict asks for. */
export type Act =
  | { readonly kind: 'promote'; readonly release: number; readonly weight: number }
  | { readonly kind: 'roll back'; readonly release: number }
  | { readonly kind: 'nothing'; readonly because: string };

/** A release of an endpoint that was judged. */
export interface JudgedEndpoint {
  readonly verdict: ReleaseVerdict;
  /** What it asks for. */
  readonly act: Act;
  /** What became of the traffic. @default - nothing was written */
  readonly changed?: ChangedTraffic | undefined;
}

/** How an endpoint is judged. */
export interface JudgeEndpointOptions extends Omit<VerifyOptions, 'file' | 'labels'> {
  /** Whether the verdict acts: writes the traffic into the Git folder. @default false - it is only said */
  readonly act?: boolean;
}

/**
 * The releases of an endpoint that are compared.
 *
 * @throws {PlatformError} `VERIFICATION_ENDPOINT_UNKNOWN` where there is none of this name, `VERIFICATION_ENDPOINT_UNJUDGED` where the
 * spec does not ask for it, `VERIFICATION_NO_CANARY` where one release has everything.
 */
async function comparedReleases(
  desk: Pick<TrafficDesk, 'folder' | 'spec'>,
  key: EndpointKey,
): Promise<ComparedReleases> {
  const { endpoint, release } = judgedEndpoint(desk.spec, key);
  const { traffic = [] } = (await readTraffic(desk.folder, key)) ?? {};
  const [canary, ...others] = traffic.toSorted((a, b) => b.release - a.release);
  const baseline = others.toSorted((a, b) => b.weight - a.weight)[0];
  if (canary === undefined || baseline === undefined)
    throw refused('VERIFICATION_NO_CANARY', 'releases', {
      problem: `${nameOf(key)} is served by ${canary === undefined ? 'no release' : `release ${canary.release} alone`}: there is nothing to compare`,
      fix:
        canary === undefined
          ? `make its releases first: plinth release new FILE ${nameOf(key)}`
          : `give the new release a part first: plinth release promote FILE ${nameOf(key)} --weight ${release.steps[0]}`,
    });
  const revisions = {
    baseline: revisionValue({ number: baseline.release }),
    canary: revisionValue({ number: canary.release }),
  };
  const verification = parseVerification(endpointVerification(release, endpoint, revisions));
  return { baseline, canary, verification, release, traffic };
}

/**
 * Judges the newest release of an endpoint, and acts by it if it may: the next of its steps when it passes, the traffic of before when
 * it fails, nothing when nobody knows.
 *
 * @throws {PlatformError} everything that {@link comparedReleases}, `promote` and `rollback` refuse, and
 * `VERIFICATION_TRAFFIC_CHANGED` where somebody changed the traffic while it was judged: that was judged by nobody.
 */
export async function judgeEndpoint(
  desk: TrafficDesk,
  key: EndpointKey,
  { act: may = false, ...how }: JudgeEndpointOptions,
): Promise<JudgedEndpoint> {
  const compared = await comparedReleases(desk, key);
  const verdict = await verify({ ...how, file: compared.verification });
  const act = actOf(verdict, compared);
  if (!may || act.kind === 'nothing') return { verdict, act };
  const { traffic } = (await readTraffic(desk.folder, key)) ?? {};
  if (!isDeepStrictEqual(traffic, compared.traffic))
    throw refused('VERIFICATION_TRAFFIC_CHANGED', 'releases', {
      problem: `the traffic of ${nameOf(key)} was changed while its release was judged`,
      fix: 'judge it again',
    });
  return { verdict, act, changed: await acted(desk, key, act, compared.canary) };
}

function acted(
  desk: TrafficDesk,
  key: EndpointKey,
  act: Exclude<Act, { kind: 'nothing' }>,
  { headers }: TrafficShare,
): Promise<ChangedTraffic> {
  if (act.kind === 'roll back') return rollback(desk, key);
  const kept = act.weight === 100 ? undefined : headers;
  return promote(desk, { ...key, number: act.release, weight: act.weight, headers: kept });
}

/** What a verdict asks for, by the steps of the spec. */
function actOf({ action, reasons }: ReleaseVerdict, { canary, release }: ComparedReleases): Act {
  if (action === 'roll back') return { kind: 'roll back', release: canary.release };
  const weight = release.steps.find((step) => step > canary.weight);
  if (action === 'promote' && weight !== undefined) return { kind: 'promote', release: canary.release, weight };
  return { kind: 'nothing', because: reasons[0] ?? 'there is nothing to do' };
}

function judgedEndpoint(spec: PlatformSpec, key: EndpointKey) {
  const release = spec.verification?.releases.find(
    (each): each is VerifiedEndpoint =>
      each.kind === 'endpoint' && each.team === key.team && each.endpoint === key.endpoint,
  );
  const endpoint = spec.serving?.endpoints.find(({ name, team }) => team === key.team && name === key.endpoint);
  if (release !== undefined && endpoint !== undefined) return { release, endpoint };
  if (endpoint !== undefined)
    throw refused('VERIFICATION_ENDPOINT_UNJUDGED', 'verification.releases', {
      problem: `nothing there is about the endpoint ${nameOf(key)}`,
      fix: `add { kind: endpoint, team: ${key.team}, endpoint: ${key.endpoint} }`,
    });
  throw refused('VERIFICATION_ENDPOINT_UNKNOWN', 'serving.endpoints', {
    problem: `there is no endpoint ${nameOf(key)}`,
    fix: fixByName(
      nameOf(key),
      (spec.serving?.endpoints ?? []).map(({ name, team }) => `${team}/${name}`),
    ),
  });
}

function nameOf({ endpoint, team }: EndpointKey): string {
  return `${team}/${endpoint}`;
}

function refused(code: Uppercase<string>, at: string, words: { readonly problem: string; readonly fix: string }) {
  return new PlatformError([{ code, level: 'error', at, ...words }]);
}
