import type { Finding, Rule } from './finding.ts';
import type { Traffic } from './traffic.ts';

/** Weights of an endpoint add up to all of its requests. */
export function* weightsAddUp({ traffic }: Pick<Traffic, 'traffic'>): Iterable<Finding> {
  const full = traffic.filter(({ weight }) => weight === 100);
  const sum = traffic.reduce((total, { weight }) => total + weight, 0);
  if (full.length > 1)
    yield error('TRAFFIC_FULL_TWICE', 'traffic', {
      problem: `releases ${full.map((each) => each.release).join(' and ')} both have full weight`,
      fix: 'leave one of them',
    });
  else if (sum !== 100)
    yield error('TRAFFIC_SUM', 'traffic', {
      problem: `the weights add up to ${sum}: ${traffic.map((each) => `release ${each.release} ${each.weight}`).join(', ')}`,
      fix: 'make them add up to 100',
    });
}

/** Each release stands once. */
export function* releasesOnce({ traffic }: Pick<Traffic, 'traffic'>): Iterable<Finding> {
  for (const [index, { release }] of traffic.entries()) {
    if (traffic.findIndex((each) => each.release === release) === index) continue;
    yield error('TRAFFIC_RELEASE_REPEATED', `traffic[${index}].release`, {
      problem: `release ${release} stands twice`,
      fix: 'keep one of the two',
    });
  }
}

/** Two releases cannot be asked for by the same headers. */
export function* headersApart({ traffic }: Pick<Traffic, 'traffic'>): Iterable<Finding> {
  const seen = new Map<string, number>();
  for (const [index, { headers, release }] of traffic.entries()) {
    if (headers === undefined) continue;
    const text = JSON.stringify(
      Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), value])
        .sort(),
    );
    const other = seen.get(text);
    if (other !== undefined)
      yield error('TRAFFIC_HEADERS_REPEATED', `traffic[${index}].headers`, {
        problem: `release ${other} is asked for by the same headers as release ${release}`,
        fix: 'give each release headers of its own',
      });
    seen.set(text, release);
  }
}

/** Everything that is checked about traffic by itself. */
export const trafficRules: readonly Rule<Pick<Traffic, 'traffic'>>[] = [weightsAddUp, releasesOnce, headersApart];

function error(
  code: `TRAFFIC_${Uppercase<string>}`,
  at: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at, problem, fix };
}
