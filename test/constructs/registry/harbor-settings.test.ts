import { describe, expect, test } from 'vitest';
import type { HarborProject, HarborSettings } from '../../../constructs/registry/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered } from '../../sample.ts';
import { type RegistryInput, withRegistry } from './registry-sample.ts';

function settingsOf(change: Partial<RegistryInput> = {}, platform: Partial<PlatformInput> = {}): HarborSettings {
  const { registry } = rendered(withRegistry(change, platform)).platform;
  if (registry === undefined) throw new Error('the sample has a registry');
  return registry.settings;
}

function projectOf(name: string, { projects }: HarborSettings): HarborProject {
  const found = projects.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no project ${name}`);
  return found;
}

const TEAMS: PlatformInput['teams'] = [
  {
    name: 'vision',
    groups: ['oidc:vision', 'oidc:vision-leads'],
    viewers: ['oidc:audit'],
    fabric: 'allowed',
    quota: { 'train-h100': { guaranteed: 8 } },
  },
];

describe('a team’s project', () => {
  test('is private, bounded and cleaned, and tags of its releases never change', () => {
    expect(
      projectOf('vision', settingsOf({ quota: '1Ti', retention: { keep: 7, untagged: '36h' }, releases: 'r*' })),
    ).toEqual({
      name: 'vision',
      metadata: { public: 'false', enable_content_trust_cosign: 'false', auto_scan: 'false', prevent_vul: 'false' },
      quotaBytes: 1_099_511_627_776,
      members: [{ group: 'vision', role: 'developer' }],
      retention: {
        cron: '0 17 1 * * *',
        rules: [
          { keep: 'always', tags: 'r*' },
          { keep: 'always', tags: 'sha256-*' },
          { keep: 'always', tags: 'plinth-chart-*' },
          { keep: 'always', tags: 'plinth-release-*' },
          { keep: 'newest', artifacts: 7, except: 'sha256-*' },
          { keep: 'pushed', days: 2 },
        ],
      },
      immutable: ['r*'],
      webhooks: [],
    });
  });

  test('has roles between everything and nothing, by groups as the sign-in names them', () => {
    const maintainers = [{ team: 'vision', groups: ['oidc:vision-leads'] }];
    expect(projectOf('vision', settingsOf({ maintainers }, { teams: TEAMS })).members).toEqual([
      { group: 'vision', role: 'developer' },
      { group: 'vision-leads', role: 'maintainer' },
      { group: 'audit', role: 'limitedGuest' },
    ]);
  });

  test('gives out signed artifacts only where that is asked', () => {
    expect(projectOf('vision', settingsOf({ signedOnly: true })).metadata).toMatchObject({
      enable_content_trust_cosign: 'true',
    });
  });

  test('keeps weak images back from a severity on, where somebody scans', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(
      projectOf('vision', settingsOf({ scanner: { kind: 'trivy', digest, block: 'high' } })).metadata,
    ).toMatchObject({
      auto_scan: 'true',
      prevent_vul: 'true',
      severity: 'high',
    });
    const none = projectOf('vision', settingsOf({ scanner: { kind: 'trivy', digest, block: 'none' } })).metadata;
    expect(none).toMatchObject({ auto_scan: 'true', prevent_vul: 'false' });
    expect(none).not.toHaveProperty('severity');
  });

  test('has the webhooks that are for it', () => {
    const webhook = { to: 'https://hooks.example.org/x', events: ['QUOTA_EXCEED' as const] };
    const settings = settingsOf({
      webhooks: [
        { name: 'all', ...webhook },
        { name: 'one', ...webhook, teams: ['speech'], signed: true },
      ],
    });
    expect(projectOf('vision', settings).webhooks.map(({ name }) => name)).toEqual(['all']);
    expect(projectOf('speech', settings).webhooks).toEqual([
      { name: 'all', address: webhook.to, events: webhook.events },
      { name: 'one', address: webhook.to, events: webhook.events, header: 'one.header' },
    ]);
  });
});

describe('registries of the internet', () => {
  test('become endpoints and private projects of their names, cleaned of what nobody pulls', () => {
    const settings = settingsOf({ caches: ['docker.io', 'nvcr.io'] });
    expect(settings.endpoints).toEqual([
      { name: 'docker.io', type: 'docker-hub', url: 'https://hub.docker.com' },
      { name: 'nvcr.io', type: 'docker-registry', url: 'https://nvcr.io' },
    ]);
    expect(projectOf('nvcr.io', settings)).toMatchObject({
      cacheOf: 'nvcr.io',
      metadata: { public: 'false' },
      quotaBytes: -1,
      members: [],
      retention: { rules: [{ keep: 'pulled', days: 30 }] },
    });
  });
});

describe('robots', () => {
  test('have least rights: pods pull, pipelines push as well, into their own project only', () => {
    const { robots } = settingsOf({ caches: ['ghcr.io'] }, { teams: TEAMS });
    expect(robots).toEqual([
      {
        name: 'vision-pull',
        purpose: 'pods of vision pull with it',
        permissions: [
          { project: 'vision', access: ['repository:pull'] },
          { project: 'ghcr.io', access: ['repository:pull'] },
        ],
        secret: { name: 'registry-pull', namespaces: ['vision', 'vision-fabric'] },
      },
      {
        name: 'vision-push',
        purpose: 'pipelines of vision push with it',
        permissions: [
          { project: 'vision', access: ['repository:pull', 'repository:push'] },
          { project: 'ghcr.io', access: ['repository:pull'] },
        ],
        secret: { name: 'registry-push', namespaces: ['vision'] },
      },
    ]);
  });

  test('let other registries fetch where that is asked, and never write', () => {
    const fetch = settingsOf({ fetchable: true }).robots.find(({ name }) => name === 'fetch');
    expect(fetch?.permissions.map(({ project }) => project)).toEqual(['vision', 'speech']);
    expect(
      fetch?.permissions.flatMap(({ access }) => access).filter((right) => !/:(list|read|pull)$/.test(right)),
    ).toEqual([]);
    expect(settingsOf().robots.some(({ name }) => name === 'fetch')).toBe(false);
  });

  test('are one to a name', () => {
    const names = settingsOf({ fetchable: true }).robots.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/);
  });
});

test('replication goes by filter, schedule and speed, to one endpoint for each place', () => {
  const settings = settingsOf({
    replications: [
      {
        name: 'lyon-releases',
        to: 'registry.lyon.example.org',
        repositories: 'vision/**',
        tags: 'v*',
        every: '2h',
        kibibytesPerSecond: 512,
      },
      { name: 'lyon-all', to: 'registry.lyon.example.org' },
    ],
  });
  expect(settings.endpoints).toEqual([
    {
      name: 'registry.lyon.example.org',
      type: 'harbor',
      url: 'https://registry.lyon.example.org',
      credential: 'registry.lyon.example.org',
    },
  ]);
  expect(settings.replications).toEqual([
    {
      name: 'lyon-releases',
      to: 'registry.lyon.example.org',
      repositories: 'vision/**',
      tags: 'v*',
      cron: '0 7 */2 * * *',
      speed: 512,
    },
    { name: 'lyon-all', to: 'registry.lyon.example.org', repositories: '**', tags: '**', speed: -1 },
  ]);
});

test('people sign in at the platform’s issuer, and nobody makes projects or accounts by hand', () => {
  expect(settingsOf().configuration).toMatchObject({
    auth_mode: 'oidc_auth',
    oidc_endpoint: 'https://idp.example.org/realms/ml',
    oidc_client_id: 'plinth',
    oidc_groups_claim: 'groups',
    oidc_verify_cert: true,
    oidc_auto_onboard: true,
    project_creation_restriction: 'adminonly',
    self_registration: false,
  });
});

test('everything is scanned by night where somebody scans, and garbage is collected always', () => {
  expect(settingsOf().schedules).toEqual({ garbage: '0 17 3 * * *' });
  const scanner = { kind: 'trivy' as const, digest: `sha256:${'a'.repeat(64)}` };
  expect(settingsOf({ scanner }).schedules).toEqual({ garbage: '0 17 3 * * *', scan: '0 17 2 * * *' });
});

test('the settings are plain data, the same each time, and hold no secret', () => {
  const one = settingsOf({ caches: ['docker.io'], replications: [{ name: 'x', to: 'r.example.org' }] });
  const two = settingsOf({ caches: ['docker.io'], replications: [{ name: 'x', to: 'r.example.org' }] });
  expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  expect(JSON.stringify(two)).toBe(JSON.stringify(one));
});
