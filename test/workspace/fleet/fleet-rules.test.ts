import { describe, expect, test } from 'vitest';
import type { FleetInput } from '../../../spec/fleet.ts';
import { codesOf, load, MANAGER, sampleFleet, specOf, worker } from './sample-fleet.ts';

describe('what must hold between platforms', () => {
  test.each<[string, Partial<FleetInput>, string[]]>([
    [
      'two platforms of one name',
      {
        platforms: ['paris', 'oslo'].map((name) =>
          worker(name, { role: 'standalone' }, { metadata: { name: 'atlas' } }),
        ),
      },
      ['FLEET_PLATFORM_TWICE'],
    ],
    [
      'two platforms that are read from one folder',
      {
        platforms: ['paris', 'oslo'].map((name) => worker(name, { role: 'standalone' })),
        shared: {
          ...sampleFleet().shared,
          delivery: { kind: 'argocd', repository: 'https://git.example.org/a.git', path: 'x' },
        },
      },
      ['FLEET_PLATFORM_TWICE'],
    ],
    [
      'a manager with kinds of jobs that a worker lacks',
      { platforms: [{ ...MANAGER, spec: { ...MANAGER.spec, training: { frameworks: ['torch'] } } }, worker('paris')] },
      ['FLEET_KINDS_MISSING'],
    ],
    [
      'a team with other namespaces at a worker',
      {
        platforms: [
          MANAGER,
          worker(
            'paris',
            {},
            {
              teams: [{ name: 'vision', fabric: 'allowed', quota: { 'train-h100': { guaranteed: 8 } } }],
              training: { frameworks: ['torch'] },
            },
          ),
        ],
      },
      ['FLEET_NAMESPACES_DIFFER'],
    ],
    [
      'a priority that means something else at a worker',
      {
        platforms: [
          MANAGER,
          worker(
            'paris',
            {},
            {
              queueing: {
                priorities: [
                  { name: 'low', value: 100 },
                  { name: 'high', value: 7 },
                ],
              },
            },
          ),
        ],
      },
      ['FLEET_PRIORITIES_DIFFER', 'FLEET_PRIORITIES_DIFFER'],
    ],
    [
      'a version that an earlier stage does not run',
      {
        platforms: [
          worker('dev', { role: 'standalone' }, { components: { kueue: { version: '0.18.0' } } }),
          worker('prod', { role: 'standalone' }),
        ],
        promotion: [
          { name: 'dev', platforms: ['dev'] },
          { name: 'prod', platforms: ['prod'] },
        ],
      },
      ['FLEET_STAGE_AHEAD'],
    ],
    [
      'a minor of Kubernetes that an earlier stage does not run',
      {
        platforms: ['1.35', '1.36'].map((kubernetes, index) =>
          worker(
            index === 0 ? 'dev' : 'prod',
            { role: 'standalone' },
            { target: { kind: 'existing', cluster: 'one', networkPolicy: 'cilium', kubernetes } },
          ),
        ),
        promotion: [
          { name: 'dev', platforms: ['dev'] },
          { name: 'prod', platforms: ['prod'] },
        ],
      },
      ['FLEET_STAGE_AHEAD'],
    ],
  ])('%s', async (_, change, codes) => expect(await codesOf(change)).toEqual(codes));

  test('a stage that is behind the one before it is no mistake: its version has not come yet', async () => {
    const change: Partial<FleetInput> = {
      platforms: [
        worker('dev', { role: 'standalone' }),
        worker('prod', { role: 'standalone' }, { components: { kueue: { version: '0.18.0' } } }),
      ],
      promotion: [
        { name: 'dev', platforms: ['dev'] },
        { name: 'prod', platforms: ['prod'] },
      ],
    };
    expect(await codesOf(change)).toEqual([]);
  });

  test('what works but may surprise is a warning', async () => {
    const vision = { name: 'vision', quota: { 'train-h100': { guaranteed: 8 } } };
    const guests = { name: 'guests', groups: ['oidc:guests'], quota: { 'train-h100': { guaranteed: 8 } } };
    const paris = worker('paris', {}, { teams: [vision, guests], components: { kueue: { version: '0.18.0' } } });
    expect(await codesOf({ platforms: [MANAGER, paris] }, 'warning')).toEqual([
      'FLEET_TEAM_MISSING',
      'FLEET_TEAM_NOWHERE',
      'FLEET_VERSIONS_DIFFER',
    ]);
  });
});

