import type { Finding } from '../../spec/finding.ts';
import { PlatformError } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import { parseRelease } from '../../spec/parse-release.ts';
import { API_VERSION } from '../../spec/platform.ts';
import type { Release } from '../../spec/release.ts';
import { canonicalJson, releaseDigest } from '../../spec/release-digest.ts';
import type { SourceFile } from '../../spec/source-file.ts';
import { type Examination, examineRelease } from './examine-release.ts';
import { headText, releaseText } from './file-text.ts';
import { onlyWarnings } from './release-finding.ts';
import { type EndpointHistory, historyFindings, readHistory } from './release-history.ts';
import { alone } from './release-lock.ts';
import { type EndpointKey, HEAD_FILE, releaseFile } from './release-paths.ts';
import { readRelease } from './stored-release.ts';
import { writeTeam } from './write-team.ts';

/** What a pipeline knows about a model; number and predecessor are filled in. */
export interface ReleaseInput {
  /** Fields of the release, not trusted. */
  readonly content: Readonly<Record<string, unknown>>;
  /** The file they came from, for the places of findings. @default - flags of the command line */
  readonly source?: SourceFile | undefined;
}

/** A release that was made. */
export interface MadeRelease {
  /** Number of it. */
  readonly number: number;
  /** Digest of it. */
  readonly digest: string;
  /** Path of its file below the Git folder. */
  readonly file: string;
  /** Whether the newest release was the same already: nothing was written. */
  readonly repeated: boolean;
  /** Warnings. */
  readonly findings: readonly Finding[];
}

/** Order of the fields in a release's file. */
const ORDER = [
  'apiVersion',
  'kind',
  'metadata',
  'previous',
  'dataset',
  'code',
  'run',
  'metrics',
  'gate',
  'model',
  'signature',
  'runtime',
  'created',
  'author',
  'note',
];

/**
 * Appends a release to an endpoint, after everything about it was checked. The same release again changes nothing.
 *
 * @param folder - Git folder that `synth` writes
 * @throws {PlatformError} with everything that is wrong; the folder is as before.
 */
export async function newRelease(
  folder: string,
  key: EndpointKey,
  { content, source }: ReleaseInput,
  look: Examination,
): Promise<MadeRelease> {
  return alone(folder, async () => {
    const history = await readHistory(folder, key);
    onlyWarnings(historyFindings(folder, history));
    const release = parseRelease(composed(key, content, history), source);
    const { findings } = await examineRelease(release, look);
    const warnings = onlyWarnings(placed(findings, source));
    const last = history.releases.at(-1);
    if (last !== undefined && sameModel((await readRelease(folder, key, last.number)).release, release))
      return {
        number: last.number,
        digest: last.digest,
        file: pathOf(key, last.number),
        repeated: true,
        findings: warnings,
      };
    const { number } = release.metadata;
    const digest = releaseDigest(release);
    await writeTeam(
      folder,
      key.team,
      new Map([
        [`${key.endpoint}/${releaseFile(number)}`, releaseText(release)],
        [`${key.endpoint}/${HEAD_FILE}`, headText({ number, digest })],
      ]),
    );
    return { number, digest, file: pathOf(key, number), repeated: false, findings: warnings };
  });
}

/** The whole document: what the pipeline says, at its place in the row. What a pipeline says about that is checked, not taken. */
function composed(
  { endpoint, team }: EndpointKey,
  content: Readonly<Record<string, unknown>>,
  { head }: EndpointHistory,
): Record<string, unknown> {
  const number = (head?.number ?? 0) + 1;
  const filled: Record<string, unknown> = {
    ...content,
    apiVersion: content.apiVersion ?? API_VERSION,
    kind: content.kind ?? 'ModelRelease',
    metadata: { team, endpoint, number },
    ...(head === undefined ? {} : { previous: head.digest }),
  };
  refuseOwnPlace(content, filled);
  const known = ORDER.filter((name) => name in filled);
  const others = Object.keys(filled).filter((name) => !ORDER.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, filled[name]]));
}

function refuseOwnPlace(content: Readonly<Record<string, unknown>>, filled: Readonly<Record<string, unknown>>): void {
  const wrong = ['metadata', 'previous'].filter(
    (name) => content[name] !== undefined && canonicalJson(content[name]) !== canonicalJson(filled[name]),
  );
  if (wrong.length === 0) return;
  throw new PlatformError(
    wrong.map((name) => ({
      code: 'RELEASE_PLACE_WRONG' as const,
      level: 'error' as const,
      at: name,
      problem: `it is ${canonicalJson(content[name])}, and the next release has ${canonicalJson(filled[name] ?? null)}`,
      fix: 'leave it out: `plinth release new` fills it in',
    })),
  );
}

/** A pipeline that ran again says the same; its signature has other bytes, because signing draws a number. */
function sameModel(a: Release, b: Release): boolean {
  const rest = ({ metadata: _, previous: __, signature, ...others }: Release) =>
    canonicalJson({ ...others, signer: signature?.signer });
  return rest(a) === rest(b);
}

function pathOf({ endpoint, team }: EndpointKey, number: number): string {
  return `releases/${team}/${endpoint}/${releaseFile(number)}`;
}
