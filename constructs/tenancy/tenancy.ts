import type { Construct } from 'constructs';
import type { TeamFacts } from '../../spec/facts.ts';
import { enforce } from '../../spec/finding.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { Room, type RoomProps } from '../core/index.ts';
import { claimCeilings } from './claim-ceilings.ts';
import { FabricPods } from './fabric-pods.ts';
import { daemonFabrics } from './receive-daemon.ts';
import { SandboxedPods } from './sandboxed-pods.ts';
import { TeamAccess } from './team-access.ts';
import { TeamNamespace } from './team-namespace.ts';
import { TeamNetwork } from './team-network.ts';
import { TeamPods } from './team-pods.ts';
import { TeamRoles } from './team-role.ts';
import { TeamServices } from './team-services.ts';
import { TENANCY_RULES } from './tenancy-rules.ts';

/** A team with the namespaces that were made for it. */
export interface TeamSpace {
  /** The team. */
  readonly team: TeamSpec;
  /** What the place says about the team. */
  readonly facts: TeamFacts;
  /** Its namespaces; the first is where it works. */
  readonly namespaces: readonly TeamNamespace[];
}

/**
 * Teams: namespaces nobody else reaches, rights for the identity provider's groups, bounds and an identity.
 *
 * @throws {PlatformError} `TENANCY_GROUP_SYSTEM` if a team names a group of Kubernetes itself.
 * @throws {PlatformError} `TENANCY_EGRESS_CREDENTIALS` if a team declares a way to the addresses of machine credentials.
 */
export class Tenancy extends Room {
  /** The teams, in the spec's order. */
  public readonly spaces: readonly TeamSpace[];

  public constructor(scope: Construct, props: RoomProps) {
    super(scope, 'tenancy', props);
    const { facts, spec } = props;

    enforce(props, TENANCY_RULES);

    new TeamRoles(this.in('platform'), 'roles');
    new TeamPods(this.in('platform'), 'team-pods');
    new TeamServices(this.in('platform'), 'team-services');
    if (spec.teams.some(({ fabric }) => fabric === 'allowed'))
      new FabricPods(this.in('platform'), 'fabric-pods', { daemons: daemonFabrics(spec, facts) });
    for (const runtimeClass of sandboxes(spec.teams))
      new SandboxedPods(this.in('platform'), `sandbox-${runtimeClass}`, { runtimeClass });

    this.spaces = spec.teams.map((team, index) => this.#space(props, team, facts.teams[index] as TeamFacts));
  }

  #space(props: RoomProps, team: TeamSpec, teamFacts: TeamFacts): TeamSpace {
    const { facts, spec } = props;
    const chart = this.for(team.name);
    const purposes = team.fabric === 'allowed' ? (['work', 'fabric'] as const) : (['work'] as const);
    const namespaces = purposes.map((purpose) => {
      const space = new TeamNamespace(chart, purpose, {
        team,
        purpose,
        kubernetes: spec.target.kubernetes,
        ceilings: ceilings(props, team, purpose),
        claims: claimCeilings(facts.pools, team),
      });
      const { bucket } = teamFacts;
      new TeamNetwork(space, 'network', { team, namespace: space.name, network: facts.network, bucket });
      new TeamAccess(space, 'access', { spec, team, facts: teamFacts, namespace: space.name });
      return space;
    });
    return { team, facts: teamFacts, namespaces };
  }
}

/**
 * Most of each resource that pods of a namespace can ever hold: what is guaranteed and what the team may borrow, over all
 * its pools; 0 for every other accelerator, and for RDMA devices outside the namespace that is made for them.
 */
function ceilings({ facts }: RoomProps, team: TeamSpec, purpose: 'work' | 'fabric'): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { fabric, name, resource } of facts.pools) {
    const quota = team.quota[name];
    if (resource !== 'cpu')
      sums[resource] = (sums[resource] ?? 0) + (quota === undefined ? 0 : quota.guaranteed + quota.borrowable);
    if (fabric === undefined || purpose === 'fabric') continue;
    for (const device of [fabric.resource, ...(fabric.further ?? [])]) sums[device] = 0;
  }
  return sums;
}

function sandboxes(teams: readonly TeamSpec[]) {
  const wanted = new Set(teams.map(({ sandbox }) => sandbox));
  return (['gvisor', 'kata'] as const).filter((sandbox) => wanted.has(sandbox));
}
