import type { Finding } from '../../spec/finding.ts';
import type { FleetSpec } from '../../spec/fleet.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { durationText } from '../../spec/units.ts';
import type { LoadedMember } from './loaded-member.ts';

type Rule = NonNullable<NonNullable<PlatformInput['registry']>['replications']>[number];

/**
 * What the registry of one platform copies to those of the others: to each what the teams of both have. Pure.
 *
 * @returns nothing for all other platforms
 */
export function replicationRules(
  { replication }: FleetSpec,
  members: readonly LoadedMember[],
  { member, spec }: LoadedMember,
): readonly Rule[] {
  if (replication?.from !== member.name || spec.registry === undefined) return [];
  const { every, kibibytesPerSecond, tags } = replication;
  const teams = spec.teams.map(({ name }) => name);
  return members.flatMap((other): Rule[] => {
    const { registry, teams: others } = other.spec;
    const common = teams.filter((name) => others.some((team) => team.name === name));
    if (other.member.name === member.name || registry === undefined) return [];
    return patterns(common).map((repositories, index) => ({
      name: `to-${other.member.name}${index === 0 ? '' : `-${index + 1}`}`,
      to: registry.hosts.external,
      repositories,
      tags,
      ...(every === undefined ? {} : { every: durationText(every) as NonNullable<Rule['every']> }),
      ...(kibibytesPerSecond === undefined ? {} : { kibibytesPerSecond }),
    }));
  });
}

/** Longest list of names in one pattern of Harbor, which takes 200 characters in all. */
const LONGEST = 190;

/** Patterns of the projects of teams, as few as there can be. */
function patterns(teams: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const team of teams) {
    const last = groups.at(-1);
    if (last === undefined || [...last, team].join(',').length > LONGEST) groups.push([team]);
    else last.push(team);
  }
  return groups.map((group) => (group.length === 1 ? `${group[0]}/**` : `{${group.join(',')}}/**`));
}

/** Who copies has a registry, and somebody to copy to. */
export function* replicationFindings({ replication }: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  const source = members.find(({ member }) => member.name === replication?.from);
  if (source === undefined) return;
  const { name } = source.member;
  const about = { at: `${name}: registry`, place: source.source.placeOf('registry') };
  if (source.spec.registry === undefined)
    yield {
      code: 'FLEET_REPLICATION_REGISTRY',
      level: 'error',
      ...about,
      problem: `${name} copies to the others, but has no registry`,
      fix: 'give it one, or name another in replication.from',
    };
  else if (members.every(({ member, spec }) => member.name === name || spec.registry === undefined))
    yield {
      code: 'FLEET_REPLICATION_NOWHERE',
      level: 'warning',
      ...about,
      problem: `no other platform has a registry, so ${name} copies nothing`,
      fix: 'give those that should have copies a registry, or remove replication',
    };
}
