import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import type { Finding, Rule } from '../../spec/finding.ts';
import type { RoomProps } from '../core/index.ts';
import { CREDENTIAL_ADDRESSES } from './credential-addresses.ts';

type Subject = Pick<RoomProps, 'spec' | 'facts'>;

/** A group of Kubernetes itself is not somebody's team: `system:authenticated` is everybody, other teams' jobs too. */
function* kubernetesGroups({ spec }: Subject): Iterable<Finding> {
  for (const [index, team] of spec.teams.entries()) {
    for (const list of ['groups', 'viewers'] as const) {
      for (const [position, group] of team[list].entries()) {
        if (!group.startsWith('system:')) continue;
        yield {
          code: 'TENANCY_GROUP_SYSTEM',
          level: 'error',
          at: `teams[${index}].${list}[${position}]`,
          problem: `${group} is a group of Kubernetes itself, which others are in too`,
          fix: 'name a group of the identity provider',
        };
      }
    }
  }
}

/** A declared way out may not lead to where machines hand out credentials; wider ranges simply leave those out. */
function* credentialEgress({ facts, spec }: Subject): Iterable<Finding> {
  const closed = [...CREDENTIAL_ADDRESSES, ...facts.network.metadata];
  for (const [index, { egress }] of spec.teams.entries()) {
    for (const [position, { to }] of egress.entries()) {
      const hit = closed.find((address) => within(to, address));
      if (hit === undefined) continue;
      yield {
        code: 'TENANCY_EGRESS_CREDENTIALS',
        level: 'error',
        at: `teams[${index}].egress[${position}].to`,
        problem: `${to} is part of ${hit}, which hands out the credentials of machines`,
        fix: 'remove the entry; pods get credentials of their own',
      };
    }
  }
}

function within(inner: string, outer: string): boolean {
  const [a, b] = [cidrRange(inner), cidrRange(outer)];
  return a !== undefined && b !== undefined && a.prefix >= b.prefix && overlap(a, b);
}

/** What must hold of teams before anything is made for them. */
export const TENANCY_RULES: readonly Rule<Subject>[] = [kubernetesGroups, credentialEgress];
