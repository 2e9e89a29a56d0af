import { readFile } from 'node:fs/promises';
import { PlatformError } from '../../spec/finding.ts';
import { readSource } from '../../spec/source-file.ts';
import { parseVerification } from '../../verification/file/parse-verification.ts';
import { type Answers, type ArmName, evidenceFrom, seriesPlan } from '../../verification/file/series-plan.ts';
import type { Verification } from '../../verification/file/verification-file.ts';
import type { Arm, Looks } from '../../verification/judge/evidence.ts';
import { judgeRelease } from '../../verification/judge/judge-release.ts';
import type { ReleaseVerdict } from '../../verification/judge/verdict.ts';
import { readSeries } from './data-file.ts';
import { askPrometheus, type Range } from './prometheus.ts';
import { type Clock, WALL } from './wall-clock.ts';

export type { Clock };

/** Queries that are under way at once. */
const AT_ONCE = 8;

/** Where series come from. */
export type SeriesSource =
  | { readonly kind: 'prometheus'; readonly url: string }
  | { readonly kind: 'file'; readonly file: string };

/** A label that tells an arm apart. */
export interface ArmLabel {
  readonly arm: ArmName;
  readonly label: string;
  readonly value: string;
}

/** How to verify. */
export interface VerifyOptions {
  /** The verification, or its file. */
  readonly file: string | Verification;
  readonly source: SeriesSource;
  /** Looks while the window passes, until the verdict is clear. Only with Prometheus. @default false - one look at the window that ended now */
  readonly wait?: boolean;
  /** Labels in place of those of the file, as a controller knows them better. @default [] - as the file says */
  readonly labels?: readonly ArmLabel[];
  /** Called after each look but the last. @default - silent */
  readonly onLook?: (verdict: ReleaseVerdict) => void;
  /** The time, and waiting; tests give their own. @default - the clock */
  readonly clock?: Clock;
}

/**
 * Judges a release by what a Prometheus or a file says.
 *
 * @throws {PlatformError} for files that cannot be read or are wrong. A Prometheus that cannot be asked is no error: the verdict
 * says so.
 */
export async function verify({
  clock = WALL,
  file,
  labels = [],
  onLook,
  source,
  wait = false,
}: VerifyOptions): Promise<ReleaseVerdict> {
  const asked = labelled(typeof file === 'string' ? await readVerification(file) : file, labels);
  if (source.kind === 'file') return judgeRelease(evidenceFrom(asked, ONE_LOOK, await readSeries(source.file)));
  const now = clock.now() / 1_000;
  if (!wait) return look(asked, source.url, ONE_LOOK, { start: now - asked.window, end: now, step: asked.step });
  return lookUntilClear(asked, source.url, clock, onLook);
}

function labelled(asked: Verification, labels: readonly ArmLabel[]): Verification {
  const of = (arm: ArmName) => ({
    ...asked.arms[arm],
    ...Object.fromEntries(labels.filter((each) => each.arm === arm).map(({ label, value }) => [label, value])),
  });
  return { ...asked, arms: { baseline: of('baseline'), canary: of('canary') } };
}

const ONE_LOOK: Looks = { number: 1, of: 1 };

async function lookUntilClear(
  asked: Verification,
  url: string,
  clock: Clock,
  onLook: VerifyOptions['onLook'],
): Promise<ReleaseVerdict> {
  const start = clock.now() / 1_000;
  for (let number = 1; ; number += 1) {
    const end = start + (asked.window * number) / asked.looks;
    await clock.sleep(Math.max(0, end * 1_000 - clock.now()));
    const verdict = await look(asked, url, { number, of: asked.looks }, { start, end, step: asked.step });
    if (number === asked.looks || verdict.verdict === 'fail') return verdict;
    onLook?.(verdict);
  }
}

async function look(asked: Verification, url: string, looks: Looks, range: Range): Promise<ReleaseVerdict> {
  return judgeRelease(evidenceFrom(asked, looks, await answersOf(asked, url, range), range.end));
}

async function answersOf(asked: Verification, url: string, range: Range): Promise<Answers> {
  const questions = [...seriesPlan(asked)];
  const found = new Map<string, Arm>();
  const access = { url, timeout: asked.timeout };
  const worker = async () => {
    for (let next = questions.shift(); next !== undefined; next = questions.shift())
      found.set(`${next.arm} ${next.key}`, await askPrometheus(access, next.query, range));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (key, arm) => found.get(`${arm} ${key}`) ?? { kind: 'unreachable', because: 'it was not asked' };
}

/** Reads a verification from its file. @throws {PlatformError} `FILE_UNREADABLE`, `VERIFICATION_KIND_WRONG`, and everything that is wrong with it. */
export async function readVerification(file: string): Promise<Verification> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new PlatformError([
      {
        code: 'FILE_UNREADABLE',
        level: 'error',
        at: '(file)',
        problem: `it cannot be read (${error.code ?? 'unknown reason'})`,
        fix: 'name the verification file itself, such as verification.yaml',
        place: { file, line: 1, column: 1 },
      },
    ]);
  });
  const source = readSource(file, bytes);
  if (kindOf(source.content) === 'Platform') throw platformGiven(file);
  return parseVerification(source.content, source);
}

function kindOf(content: unknown): unknown {
  return typeof content === 'object' && content !== null && 'kind' in content ? content.kind : undefined;
}

/** A likely slip: the verb takes both kinds of file. */
function platformGiven(file: string): PlatformError {
  return new PlatformError([
    {
      code: 'VERIFICATION_KIND_WRONG',
      level: 'error',
      at: 'kind',
      problem: 'it is the spec of a platform, and no verification',
      fix: 'add --endpoint TEAM/ENDPOINT and --out DIR to judge a release of it, or name a verification.yaml',
      place: { file, line: 1, column: 1 },
    },
  ]);
}
