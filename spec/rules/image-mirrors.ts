import type { Finding } from '../finding.ts';
import { liesIn } from '../image-mirrors.ts';
import { EVERY_SOURCE, type ImageMirror, mirrorsOf } from '../images.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A map by which each image has one name, which stays the same however often the map is used. */
export function* imageMirrors(spec: PlatformSpec): Iterable<Finding> {
  const mirrors = mirrorsOf(spec);
  for (const [index, rule] of mirrors.entries()) {
    const before = mirrors.slice(0, index);
    yield* repeated(rule, index, before);
    yield* neverFits(rule, index, mirrors);
    yield* goesRound(rule, index, mirrors);
    yield* overlaps(rule, index, before);
  }
}

function* repeated({ source }: ImageMirror, index: number, before: readonly ImageMirror[]): Iterable<Finding> {
  if (before.some((other) => other.source === source))
    yield finding('IMAGE_MIRROR_REPEATED', index, 'source', {
      problem: `${source} has a mirror already, ${at(before.findIndex((other) => other.source === source))}: this one can never be used`,
      fix: 'keep one of the two',
    });
}

/** Names that lie in a mirror are left alone, so a rule for them waits for nothing. */
function* neverFits({ source }: ImageMirror, index: number, mirrors: readonly ImageMirror[]): Iterable<Finding> {
  if (source === EVERY_SOURCE) return;
  const holder = mirrors.findIndex(({ mirror }) => liesIn(source, mirror));
  if (holder !== -1)
    yield finding('IMAGE_MIRROR_NEVER_FITS', index, 'source', {
      problem: `${source} lies in a mirror, that of ${at(holder)}, and what lies there is not renamed: this rule can never fit`,
      fix: 'leave this rule out, and name the last place in the other',
    });
}

/** A mirror that is itself a source: which of its names is meant would depend on how often the map is used. */
function* goesRound(
  { mirror, source }: ImageMirror,
  index: number,
  mirrors: readonly ImageMirror[],
): Iterable<Finding> {
  const next = mirrors.findIndex((other) => other.source !== EVERY_SOURCE && liesIn(mirror, other.source));
  if (next === -1) return;
  const way = wayFrom(index, mirrors);
  yield finding('IMAGE_MIRROR_LOOP', index, 'mirror', {
    problem: `${source} goes to ${mirror}, which is a source itself, of ${at(next)}: ${way.join(' → ')}`,
    fix: 'choose a mirror that no rule has as its source, such as a registry of its own',
  });
}

/** Sources and mirrors, one after the other, until nothing follows or one comes again. */
function wayFrom(index: number, mirrors: readonly ImageMirror[]): string[] {
  const way = [mirrors[index]?.source ?? ''];
  const seen = new Set<number>();
  for (let now = index; now !== -1 && !seen.has(now); ) {
    seen.add(now);
    const { mirror = '' } = mirrors[now] ?? {};
    way.push(mirror);
    now = mirrors.findIndex((other) => other.source !== EVERY_SOURCE && liesIn(mirror, other.source));
    if (seen.has(now)) way.push(mirrors[now]?.source ?? '', '…');
  }
  return way;
}

function* overlaps({ mirror }: ImageMirror, index: number, before: readonly ImageMirror[]): Iterable<Finding> {
  const other = before.findIndex((each) => liesIn(mirror, each.mirror) || liesIn(each.mirror, mirror));
  if (other !== -1)
    yield finding('IMAGE_MIRROR_OVERLAP', index, 'mirror', {
      problem: `${mirror} and ${before[other]?.mirror}, the mirror of ${at(other)}, lie in one another: two images may get one name`,
      fix: 'give each source a folder of its own, such as its host',
    });
}

function at(index: number): string {
  return pathText(['images', 'mirrors', index]);
}

function finding(
  code: `IMAGE_MIRROR_${Uppercase<string>}`,
  index: number,
  part: keyof ImageMirror,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at: pathText(['images', 'mirrors', index, part]), problem, fix };
}
