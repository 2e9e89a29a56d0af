import type { HarborRobot } from '../../constructs/registry/index.ts';
import { type Change, type Desk, isOurs, MARK, type Section, text } from './change.ts';
import type { Robot } from './harbor-objects.ts';
import { needsSecret, writeSecret } from './robot-secret.ts';

/** Accounts for programs, with their rights, and their secrets where programs find them. */
export const setRobots: Section = async function* (desk) {
  const prefix = `${desk.settings.configuration['robot_name_prefix'] ?? 'robot$'}`;
  const all = await desk.harbor.list<Robot>('/robots');
  const byName = new Map(all.map((each) => [each.name, each]));
  for (const robot of desk.settings.robots) {
    const there = byName.get(`${prefix}${robot.name}`);
    if (there === undefined) {
      yield create(desk, robot);
      continue;
    }
    yield* keepRights(desk, robot, there);
    yield* keepSecret(desk, robot, there);
  }
  const wanted = new Set(desk.settings.robots.map(({ name }) => `${prefix}${name}`));
  for (const there of all.filter((each) => isOurs(each) && !wanted.has(each.name))) yield remove(desk, there);
};

/** Made and handed over in one step; cut between the two, the next run gives it a new secret. */
function create(desk: Desk, robot: HarborRobot): Change {
  return {
    kind: 'robot',
    name: robot.name,
    action: 'create',
    fields: ['permissions', 'secret'],
    apply: async () => {
      await desk.applied.begin(`robot.${robot.name}`);
      const { body } = await desk.harbor.call({
        method: 'POST',
        path: '/robots',
        body: { name: robot.name, ...rightsOf(robot) },
      });
      const { id, name, secret } = body as { readonly id: number; readonly name: string; readonly secret: string };
      await writeSecret(desk, robot, { id, name, secret });
    },
  };
}

function* keepRights({ harbor }: Desk, robot: HarborRobot, there: Robot): Generator<Change> {
  const fields = [
    ...(meaningOf(there.permissions) === meaningOf(rightsOf(robot).permissions) ? [] : ['permissions']),
    ...(there.disable === true ? ['disable'] : []),
    ...(there.duration === -1 ? [] : ['duration']),
  ];
  if (fields.length === 0) return;
  yield {
    kind: 'robot',
    name: robot.name,
    action: 'update',
    fields,
    apply: async () => {
      const body = { id: there.id, name: there.name, ...rightsOf(robot) };
      await harbor.call({ method: 'PUT', path: `/robots/${there.id}`, body });
    },
  };
}

async function* keepSecret(desk: Desk, robot: HarborRobot, { id, name }: Robot): AsyncGenerator<Change> {
  const because = await needsSecret(desk, robot, { id, name });
  if (because === undefined) return;
  yield {
    kind: 'robot secret',
    name: robot.name,
    action: 'update',
    fields: [because],
    apply: async () => {
      await desk.applied.begin(`robot.${robot.name}`);
      // An empty one: Harbor makes it up.
      const { body } = await desk.harbor.call({ method: 'PATCH', path: `/robots/${id}`, body: { secret: '' } });
      await writeSecret(desk, robot, { id, name, secret: (body as { readonly secret: string }).secret });
    },
  };
}

function remove({ harbor }: Desk, { id, name }: Robot): Change {
  return {
    kind: 'robot',
    name,
    action: 'remove',
    fields: [],
    apply: async () => {
      await harbor.call({ method: 'DELETE', path: `/robots/${id}` });
    },
  };
}

/** It does not end by itself: its secret is changed instead, before anybody has to wait for it. */
function rightsOf({
  permissions,
  purpose,
}: HarborRobot): Omit<Robot, 'id' | 'name'> & { readonly permissions: object } {
  return {
    description: `${MARK}${purpose}`,
    level: 'system',
    duration: -1,
    disable: false,
    permissions: permissions.map(({ access, project }) => ({
      kind: 'project',
      namespace: project,
      access: access.map((right) => {
        const [resource = '', action = ''] = right.split(':');
        return { resource, action };
      }),
    })),
  };
}

/** Rights without their order, and without what Harbor adds. */
function meaningOf(permissions: Robot['permissions']): string {
  const plain = (permissions ?? []).map(({ access, kind, namespace }) => ({
    access: access.map(({ action, resource }) => `${resource}:${action}`).sort(),
    kind,
    namespace,
  }));
  return text(plain.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)));
}
