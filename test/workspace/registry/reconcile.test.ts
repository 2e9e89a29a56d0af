import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../workspace/registry/reconcile.ts';
import { FakeHarbor } from './fake-harbor.ts';
import { CREDENTIALS, MapSecrets, runOn, sampleSettings } from './registry-sample.ts';

let harbor: FakeHarbor;
let secrets: MapSecrets;
let url: string;
beforeEach(async () => {
  harbor = new FakeHarbor();
  harbor.state.hasScanner = true;
  secrets = new MapSecrets();
  url = await harbor.start();
});
afterEach(() => harbor.stop());

const kindsOf = ({ changes }: Outcome) => changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
const valuesOf = (all: ReadonlyMap<number, Record<string, unknown>>) => [...all.values()];

describe('the first run', () => {
  test('makes everything that the settings say', async () => {
    const outcome = await runOn({ url, secrets });
    expect(outcome.findings).toEqual([]);
    expect(harbor.state.configuration).toMatchObject({
      auth_mode: 'oidc_auth',
      oidc_client_secret: 'the-clients-secret',
    });
    expect(valuesOf(harbor.state.projects).map(({ name }) => name)).toEqual(['vision', 'docker.io']);
    expect(valuesOf(harbor.state.members).map((each) => [each['entity_name'], each['role_id']])).toEqual(
      expect.arrayContaining([
        ['vision', 2],
        ['audit', 5],
      ]),
    );
    expect(valuesOf(harbor.state.immutable)).toMatchObject([
      { action: 'immutable', tag_selectors: [{ pattern: 'v*' }] },
    ]);
    expect(valuesOf(harbor.state.retentions)[0]?.['rules']).toMatchObject([
      { template: 'always', tag_selectors: [{ decoration: 'matches', pattern: 'v*' }] },
      { template: 'always', tag_selectors: [{ decoration: 'matches', pattern: 'sha256-*' }] },
      {
        template: 'latestPushedK',
        params: { latestPushedK: 50 },
        tag_selectors: [{ decoration: 'excludes', pattern: 'sha256-*' }],
      },
      { template: 'nDaysSinceLastPush', params: { nDaysSinceLastPush: 14 } },
    ]);
    expect(valuesOf(harbor.state.replications)).toMatchObject([
      { name: 'to-lyon', replicate_deletion: false, speed: 512, trigger: { type: 'scheduled' } },
    ]);
    expect(harbor.state.schedules.get('gc')).toMatchObject({ schedule: { type: 'Custom', cron: '0 17 3 * * *' } });
  });

  test('makes a pull-through project with the number of its endpoint', async () => {
    await runOn({ url, secrets });
    const endpoint = valuesOf(harbor.state.registries).find(({ name }) => name === 'docker.io');
    const project = valuesOf(harbor.state.projects).find(({ name }) => name === 'docker.io');
    expect(endpoint?.['id']).toBeTypeOf('number');
    expect(project?.['registry_id']).toBe(endpoint?.['id']);
  });

  test('writes the secrets of robots into Secrets, one login for each name of the registry', async () => {
    await runOn({ url, secrets });
    const robot = valuesOf(harbor.state.robots).find(({ name }) => name === 'robot$vision-pull');
    const secret = harbor.state.robotSecrets.get(robot?.['id'] as number);
    for (const namespace of ['vision', 'vision-fabric']) {
      const kept = secrets.kept.get(`${namespace}/registry-pull`);
      expect(kept).toMatchObject({
        type: 'kubernetes.io/dockerconfigjson',
        annotations: { 'plinth.dev/robot-id': `${robot?.['id']}` },
        data: { username: 'robot$vision-pull', password: secret },
      });
      const auth = Buffer.from(`robot$vision-pull:${secret}`).toString('base64');
      expect(JSON.parse(kept?.data['.dockerconfigjson'] ?? '')).toEqual({
        auths: { 'registry.example.org': { auth }, 'registry.lab.internal': { auth } },
      });
    }
  });

  test('gives robots the least rights, and none that ends by itself', async () => {
    await runOn({ url, secrets });
    const pull = harbor.writes.find(({ body, path }) => path === '/robots' && text(body).includes('vision-pull'));
    expect(pull?.body).toEqual({
      name: 'vision-pull',
      description: 'Plinth: pods of vision pull with it',
      level: 'system',
      duration: -1,
      disable: false,
      permissions: [{ kind: 'project', namespace: 'vision', access: [{ resource: 'repository', action: 'pull' }] }],
    });
  });
});

