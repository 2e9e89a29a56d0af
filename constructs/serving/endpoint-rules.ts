import type { Finding, Rule } from '../../spec/finding.ts';
import type { EndpointProps } from './endpoint-props.ts';
import type { Revision } from './revision.ts';

/** An endpoint and where it stands, for the text of findings. */
interface At {
  readonly at: string;
  readonly props: EndpointProps;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MOST_NUMBER = 999_999;

function* weights({ at, props: { revisions } }: At): Iterable<Finding> {
  const sum = revisions.reduce((total, { weight }) => total + weight, 0);
  const wrong = revisions.filter(({ weight }) => !Number.isInteger(weight) || weight < 0);
  if (wrong.length === 0 && sum === 100) return;
  yield error('ENDPOINT_WEIGHTS', at, {
    problem: `the weights of ${revisions.map(({ number, weight }) => `r${number}: ${weight}`).join(', ') || 'no revision'} add up to ${sum}, not to 100`,
    fix: 'give each revision a whole per cent, 100 together',
  });
}

function* numbers({ at, props: { revisions } }: At): Iterable<Finding> {
  const seen = new Set<number>();
  for (const { number } of revisions) {
    const proper = Number.isInteger(number) && number >= 0 && number <= MOST_NUMBER;
    if (proper && !seen.has(number)) seen.add(number);
    else
      yield error('ENDPOINT_REVISION_NUMBER', at, {
        problem: `expected a number of its own between 0 and ${MOST_NUMBER} for each revision, got ${number}${proper ? ' twice' : ''}`,
        fix: 'take the number of its release',
      });
  }
}

/** What could be changed behind a release's back is not what was released. */
function* pinned({ at, props: { revisions } }: At): Iterable<Finding> {
  for (const { model, number, release, runtimeImage } of revisions) {
    const problems = [
      model.digest !== undefined && !DIGEST.test(model.digest) ? `the digest of its model is ${model.digest}` : '',
      model.uri.startsWith('oci://') && !model.uri.includes('@sha256:') ? `its model is ${model.uri}` : '',
      release !== undefined && runtimeImage !== undefined && !runtimeImage.includes('@sha256:')
        ? `its image is ${runtimeImage}`
        : '',
    ].filter((problem) => problem !== '');
    for (const problem of problems)
      yield error('ENDPOINT_REVISION_DIGEST', at, {
        problem: `revision ${number} is not named by a digest: ${problem}`,
        fix: 'name it by its digest, sha256: and 64 digits of 0-9 and a-f',
      });
  }
}

/** Two revisions that ask for the same headers: which one answers would be chance. */
function* headers({ at, props: { revisions } }: At): Iterable<Finding> {
  const first = new Map<string, Revision>();
  for (const revision of revisions) {
    const entries = Object.entries(revision.headers ?? {}).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
    if (entries.length === 0) continue;
    const key = entries.sort().join(', ');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, revision);
    else
      yield error('ENDPOINT_HEADERS_TWICE', at, {
        problem: `requests with ${key} would go to revisions ${earlier.number} and ${revision.number}`,
        fix: 'give each revision headers of its own',
      });
  }
}

/** The place is the one that the endpoint names. */
function* placed({ at, props: { endpoint, place } }: At): Iterable<Finding> {
  if (place.team.name === endpoint.team && place.pool.flavorName === endpoint.pool) return;
  yield error('ENDPOINT_PLACE', at, {
    problem: `the endpoint is of team ${endpoint.team} on pool ${endpoint.pool}, and the place of ${place.team.name} on ${place.pool.flavorName}`,
    fix: `take serving.place('${endpoint.team}', '${endpoint.pool}')`,
  });
}

function error(code: Uppercase<string>, at: string, { fix, problem }: Pick<Finding, 'problem' | 'fix'>): Finding {
  return { code, level: 'error', at, problem, fix };
}

/** What the revisions of an endpoint must keep to. */
export const ENDPOINT_RULES: readonly Rule<At>[] = [placed, weights, numbers, pinned, headers];
