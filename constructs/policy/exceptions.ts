import type { EXEMPTIBLE, PolicyException } from '../../spec/policy.ts';
import { listOf, TEAM, textOf } from './cel.ts';

/** Annotation of a policy that says who is exempt, until when and why; one exception a line. */
export const EXCEPTIONS_ANNOTATION = 'plinth.dev/exceptions';

/** Exceptions from one policy. */
export function exceptionsFrom(
  policy: (typeof EXEMPTIBLE)[number],
  exceptions: readonly PolicyException[],
): readonly PolicyException[] {
  return exceptions.filter((each) => each.policy === policy);
}

/** The annotation of a policy with exceptions; none for a policy without. */
export function exceptionLines(exceptions: readonly PolicyException[]): Record<string, string> {
  if (exceptions.length === 0) return {};
  const lines = exceptions.map(({ because, images, name, team, until }) => {
    const what = images.length === 0 ? '' : `: ${images.join(', ')}`;
    return `${name}: team ${team}${what}; until ${until}; ${because}`;
  });
  return { [EXCEPTIONS_ANNOTATION]: lines.join('\n') };
}

/** Teams that a policy does not hold for at all. */
export function teamsExempt(exceptions: readonly PolicyException[]): readonly string[] {
  return [...new Set(exceptions.flatMap(({ images, team }) => (images.length === 0 ? [team] : [])))];
}

/**
 * CEL: whether the image `i` is let through for the team of the namespace.
 *
 * @param clock - whether the engine knows what time it is; then an exception ends with its last day
 */
export function imageExempt(exceptions: readonly PolicyException[], clock = false): string {
  const words = exceptions.map(({ images, team, until }) => {
    const conditions = [
      `${TEAM} == ${textOf(team)}`,
      ...(images.length === 0 ? [] : [beginsLikeOneOf(images)]),
      ...(clock ? [`time.now() < timestamp(${textOf(`${until}T00:00:00Z`)}) + duration('24h')`] : []),
    ];
    return `(${conditions.join(' && ')})`;
  });
  return words.length === 0 ? 'false' : words.join(' || ');
}

function beginsLikeOneOf(images: readonly string[]): string {
  return `${listOf(images)}.exists(e, i == e || ((e.endsWith('/') || e.endsWith(':')) && i.startsWith(e)))`;
}
