import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import { readSource } from '../../spec/source-file.ts';
import { trafficRules } from '../../spec/traffic-rules.ts';
import { type Examination, type ExaminedRelease, examineRelease } from './examine-release.ts';
import { gitHistory } from './git-history.ts';
import { type EndpointHistory, historyFindings, readWholeHistory } from './release-history.ts';
import { type EndpointKey, endpointFolder, TRAFFIC_FILE } from './release-paths.ts';
import type { StoredRelease } from './stored-release.ts';
import { allEndpoints } from './team-endpoints.ts';

/** What was looked at, in numbers: what was not asked is said, not left out. */
export interface VerifiedReleases {
  /** Everything that is wrong or worth knowing. */
  readonly findings: readonly Finding[];
  /** Endpoints that were looked at. */
  readonly endpoints: number;
  /** Releases that were looked at. */
  readonly releases: number;
  /** Signatures by what became of them. */
  readonly signatures: Readonly<Record<ExaminedRelease['signature']['verdict'], number>>;
  /** Datasets by what became of them. */
  readonly datasets: Readonly<Record<ExaminedRelease['dataset']['state'], number>>;
  /** Whether Git was asked for changed releases; if not, why. */
  readonly git: true | string;
}

/**
 * Checks everything about releases: the row of digests, gates, signatures, places, traffic, and what Git remembers.
 *
 * @param key - one endpoint. @default - all
 */
export async function verifyReleases(folder: string, look: Examination, key?: EndpointKey): Promise<VerifiedReleases> {
  const keys = key === undefined ? await allEndpoints(folder) : [key];
  const [findings, examined]: [Finding[], ExaminedRelease[]] = [[], []];
  for (const each of keys) {
    const one = await endpointReport(folder, look, each);
    findings.push(...one.findings);
    examined.push(...one.examined);
  }
  const git = await gitHistory(folder);
  const count = <T extends string>(words: readonly T[], of: (each: ExaminedRelease) => T) =>
    Object.fromEntries(words.map((word) => [word, examined.filter((each) => of(each) === word).length])) as Record<
      T,
      number
    >;
  return {
    findings: [...findings, ...git.findings],
    endpoints: keys.length,
    releases: examined.length,
    signatures: count(['valid', 'invalid', 'unchecked'], ({ signature }) => signature.verdict),
    datasets: count(['there', 'gone', 'not asked'], ({ dataset }) => dataset.state),
    git: git.asked,
  };
}

interface EndpointReport {
  readonly findings: readonly Finding[];
  readonly examined: readonly ExaminedRelease[];
}

async function endpointReport(folder: string, look: Examination, key: EndpointKey): Promise<EndpointReport> {
  let history: EndpointHistory<StoredRelease>;
  try {
    history = await readWholeHistory(folder, key);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { findings: error.findings, examined: [] };
  }
  const served = new Set((history.traffic?.traffic ?? []).map(({ release }) => release));
  const reports = await Promise.all(
    history.releases.map(async (stored) => examinedIn(stored, served.has(stored.number), look)),
  );
  return {
    findings: [
      ...historyFindings(folder, history),
      ...(await trafficFindings(folder, history)),
      ...reports.flatMap(({ findings }) => findings),
    ],
    examined: reports,
  };
}

/** What the platform says today stops what is served; about the past it only warns. What a release says of itself always counts. */
async function examinedIn(
  { file, release }: StoredRelease,
  served: boolean,
  look: Examination,
): Promise<ExaminedRelease> {
  const report = await examineRelease(release, look);
  if (report.findings.length === 0) return report;
  const levelled = report.findings.map((finding) =>
    served || !OF_TODAY.has(finding.code) ? finding : { ...finding, level: 'warning' as const },
  );
  return { ...report, findings: placed(levelled, readSource(file, await readFile(file))) };
}

/** Findings that follow from the platform of today, not from the release. */
const OF_TODAY: ReadonlySet<string> = new Set([
  'RELEASE_DATASET_GONE',
  'RELEASE_ENDPOINT_FIXED',
  'RELEASE_ENDPOINT_UNKNOWN',
  'RELEASE_FORMAT_WRONG',
  'RELEASE_SIGNATURE_UNCHECKED',
  'RELEASE_SIGNER_KIND',
  'RELEASE_SIGNER_TEAM',
  'RELEASE_SIGNER_UNKNOWN',
  'RELEASE_UNSIGNED',
]);

async function trafficFindings(
  folder: string,
  { endpoint, team, traffic }: EndpointHistory,
): Promise<readonly Finding[]> {
  if (traffic === undefined) return [];
  const findings = trafficRules.flatMap((rule) => [...rule(traffic)]);
  if (findings.length === 0) return [];
  const file = join(endpointFolder(folder, { team, endpoint }), TRAFFIC_FILE);
  return placed(findings, readSource(file, await readFile(file)));
}
