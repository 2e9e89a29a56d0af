import { HARBOR_ROLES } from '../../constructs/registry/index.ts';
import type { Change, Desk } from './change.ts';
import type { Member } from './harbor-objects.ts';
import type { PlacedProject } from './placed-project.ts';

/** Harbor's number for groups of the sign-in. */
const OIDC_GROUP = 3;

/** Who may do what in a project: the groups that the settings name and nobody else, but for the account that keeps them. */
export async function* setMembers(desk: Desk, { id, wanted }: PlacedProject): AsyncGenerator<Change> {
  const { harbor, user } = desk;
  const path = `/projects/${id}/members`;
  const all = id === undefined ? [] : await harbor.list<Member>(path);
  const groups = new Map(all.filter(isGroup).map((each) => [each.entity_name, each]));
  for (const { group, role } of wanted.members) {
    const there = groups.get(group);
    const role_id = HARBOR_ROLES[role];
    if (there?.role_id === role_id) continue;
    yield {
      kind: 'member',
      name: `${wanted.name}: ${group}`,
      action: there === undefined ? 'create' : 'update',
      fields: ['role'],
      apply: async () => {
        const member_group = { group_name: group, group_type: OIDC_GROUP };
        await (there === undefined
          ? harbor.call({ method: 'POST', path, body: { role_id, member_group } })
          : harbor.call({ method: 'PUT', path: `${path}/${there.id}`, body: { role_id } }));
      },
    };
  }
  const known = new Set(wanted.members.map(({ group }) => group));
  for (const member of all) {
    const stays = isGroup(member) ? known.has(member.entity_name) : member.entity_name === user;
    if (stays) continue;
    yield {
      kind: 'member',
      name: `${wanted.name}: ${member.entity_name}`,
      action: 'remove',
      fields: [],
      apply: async () => {
        await harbor.call({ method: 'DELETE', path: `${path}/${member.id}` });
      },
    };
  }
}

function isGroup({ entity_type }: Member): boolean {
  return entity_type === 'g';
}
