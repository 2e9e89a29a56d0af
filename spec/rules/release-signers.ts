import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';

/** Signers have names of their own, and sign for teams that there are. */
export function* releaseSigners({ releases, teams }: PlatformSpec): Iterable<Finding> {
  const names = teams.map(({ name }) => name);
  const seen = new Set<string>();
  for (const [index, { name, teams: theirs = [] }] of (releases?.signers ?? []).entries()) {
    if (seen.has(name))
      yield {
        code: 'RELEASES_SIGNER_REPEATED',
        level: 'error',
        at: `releases.signers[${index}].name`,
        problem: `another signer is called ${name} too`,
        fix: 'give each signer a name of its own',
      };
    seen.add(name);
    for (const [position, team] of theirs.entries()) {
      if (names.includes(team)) continue;
      yield {
        code: 'RELEASES_SIGNER_TEAM_UNKNOWN',
        level: 'error',
        at: `releases.signers[${index}].teams[${position}]`,
        problem: `no team is called ${team}`,
        fix: fixByName(team, names),
      };
    }
  }
}
