import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import type { VerifiedEndpoint, VerifiedRelease } from '../verification.ts';
import { unknownCalls, verificationNames } from '../verification-names.ts';

/** What is judged is there, once, by metrics that somebody shows, and goes all the way when it passes. */
export function* verificationReleases(spec: PlatformSpec): Iterable<Finding> {
  const { observability, verification } = spec;
  if (verification === undefined) return;
  if (observability === undefined)
    yield error('VERIFICATION_UNOBSERVED', 'verification', {
      problem: 'releases are judged by figures, and no Prometheus keeps any',
      fix: 'add observability, or remove verification',
    });
  const seen = new Set<string>();
  for (const [index, release] of verification.releases.entries()) {
    const at = `verification.releases[${index}]`;
    if (seen.has(keyOf(release)))
      yield error('VERIFICATION_RELEASE_TWICE', at, {
        problem: `${keyOf(release)} is judged twice`,
        fix: 'remove one of the two',
      });
    seen.add(keyOf(release));
    yield* release.kind === 'endpoint' ? endpointFindings(spec, release, at) : rolloutFindings(spec, release, at);
  }
}

function keyOf(release: VerifiedRelease): string {
  return `${release.kind} ${release.team}/${release.kind === 'endpoint' ? release.endpoint : release.name}`;
}

function* rolloutFindings({ teams }: PlatformSpec, { services, team }: VerifiedRelease, at: string): Iterable<Finding> {
  const names = teams.map(({ name }) => name);
  if (!names.includes(team))
    yield error('VERIFICATION_TEAM_UNKNOWN', `${at}.team`, {
      problem: `no team is called ${team}`,
      fix: fixByName(team, names),
    });
  yield* verificationNames(services, `${at}.services`);
  if (services.every(({ metrics }) => metrics.length === 0))
    yield error('VERIFICATION_METRICS_MISSING', `${at}.services`, {
      problem: 'no service has a metric to be judged by',
      fix: 'give one of them metrics',
    });
}

function* endpointFindings({ serving }: PlatformSpec, release: VerifiedEndpoint, at: string): Iterable<Finding> {
  const { calls, endpoint, metrics, services, steps, team } = release;
  const known = serving?.endpoints ?? [];
  const found = known.find((each) => each.team === team && each.name === endpoint);
  if (found === undefined) {
    const own = known.filter((each) => each.team === team).map(({ name }) => name);
    yield error('VERIFICATION_ENDPOINT_UNKNOWN', `${at}.endpoint`, {
      problem: `${team} has no endpoint ${endpoint}`,
      fix: fixByName(endpoint, own),
    });
  }
  if (found?.kind === 'classic' && found.format === 'tensorflow' && metrics.length === 0)
    yield error('VERIFICATION_METRICS_MISSING', `${at}.metrics`, {
      problem: 'the server of TensorFlow models shows no figures as it runs here, and no others are named',
      fix: 'name metrics of what calls it',
    });
  if (steps.at(-1) !== 100 || steps.some((step, index) => step <= (steps[index - 1] ?? 0)))
    yield error('VERIFICATION_STEPS', `${at}.steps`, {
      problem: `${steps.join(', ')} do not rise to 100`,
      fix: 'write them from small to large, and 100 last',
    });
  yield* verificationNames(services, `${at}.services`);
  yield* unknownCalls(
    calls,
    services.map(({ name }) => name),
    `${at}.calls`,
  );
}

function error(code: Uppercase<string>, at: string, words: Pick<Finding, 'problem' | 'fix'>): Finding {
  return { code, level: 'error', at, ...words };
}
