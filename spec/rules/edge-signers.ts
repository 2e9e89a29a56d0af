import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Sites activate signed models and images only, and check signatures by keys alone: a log cannot be asked over a link that is cut. */
export function* edgeSigners({ edge, releases }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  const keys = (releases?.signers ?? []).filter(({ kind }) => kind === 'key');
  for (const [index, { images, kind, name, team }] of edge.workloads.entries()) {
    const sent = [...(kind === 'server' ? ['models'] : []), ...(images === undefined ? [] : ['images'])].join(' or ');
    if (sent === '' || keys.some(({ teams }) => teams === undefined || teams.includes(team))) continue;
    yield {
      code: 'EDGE_SIGNER_MISSING',
      level: 'error',
      at: pathText(['edge', 'workloads', index, 'team']),
      problem: `nobody may sign ${sent} of ${team} with a key, so no site would ever activate one for ${name}`,
      fix: `add a signer of the kind key to releases.signers, for all teams or for ${team}`,
    };
  }
}
