import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { claimOf } from '../sign-in.ts';
import { pathText } from '../spec-path.ts';

/** Groups mean the same at the gateway, where claims are read, and in Kubernetes, where they have a prefix. */
export function* accessGroups(spec: PlatformSpec): Iterable<Finding> {
  const { access, target } = spec;
  if (access === undefined) return;
  if (access.admins.length === 0)
    yield {
      code: 'ACCESS_ADMINS_NONE',
      level: 'warning',
      at: pathText(['access', 'admins']),
      problem: 'nobody who signs in may change anything of the platform, in Argo CD or elsewhere',
      fix: 'name the group of those who run it',
    };
  const byClaim = new Map<string, string>();
  const checked = target.kind === 'aws' || target.kind === 'baremetal';
  for (const { at, group } of named(spec)) {
    const claim = claimOf(access, group);
    const other = byClaim.get(claim) ?? group;
    byClaim.set(claim, other);
    if (other !== group) yield ambiguous(at, group, other, claim);
    if (group.startsWith('system:')) yield ofKubernetes(at, group);
    else if (checked && access.signIn.kind === 'oidc' && !group.startsWith(access.groupsPrefix))
      yield {
        code: 'ACCESS_GROUP_PREFIX',
        level: 'warning',
        at,
        problem: `whoever signs in to the API server is in groups that begin with ${access.groupsPrefix}, never in ${group}`,
        fix: `write ${access.groupsPrefix}${group}, unless AWS or a certificate gives the group`,
      };
  }
}

function* named({ access, teams }: PlatformSpec): Iterable<{ readonly at: string; readonly group: string }> {
  for (const [index, group] of (access?.admins ?? []).entries())
    yield { at: pathText(['access', 'admins', index]), group };
  for (const [index, team] of teams.entries())
    for (const [position, group] of team.groups.entries())
      yield { at: pathText(['teams', index, 'groups', position]), group };
}

function ambiguous(at: string, group: string, other: string, claim: string): Finding {
  return {
    code: 'ACCESS_GROUP_AMBIGUOUS',
    level: 'error',
    at,
    problem: `${group} and ${other} are two groups in Kubernetes, and one at the gateway: both are ${claim} in a token`,
    fix: 'write the group the same way everywhere',
  };
}

function ofKubernetes(at: string, group: string): Finding {
  return {
    code: 'ACCESS_GROUP_SYSTEM',
    level: 'error',
    at,
    problem: `${group} is a group of Kubernetes itself, and no issuer’s`,
    fix: 'name a group of the identity provider',
  };
}
