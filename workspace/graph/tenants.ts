import type { TeamSpace } from '../../constructs/tenancy/index.ts';
import { grouped } from './grouped.ts';
import { inWords } from './in-words.ts';
import type { PoolQuota, RenderedQueue } from './queue-quotas.ts';

/** Teams, departments or pools that are drawn one by one; more are drawn as one box. */
export const MOST = 20;

/** Who is drawn as one box: a team, all teams of a department, or all that are too many to be drawn. */
export interface Tenant {
  /** Unique among tenants. */
  readonly id: string;
  /** First line. */
  readonly title: string;
  /** Further lines. */
  readonly lines: readonly string[];
  /** Department. @default - none, or several */
  readonly department?: string;
  /** Number of teams in it. */
  readonly teams: number;
  /** Queues that its jobs enter. */
  readonly queues: readonly RenderedQueue[];
}

/** The teams as they are drawn: one by one up to {@link MOST}, more by department, and what is still too much as one. */
export function tenantsOf(spaces: readonly TeamSpace[], queues: readonly RenderedQueue[]): readonly Tenant[] {
  const byTeam = grouped(queues, ({ team }) => team);
  const teams = spaces.map((space) => tenant(space, byTeam.get(space.team.name) ?? []));
  if (teams.length <= MOST) return teams;
  const boxes = [...grouped(teams, ({ department }) => department)].flatMap(([department, members]) =>
    department === undefined || members.length === 1
      ? members
      : [merged(`department:${department}`, `department ${department}`, members)],
  );
  if (boxes.length <= MOST) return boxes;
  const rest = boxes.slice(MOST - 1);
  const count = rest.reduce((sum, { teams: inside }) => sum + inside, 0);
  return [...boxes.slice(0, MOST - 1), merged('rest', `… ${inWords(count, 'more team')}`, rest)];
}

function tenant({ namespaces, team }: TeamSpace, queues: readonly RenderedQueue[]): Tenant {
  const { budget, department, groups, name, sandbox } = team;
  const more = groups.length > 2 ? [`and ${groups.length - 2} more groups`] : [];
  const lines = [
    `namespace ${namespaces.map((namespace) => namespace.name).join(', ')}`,
    ...groups.slice(0, 2),
    ...more,
    ...(budget === undefined ? [] : [`$${budget.usdPerMonth.toLocaleString('en-US')} per month`]),
    ...(sandbox === 'none' ? [] : [`sandbox ${sandbox}`]),
  ];
  return { id: `team:${name}`, title: name, lines, department, teams: 1, queues };
}

function merged(id: string, title: string, members: readonly Tenant[]): Tenant {
  const teams = members.reduce((sum, member) => sum + member.teams, 0);
  const queues = members.flatMap((member) => member.queues);
  const names = new Set(queues.map(({ cohort }) => cohort));
  const together: RenderedQueue = {
    name: inWords(queues.length, 'queue'),
    local: '',
    cohort: names.size === 1 ? [...names][0] : undefined,
    quotas: summed(queues.flatMap(({ quotas }) => quotas)),
  };
  const lines = title.startsWith('…') ? [] : [inWords(teams, 'team')];
  return { id, title, lines, teams, queues: queues.length === 0 ? [] : [together] };
}

function summed(quotas: readonly PoolQuota[]): readonly PoolQuota[] {
  return [...grouped(quotas, ({ pool }) => pool)].map(([pool, all]) => ({
    pool,
    guaranteed: all.reduce((sum, { guaranteed }) => sum + guaranteed, 0),
    borrowable: all.reduce((sum, { borrowable }) => sum + borrowable, 0),
  }));
}