describe('copies between registries', () => {
  const access = { domain: 'ml.example.org', signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' } };
  const withRegistry = (name: string, spec: Record<string, unknown> = {}) =>
    worker(
      name,
      { role: 'standalone' },
      {
        access: { ...access, domain: `${name}.example.org` },
        registry: { hosts: { external: `registry.${name}.example.org`, internal: `registry.${name}.internal` } },
        ...spec,
      },
    );
  const replication = { from: 'paris', tags: 'v*', every: '1h' as const };
  const only = (...teams: string[]) => ({
    teams: teams.map((name) => ({ name, groups: [`oidc:${name}`], quota: { 'train-h100': { guaranteed: 8 } } })),
  });

  test('go from one to all others that have a registry, each what its own teams have', async () => {
    const { teams: _, ...shared } = sampleFleet().shared ?? {};
    const platforms = [
      withRegistry('paris', only('vision', 'speech')),
      withRegistry('oslo', only('vision', 'speech')),
      withRegistry('rome', only('speech')),
      worker('bern', { role: 'standalone' }, only('vision')),
    ];
    const loaded = await load(sampleFleet({ shared, platforms, replication }));
    const common = { tags: 'v*', every: 3_600 };
    expect(specOf(loaded, 'paris').registry?.replications).toEqual([
      { name: 'to-oslo', to: 'registry.oslo.example.org', repositories: '{vision,speech}/**', ...common },
      { name: 'to-rome', to: 'registry.rome.example.org', repositories: 'speech/**', ...common },
    ]);
    expect(specOf(loaded, 'oslo').registry?.replications).toEqual([]);
  });

  test('of many teams are as many rules as patterns hold', async () => {
    const { teams: _, ...shared } = sampleFleet().shared ?? {};
    const names = Array.from({ length: 8 }, (_, index) => `a-team-with-quite-a-long-name-${index}`);
    const teams = names.map((name) => ({ name, groups: [`oidc:${name}`], quota: {} }));
    const platforms = ['paris', 'oslo'].map((name) => withRegistry(name, { teams }));
    const rules = specOf(await load(sampleFleet({ shared, platforms, replication })), 'paris').registry?.replications;
    expect(rules?.map(({ name }) => name)).toEqual(['to-oslo', 'to-oslo-2']);
    expect(rules?.flatMap(({ repositories }) => repositories.replace(/[{}]|\/\*\*/g, '').split(','))).toEqual(names);
  });

  test('of a name that the platform uses itself are left to it', async () => {
    const { registry } = withRegistry('paris').spec as { registry: object };
    const own = { name: 'to-oslo', to: 'registry.oslo.example.org', repositories: 'library/**' };
    const paris = withRegistry('paris', { registry: { ...registry, replications: [own] } });
    const loaded = await load(sampleFleet({ platforms: [paris, withRegistry('oslo')], replication }));
    expect(specOf(loaded, 'paris').registry?.replications.map((each) => each.repositories)).toEqual(['library/**']);
  });

  test.each<[string, Partial<FleetInput>, string]>([
    ['a platform that there is not', { platforms: [withRegistry('oslo')] }, 'FLEET_REPLICATION_FROM'],
    [
      'a platform without a registry',
      { platforms: [worker('paris', { role: 'standalone' }), withRegistry('oslo')] },
      'FLEET_REPLICATION_REGISTRY',
    ],
  ])('from %s are refused', async (_, change, code) => {
    expect(await codesOf({ replication, ...change })).toEqual([code]);
  });

  test('to nobody are a warning', async () => {
    const platforms = [withRegistry('paris'), worker('oslo', { role: 'standalone' })];
    expect(await codesOf({ replication, platforms }, 'warning')).toEqual(['FLEET_REPLICATION_NOWHERE']);
  });
});
