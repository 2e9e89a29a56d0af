import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { readSource } from '../../spec/source-file.ts';
import type { Traffic, TrafficState } from '../../spec/traffic.ts';
import { trafficRules } from '../../spec/traffic-rules.ts';
import { type EndpointRenderer, trafficFiles } from './endpoint-state.ts';
import { type Examination, examineRelease } from './examine-release.ts';
import { folderError, onlyWarnings } from './release-finding.ts';
import { type EndpointHistory, historyFindings, readHistory } from './release-history.ts';
import { alone } from './release-lock.ts';
import { type EndpointKey, endpointFolder } from './release-paths.ts';
import { changedTo, restored, shifted } from './shift-traffic.ts';
import { type ReleaseLink, readRelease } from './stored-release.ts';
import { writeTeam } from './write-team.ts';

/** What a change of traffic stands on. */
export interface TrafficDesk extends Examination {
  /** Git folder that `synth` writes. */
  readonly folder: string;
  /** How objects of an endpoint come about. */
  readonly render: EndpointRenderer;
}

/** What is promoted. */
export interface Promotion extends EndpointKey {
  /** Number of the release. @default - the newest */
  readonly number?: number | undefined;
  /** Part of the requests. Unit: per cent. */
  readonly weight: number;
  /** Headers that lead to it whatever the weight. @default - none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A change of traffic. */
export interface ChangedTraffic {
  /** What the endpoint answered with. @default - nothing */
  readonly from?: TrafficState | undefined;
  /** What it answers with. */
  readonly to: TrafficState;
  /** Whether anything was written. */
  readonly changed: boolean;
  /** Warnings. */
  readonly findings: readonly Finding[];
}

/**
 * Gives a release its share of an endpoint's traffic; everything that is served is checked first.
 *
 * @throws {PlatformError} with everything that is wrong; the folder is as before.
 */
export async function promote(
  desk: TrafficDesk,
  { headers, number, weight, ...key }: Promotion,
): Promise<ChangedTraffic> {
  return alone(desk.folder, async () => {
    const history = await checkedHistory(desk, key);
    const { digest, number: release } = chosen(desk, history, number);
    const { endpoint, team } = key;
    const now = history.traffic ?? {
      apiVersion: API_VERSION,
      kind: 'ModelTraffic' as const,
      metadata: { team, endpoint },
      traffic: [],
      before: [],
    };
    const state = shifted(now.traffic, { release, digest, weight, headers });
    const next = history.traffic === undefined ? { ...now, traffic: state } : changedTo(now, state);
    return write(desk, history, next);
  });
}

/**
 * Restores the traffic from before the newest release in it came in, or from when one release had all of it, in one edit.
 *
 * @param to - the release that shall have all of it. @default - whatever was there before
 * @throws {PlatformError} `RELEASE_ROLLBACK_NOTHING` where nothing was there before, and everything that is wrong with what
 * would be served; the folder is as before.
 */
export async function rollback(desk: TrafficDesk, key: EndpointKey, to?: number): Promise<ChangedTraffic> {
  return alone(desk.folder, async () => {
    const history = await checkedHistory(desk, key);
    const { traffic } = history;
    if (traffic === undefined) throw nothingBefore(desk, key, 'nothing was promoted yet');
    const earlier = restored(traffic, to);
    if (earlier !== undefined) return write(desk, history, earlier);
    if (to === undefined) throw nothingBefore(desk, key, 'it never answered with anything else');
    const { digest } = chosen(desk, history, to);
    return write(desk, history, changedTo(traffic, shifted(traffic.traffic, { release: to, digest, weight: 100 })));
  });
}

async function checkedHistory({ folder }: TrafficDesk, key: EndpointKey): Promise<EndpointHistory> {
  const history = await readHistory(folder, key);
  onlyWarnings(historyFindings(folder, history));
  return history;
}

function chosen(
  { folder }: TrafficDesk,
  { releases, ...key }: EndpointHistory,
  number: number | undefined,
): ReleaseLink {
  const found = number === undefined ? releases.at(-1) : releases.find((each) => each.number === number);
  if (found !== undefined) return found;
  throw folderError('RELEASE_MISSING', endpointFolder(folder, key), {
    problem:
      number === undefined
        ? `${key.team}/${key.endpoint} has no release`
        : `${key.team}/${key.endpoint} has no release ${number}`,
    fix: number === undefined ? 'make one with `plinth release new`' : 'choose one that `plinth release list` shows',
  });
}

function nothingBefore({ folder }: TrafficDesk, key: EndpointKey, problem: string) {
  return folderError('RELEASE_ROLLBACK_NOTHING', endpointFolder(folder, key), {
    problem,
    fix: 'name the release that shall be served: --to N',
  });
}

async function write(desk: TrafficDesk, history: EndpointHistory, next: Traffic): Promise<ChangedTraffic> {
  const { folder, render, spec } = desk;
  const from = history.traffic?.traffic;
  onlyWarnings(trafficRules.flatMap((rule) => [...rule(next)]));
  const findings = onlyWarnings(await servedFindings(desk, history, next.traffic));
  if (isDeepStrictEqual(from, next.traffic)) return { from, to: next.traffic, changed: false, findings };
  await writeTeam(folder, next.metadata.team, await trafficFiles(folder, spec, next, render));
  return { from, to: next.traffic, changed: true, findings };
}

/** Nothing is served that would not be released today. */
async function servedFindings(desk: TrafficDesk, key: EndpointKey, state: TrafficState): Promise<Finding[]> {
  const found = await Promise.all(
    state.map(async ({ release: number }) => {
      const { file, release } = await readRelease(desk.folder, key, number);
      const { findings } = await examineRelease(release, desk);
      return findings.length === 0 ? [] : placed(findings, readSource(file, await readFile(file)));
    }),
  );
  return found.flat();
}
