import { type CidrRange, cidrRange, overlap } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** What teams declare as their ways out lies in the networks that the platform's owner allows. */
export function* policyEgress({ policy, teams }: PlatformSpec): Iterable<Finding> {
  if (policy?.egress === undefined) return;
  const { within } = policy.egress;
  const allowed = within.flatMap((text) => cidrRange(text) ?? []);
  for (const [index, text] of within.entries())
    if (cidrRange(text)?.exact !== true)
      yield {
        code: 'POLICY_EGRESS_NETWORK',
        level: 'error',
        at: pathText(['policy', 'egress', 'within', index]),
        problem: `${text} is not a proper network`,
        fix: `write its first address, such as ${cidrRange(text)?.network ?? '203.0.113.0'}/${cidrRange(text)?.prefix ?? 24}`,
      };
  for (const [index, { egress }] of teams.entries())
    for (const [position, { to }] of egress.entries()) {
      const wanted = cidrRange(to);
      if (wanted === undefined || allowed.some((range) => holds(range, wanted))) continue;
      yield {
        code: 'POLICY_EGRESS_OUTSIDE',
        level: 'error',
        at: pathText(['teams', index, 'egress', position, 'to']),
        problem: `${to} is not in a network that policy.egress.within allows: ${within.join(', ')}`,
        fix: 'name a network inside of these, or add it there',
      };
    }
}

function holds(outer: CidrRange, inner: CidrRange): boolean {
  return outer.prefix <= inner.prefix && overlap(outer, inner);
}