describe('a second run', () => {
  test('changes nothing, and asks for nothing to be changed', async () => {
    await runOn({ url, secrets });
    const before = harbor.writes.length;
    expect(await runOn({ url, secrets })).toEqual({ changes: [], findings: [] });
    expect(harbor.writes.length).toBe(before);
  });

  test('puts back what somebody changed by hand', async () => {
    await runOn({ url, secrets });
    const [project] = harbor.state.projects.values();
    Object.assign(project?.['metadata'] as object, { public: 'true' });
    const quota = [...harbor.state.quotas.values()].find(
      ({ ref }) => (ref as { id: number }).id === project?.['project_id'],
    );
    Object.assign(quota ?? {}, { hard: { storage: 1 } });
    for (const member of harbor.state.members.values()) if (member['entity_name'] === 'vision') member['role_id'] = 1;
    for (const robot of harbor.state.robots.values()) robot['disable'] = true;
    expect(kindsOf(await runOn({ url, secrets }))).toEqual([
      'update project vision',
      'update quota vision',
      'update member vision: vision',
      'update robot vision-pull',
      'update robot vision-push',
    ]);
    expect((await runOn({ url, secrets })).changes).toEqual([]);
  });

  test('removes members, robots and rules that nobody asks for, and no project', async () => {
    await runOn({ url, secrets });
    const settings = sampleSettings({ projects: [], robots: [], replications: [], endpoints: [] });
    const [vision] = sampleSettings().projects;
    if (vision === undefined) throw new Error('the sample has a project');
    const smaller = {
      ...settings,
      projects: [
        { ...vision, members: [{ group: 'vision', role: 'developer' as const }], immutable: [], webhooks: [] },
      ],
    };
    expect(kindsOf(await runOn({ url, secrets, settings: smaller })).sort()).toEqual([
      'remove endpoint docker.io',
      'remove endpoint registry.lyon.example.org',
      'remove immutable tags vision: v*',
      'remove member vision: audit',
      'remove replication to-lyon',
      'remove robot robot$vision-pull',
      'remove robot robot$vision-push',
      'remove webhook vision: chat',
    ]);
    expect(harbor.state.projects.size).toBe(2);
  });

  test('leaves what people made by hand beside it', async () => {
    harbor.state.robots.set(900, { id: 900, name: 'robot$by-hand', description: 'ours', level: 'system' });
    harbor.state.replications.set(901, {
      id: 901,
      name: 'by-hand',
      description: '',
      enabled: true,
      filters: [],
      dest_registry: { id: 1 },
      trigger: { type: 'manual' },
    });
    await runOn({ url, secrets });
    expect(harbor.state.robots.has(900)).toBe(true);
    expect(harbor.state.replications.has(901)).toBe(true);
  });
});

describe('secrets', () => {
  test('of robots are changed after a month, when somebody took one away, and when somebody wrote another into it', async () => {
    await runOn({ url, secrets });
    const month = new Date('2026-12-22T12:00:00Z');
    expect((await runOn({ url, secrets, now: month })).changes.map(({ fields, kind }) => [kind, ...fields])).toEqual([
      ['robot secret', 'older than 30 days'],
      ['robot secret', 'older than 30 days'],
    ]);
    secrets.kept.delete('vision-fabric/registry-pull');
    expect((await runOn({ url, secrets, now: month })).changes.map(({ fields }) => fields)).toEqual([
      ['namespace vision-fabric has none'],
    ]);
    const push = secrets.kept.get('vision/registry-push');
    if (push !== undefined)
      secrets.kept.set('vision/registry-push', { ...push, data: { ...push.data, password: 'other' } });
    expect((await runOn({ url, secrets, now: month })).changes.map(({ name }) => name)).toEqual(['vision-push']);
  });

  test('of others are set again when they change, and only then', async () => {
    await runOn({ url, secrets });
    const credentials = {
      ...CREDENTIALS,
      'oidc-client-secret': 'new',
      'registry.lyon.example.org.secret': 'new',
      'chat.header': 'new',
    };
    expect((await runOn({ url, secrets, credentials })).changes.map(({ fields, kind }) => [kind, ...fields])).toEqual([
      ['configuration', 'oidc_client_secret'],
      ['endpoint', 'credential'],
      ['webhook', 'address or events', 'header'],
    ]);
    expect((await runOn({ url, secrets, credentials })).changes).toEqual([]);
  });

  test('never stand in what is said, kept as fingerprints, or planned', async () => {
    const plan = await runOn({ url, secrets, mode: 'plan' });
    const outcome = await runOn({ url, secrets });
    const marks = JSON.stringify(secrets.kept.get('harbor/harbor-settings-applied'));
    const said = JSON.stringify([plan, outcome]) + marks;
    for (const secret of [
      ...Object.values(CREDENTIALS).slice(0, 1),
      'the-lyon-secret',
      ...harbor.state.robotSecrets.values(),
    ])
      expect(said).not.toContain(secret);
  });
});

describe('a plan', () => {
  test('says what a run would do, and writes nothing', async () => {
    const planned = await runOn({ url, secrets, mode: 'plan' });
    expect(harbor.writes).toEqual([]);
    expect(secrets.kept.size).toBe(0);
    const done = await runOn({ url, secrets });
    expect(kindsOf(planned).sort()).toEqual(kindsOf(done).sort());
  });

  test('works without a cluster: secrets of robots are not looked at', async () => {
    await runOn({ url, secrets });
    const settings = sampleSettings();
    const plan = await runOn({ url, settings, mode: 'plan', credentials: {} });
    expect(plan.changes).toEqual([]);
  });
});

test('many projects and robots are read page by page', async () => {
  const [vision] = sampleSettings().projects;
  if (vision === undefined) throw new Error('the sample has a project');
  const names = Array.from({ length: 105 }, (_, index) => `team-${index}`);
  const settings = sampleSettings({
    projects: names.map((name) => ({
      name,
      metadata: { public: 'false' },
      quotaBytes: -1,
      members: [],
      immutable: [],
      webhooks: [],
    })),
    robots: [],
  });
  await runOn({ url, secrets, settings });
  expect((await runOn({ url, secrets, settings })).changes).toEqual([]);
  expect(harbor.state.projects.size).toBe(105);
});

function text(body: unknown): string {
  return JSON.stringify(body);
}
