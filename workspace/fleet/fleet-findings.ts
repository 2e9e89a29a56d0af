import { compareVersions, MANAGED_VERSION } from '../../catalog/index.ts';
import { kueueFrameworks } from '../../constructs/queueing/index.ts';
import type { Finding } from '../../spec/finding.ts';
import type { FleetSpec } from '../../spec/fleet.ts';
import { stagesBefore } from '../../spec/fleet-stages.ts';
import { teamNamespaces } from '../../spec/team-identity.ts';
import { replicationFindings } from './fleet-replication.ts';
import { type LoadedMember, managerOf, workersOf } from './loaded-member.ts';
import { versionOf, versionsOf } from './promotion/stage-versions.ts';

type Rule = (fleet: FleetSpec, members: readonly LoadedMember[]) => Iterable<Finding>;

/** What of a finding differs from one to the next. */
interface Words {
  readonly level?: Finding['level'];
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
}

/** Components that define the kinds of jobs which a manager sends. */
export const JOB_COMPONENTS = ['kueue', 'jobset', 'kubeflow-trainer', 'kuberay', 'leaderworkerset'] as const;

/** Everything that must hold between the platforms of a fleet, each of which is right alone. Pure. */
export function betweenPlatforms(fleet: FleetSpec, members: readonly LoadedMember[]): readonly Finding[] {
  return RULES.flatMap((rule) => [...rule(fleet, members)]);
}

/** Two platforms are two clusters, and are rendered into two folders. */
function* apart(_: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  const seen = new Map<string, string>();
  for (const loaded of members) {
    const { delivery, metadata } = loaded.spec;
    const names = [
      [
        'metadata.name',
        `${metadata.name} in ${metadata.environment}`,
        `metadata ${metadata.name} ${metadata.environment}`,
      ],
      ...('repository' in delivery
        ? [
            [
              'delivery.path',
              `read ${delivery.path} of ${delivery.repository}`,
              `git ${delivery.repository} ${delivery.path}`,
            ],
          ]
        : []),
    ] as const;
    for (const [at = '', what = '', key = ''] of names) {
      const other = seen.get(key);
      if (other !== undefined)
        yield finding(loaded, 'FLEET_PLATFORM_TWICE', {
          at,
          problem: `${at === 'metadata.name' ? `is ${what}` : what}, as ${other} does`,
          fix: 'give each platform its own: its cluster, buckets and identities are named after it, and its folder is its own',
        });
      seen.set(key, other ?? loaded.member.name);
    }
  }
}

/** A manager's Kueue watches each of its own kinds at every worker, and gives up on a worker that lacks one. */
function* sameKinds(_: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  for (const [manager, worker] of pairs(members)) {
    const there = new Set<string>(kueueFrameworks(worker.spec));
    const missing = kueueFrameworks(manager.spec).filter((kind) => !there.has(kind));
    if (missing.length === 0) continue;
    yield finding(worker, 'FLEET_KINDS_MISSING', {
      at: 'training',
      problem: `${missing.join(', ')} of ${manager.member.name} is not here, so its queue would take this cluster for lost`,
      fix: 'give both the same training.frameworks (and serving to both or none), best in `shared`',
    });
  }
}

/** A job keeps its namespace and its priority wherever it goes. */
function* sameTeams(_: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  for (const [manager, worker] of pairs(members)) {
    for (const [index, team] of worker.spec.teams.entries()) {
      const at = manager.spec.teams.find(({ name }) => name === team.name);
      if (at === undefined)
        yield finding(worker, 'FLEET_TEAM_MISSING', {
          level: 'warning',
          at: `teams[${index}].name`,
          problem: `${team.name} is not a team of ${manager.member.name}, so none of its jobs can be sent here`,
          fix: `add ${team.name} to \`shared.teams\`, or accept it`,
        });
      else if (teamNamespaces(at).join() !== teamNamespaces(team).join())
        yield finding(worker, 'FLEET_NAMESPACES_DIFFER', {
          at: `teams[${index}].fabric`,
          problem: `${team.name} has ${teamNamespaces(team).join(', ')} here and ${teamNamespaces(at).join(', ')} at ${manager.member.name}`,
          fix: 'let `fabric` of the team be the same in both: a job keeps its namespace',
        });
    }
    for (const { name, value } of manager.spec.queueing.priorities) {
      const same = worker.spec.queueing.priorities.find((each) => each.name === name);
      if (same?.value === value) continue;
      yield finding(worker, 'FLEET_PRIORITIES_DIFFER', {
        at: 'queueing.priorities',
        problem: `priority ${name} is ${same?.value ?? 'missing'} here and ${value} at ${manager.member.name}`,
        fix: 'write the priorities into `shared.queueing`: a job keeps its priority',
      });
    }
  }
}

