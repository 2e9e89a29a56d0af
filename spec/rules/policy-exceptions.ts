import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { IMAGE_POLICIES } from '../policy.ts';

/** Exceptions have names of their own, are for teams that there are, and name images only where images are looked at. */
export function* policyExceptions({ policy, teams }: PlatformSpec): Iterable<Finding> {
  const names = teams.map(({ name }) => name);
  const seen = new Set<string>();
  for (const [index, { images, name, policy: from, team }] of (policy?.exceptions ?? []).entries()) {
    const at = `policy.exceptions[${index}]`;
    if (seen.has(name))
      yield {
        code: 'POLICY_EXCEPTION_REPEATED',
        level: 'error',
        at: `${at}.name`,
        problem: `another exception is called ${name} too`,
        fix: 'give each exception a name of its own',
      };
    seen.add(name);
    if (!names.includes(team))
      yield {
        code: 'POLICY_EXCEPTION_TEAM',
        level: 'error',
        at: `${at}.team`,
        problem: `no team is called ${team}`,
        fix: fixByName(team, names),
      };
    if (images.length > 0 && !IMAGE_POLICIES.includes(from))
      yield {
        code: 'POLICY_EXCEPTION_IMAGES',
        level: 'error',
        at: `${at}.images`,
        problem: `${from} does not look at images`,
        fix: `leave images out, or name one of ${IMAGE_POLICIES.join(', ')}`,
      };
  }
}