/** A team whose jobs nobody runs has no queue of the fleet. */
function* somewhere(_: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  const manager = managerOf(members);
  for (const [index, { name }] of (manager?.spec.teams ?? []).entries()) {
    const teams = workersOf(members).flatMap(({ spec }) => spec.teams.filter((team) => team.name === name));
    if (manager === undefined || teams.some(({ quota }) => Object.keys(quota).length > 0)) continue;
    yield finding(manager, 'FLEET_TEAM_NOWHERE', {
      level: 'warning',
      at: `teams[${index}].quota`,
      problem: `no worker gives ${name} a quota, so it has no queue \`fleet\``,
      fix: `give ${name} a quota in the spec of a worker, or accept it`,
    });
  }
}

/** Between two versions of a kind a field may be lost on its way. */
function* sameVersions(_: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  for (const [manager, worker] of pairs(members))
    for (const name of JOB_COMPONENTS) {
      const [here, there] = [versionOf(worker, name), versionOf(manager, name)];
      if (here === there) continue;
      yield finding(worker, 'FLEET_VERSIONS_DIFFER', {
        level: 'warning',
        at: `components.${name}.version`,
        problem: `${name} is ${here} here and ${there} at ${manager.member.name}`,
        fix: 'let both run one version as soon as the promotion is through',
      });
    }
}

/** A version reaches a stage when every stage before it runs it, or a newer one. */
function* promoted({ promotion }: FleetSpec, members: readonly LoadedMember[]): Iterable<Finding> {
  const of = (stage: string) => {
    const names = promotion.find(({ name }) => name === stage)?.platforms ?? [];
    return members.filter(({ member }) => names.includes(member.name));
  };
  for (const stage of promotion)
    for (const loaded of of(stage.name))
      for (const before of stagesBefore(stage.name, promotion))
        for (const earlier of of(before)) yield* ahead(loaded, earlier, { stage: stage.name, before });
}

function* ahead(
  loaded: LoadedMember,
  earlier: LoadedMember,
  { before, stage }: { readonly stage: string; readonly before: string },
): Iterable<Finding> {
  const others = new Map(versionsOf(earlier).map(({ name, version }) => [name, version]));
  for (const { at, name, version } of versionsOf(loaded)) {
    const there = others.get(name);
    if (there === undefined || [version, there].includes(MANAGED_VERSION) || compareVersions(version, there) <= 0)
      continue;
    yield finding(loaded, 'FLEET_STAGE_AHEAD', {
      at,
      problem: `stage ${stage} would run ${name} ${version}; stage ${before} must run it first, and ${earlier.member.name} there runs ${there}`,
      fix: `let ${earlier.member.name} run ${version} first, or write ${there} here`,
    });
  }
}

/** The manager with each of its workers. */
function pairs(members: readonly LoadedMember[]): (readonly [LoadedMember, LoadedMember])[] {
  const manager = managerOf(members);
  return manager === undefined ? [] : workersOf(members).map((worker) => [manager, worker] as const);
}

function finding(
  { member, source }: LoadedMember,
  code: `FLEET_${Uppercase<string>}`,
  { at, level = 'error', ...words }: Words,
): Finding {
  return { code, level, at: `${member.name}: ${at}`, ...words, place: source.placeOf(at) };
}

const RULES: readonly Rule[] = [apart, sameKinds, sameTeams, somewhere, sameVersions, replicationFindings, promoted];
