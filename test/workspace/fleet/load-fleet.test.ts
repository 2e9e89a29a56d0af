import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { FleetInput } from '../../../spec/fleet.ts';
import { fleetText } from '../../../workspace/fleet/fleet-text.ts';
import { codesOf, findingsOf, load, MANAGER, pool, sampleFleet, specOf, worker } from './sample-fleet.ts';

describe('a fleet', () => {
  test('puts each platform together from what is shared, its file, and what is different', async () => {
    const own = { ...worker('paris').spec, metadata: { environment: 'prod' } };
    const input = sampleFleet({
      platforms: [
        MANAGER,
        {
          name: 'paris',
          role: 'worker',
          region: 'paris',
          file: 'sites/paris.yaml',
          spec: { teams: [{ name: 'vision', weight: 3 }] },
        },
        worker('oslo'),
      ],
    });
    const loaded = await load(input, { 'sites/paris.yaml': stringify(own) });
    const { metadata, teams } = specOf(loaded, 'paris');
    expect(metadata).toMatchObject({ name: 'paris', environment: 'prod' });
    expect(teams[0]).toMatchObject({
      name: 'vision',
      groups: ['oidc:vision'],
      weight: 3,
      quota: { 'train-h100': { guaranteed: 8 } },
    });
    expect(teams.map(({ name }) => name)).toEqual(['vision', 'speech']);
  });

  test('tells the manager of its workers what their own queues give each team', async () => {
    const { fleet } = specOf(await load(sampleFleet()), 'control');
    expect(fleet).toEqual({
      kind: 'manager',
      fleet: 'world',
      dispatch: { kind: 'inOrder', atOnce: 1, lostAfter: 900 },
      workers: ['paris', 'oslo'].map((name) => ({
        name,
        pools: [
          {
            name: 'train-h100',
            resource: 'nvidia.com/gpu',
            labels: { 'plinth.dev/pool': 'train-h100' },
            unitsPerNode: 8,
            vcpus: 192,
            memoryGib: 2_048,
          },
        ],
      })),
      teams: ['vision', 'speech'].map((name) => ({
        name,
        to: ['paris', 'oslo'].map((each) => ({ worker: each, units: { 'train-h100': 16 } })),
      })),
    });
  });

  test('sends a team only where it has a queue of gangs', async () => {
    const onlyVision = [{ name: 'vision', quota: { 'train-h100': { guaranteed: 8 } } }];
    const loaded = await load(
      sampleFleet({ platforms: [MANAGER, worker('paris'), worker('oslo', {}, { teams: onlyVision })] }),
    );
    expect([...loaded.orders].map(([team, choices]) => [team, choices.map((each) => each.worker)])).toEqual([
      ['vision', ['paris', 'oslo']],
      ['speech', ['paris']],
    ]);
    expect(specOf(loaded, 'oslo').fleet).toMatchObject({ kind: 'worker', manager: 'control', teams: ['vision'] });
  });

  test('leaves platforms that stand alone as they are', async () => {
    const loaded = await load(sampleFleet({ platforms: [worker('paris', { role: 'standalone' })] }));
    expect(specOf(loaded, 'paris').fleet).toBeUndefined();
  });
});

describe('the order of clusters', () => {
  const orderOf = async (change: Partial<FleetInput>, team = 'vision') => {
    const { orders } = await load(sampleFleet(change));
    return orders.get(team)?.map((each) => each.worker);
  };
  const priced = (name: string, usd: number | undefined) => worker(name, {}, { pools: [pool(usd)] });

  test('is as stated', async () => {
    const order = { kind: 'stated' as const, workers: ['oslo', 'paris'] };
    expect(await orderOf({ jobs: { order } })).toEqual(['oslo', 'paris']);
  });

  test('follows the data, then the price, then the file', async () => {
    const platforms = [MANAGER, priced('paris', 32), priced('oslo', 24), priced('rome', undefined), priced('bern', 24)];
    expect(await orderOf({ platforms })).toEqual(['oslo', 'bern', 'paris', 'rome']);
    const datasets = [
      { name: 'small', region: 'rome', size: '1Ti' as const, teams: ['vision'] },
      { name: 'large', region: 'paris', size: '40Ti' as const, teams: ['vision'] },
      { name: 'others', region: 'bern', size: '900Ti' as const, teams: ['speech'] },
    ];
    expect(await orderOf({ platforms, datasets })).toEqual(['paris', 'rome', 'oslo', 'bern']);
    const jobs = { order: { kind: 'computed' as const, by: ['price' as const] } };
    expect(await orderOf({ platforms, datasets, jobs })).toEqual(['oslo', 'bern', 'paris', 'rome']);
  });
});

describe('the text of a fleet', () => {
  const textOf = async (change: Partial<FleetInput>) => fleetText(await load(sampleFleet(change)));
  const platforms = [MANAGER, worker('paris'), worker('oslo', {}, { pools: [pool(24)] })];
  const datasets = [{ name: 'large', region: 'paris', size: '40Ti' as const, teams: ['vision'] }];

  test('says why the order is as it is, also where a price is unknown', async () => {
    expect(
      await textOf({ platforms: platforms.with(1, worker('paris', {}, { pools: [pool(undefined)] })), datasets }),
    ).toMatch(
      /in this order \(most of the team’s data, then the lowest price, then as listed\)\n {4}vision {3}paris \(40Ti of its data, price unknown\), then oslo \(3\.00 \$\/h a unit\)/,
    );
    const byPrice = { order: { kind: 'computed' as const, by: ['price' as const] } };
    expect(await textOf({ platforms, jobs: byPrice })).toContain('in this order (the lowest price, then as listed)');
  });

  test('says where the order is a person’s, and where there is none', async () => {
    const order = { kind: 'stated' as const, workers: ['oslo', 'paris'] };
    expect(await textOf({ platforms, jobs: { order } })).toContain('1 at once, in this order (as stated)');
    expect(await textOf({ platforms, jobs: { dispatch: { kind: 'race' } } })).toContain(
      'all clusters at once, whichever has room first',
    );
  });
});

describe('mistakes of a fleet file', () => {
  test.each<[string, Partial<FleetInput>, string[]]>([
    ['a field that there is not', { platform: [] } as object, ['FLEET_SHAPE_INVALID']],
    ['a name that is there twice', { platforms: [MANAGER, worker('paris'), worker('paris')] }, ['FLEET_NAME_TWICE']],
    [
      'a part that only the fleet writes',
      { shared: { kind: 'Platform', fleet: {} } },
      ['FLEET_PART_OWN', 'FLEET_PART_OWN'],
    ],
    [
      'two managers',
      { platforms: [MANAGER, { ...MANAGER, name: 'second' }, worker('paris')] },
      ['FLEET_MANAGER_TWICE'],
    ],
    ['a manager without workers', { platforms: [MANAGER] }, ['FLEET_WORKERS_MISSING']],
    ['workers without a manager', { platforms: [worker('paris'), worker('oslo')] }, ['FLEET_MANAGER_MISSING']],
    [
      'more workers than Kueue knows',
      { platforms: [MANAGER, ...Array.from({ length: 21 }, (_, index) => worker(`w${index}`))] },
      ['FLEET_WORKERS_MANY'],
    ],
    [
      'an order that names nobody, and leaves one out',
      { jobs: { order: { kind: 'stated', workers: ['paris', 'olso'] } } },
      ['FLEET_ORDER_INCOMPLETE', 'FLEET_ORDER_UNKNOWN'],
    ],
    [
      'data where no platform is',
      { datasets: [{ name: 'far', region: 'pairs', size: '1Ti', teams: ['vision'] }] },
      ['FLEET_REGION_UNKNOWN'],
    ],
    [
      'a stage of a platform that there is not',
      { promotion: [{ name: 'dev', platforms: ['pars'] }] },
      ['FLEET_STAGE_PLATFORM'],
    ],
    [
      'a platform in two stages',
      {
        promotion: [
          { name: 'dev', platforms: ['paris'] },
          { name: 'prod', platforms: ['oslo', 'paris'] },
        ],
      },
      ['FLEET_STAGE_TWICE'],
    ],
    [
      'a stage that waits for one that there is not',
      { promotion: [{ name: 'prod', platforms: ['oslo'], after: ['def'] }] },
      ['FLEET_STAGE_UNKNOWN'],
    ],
    [
      'stages that wait for one another',
      {
        promotion: [
          { name: 'dev', platforms: ['paris'], after: ['prod'] },
          { name: 'prod', platforms: ['oslo'] },
        ],
      },
      ['FLEET_STAGE_CYCLE'],
    ],
    [
      'gates before the first stage',
      { promotion: [{ name: 'dev', platforms: ['paris'], gates: [{ kind: 'soak', atLeast: '1d' }] }] },
      ['FLEET_GATE_FIRST'],
    ],
    [
      'a gate that asks a platform which comes later, or one file for several',
      {
        promotion: [
          { name: 'dev', platforms: ['paris', 'control'] },
          {
            name: 'prod',
            platforms: ['oslo'],
            gates: [
              { kind: 'score', atLeast: 90, platforms: ['oslo'] },
              { kind: 'rehearsal', file: 'report.json' },
              { kind: 'rehearsal', file: 'report.json', platforms: ['paris'] },
              { kind: 'rehearsal', file: '{platform}.json' },
            ],
          },
        ],
      },
      ['FLEET_GATE_PLATFORM', 'FLEET_GATE_FILE_SHARED'],
    ],
  ])('%s', async (_, change, codes) => expect(await codesOf(change)).toEqual(codes));

  test('many stages that wait for all earlier ones are checked at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `stage-${index}`);
    const promotion = names.map((name, index) => ({ name, platforms: [`p${index}`], after: names.slice(0, index) }));
    const platforms = names.map((_, index) => worker(`p${index}`, { role: 'standalone' }));
    expect(await codesOf({ platforms, promotion })).toEqual([]);
  });

  test('are told with their line, and with the nearest right word', async () => {
    const [finding] = await findingsOf(sampleFleet({ promotion: [{ name: 'dev', platforms: ['pars'] }] }));
    expect(finding).toMatchObject({ at: 'promotion[0].platforms[0]', fix: 'write paris' });
    expect(finding?.place).toMatchObject({ file: 'fleet.yaml' });
    expect(finding?.place?.line).toBeGreaterThan(10);
  });
});

describe('mistakes of platforms in a fleet', () => {
  test('are told for all platforms at once, each in the file in which it was made', async () => {
    const bad = { ...worker('paris').spec, pools: [{ ...pool(32), nodes: { min: 3, max: 2 } }] };
    const input = sampleFleet({
      platforms: [
        MANAGER,
        { name: 'paris', role: 'worker', region: 'paris', file: 'paris.yaml' },
        worker('oslo', {}, { teams: [{ name: 'vision', quota: { train: { guaranteed: 8 } } }] }),
      ],
    });
    const found = await findingsOf(input, { 'paris.yaml': stringify(bad) });
    expect(found.map(({ at, code, place }) => [code, at.split(':')[0], place?.file])).toEqual(
      expect.arrayContaining([
        ['POOL_NODES_RANGE', 'paris', 'paris.yaml'],
        ['QUOTA_POOL_UNKNOWN', 'oslo', 'fleet.yaml'],
      ]),
    );
  });

  test('that are shared are told once', async () => {
    const { shared } = sampleFleet();
    const found = await findingsOf(sampleFleet({ shared: { ...shared, trainig: {} } }));
    expect(found.map(({ at, code, fix }) => [code, at, fix])).toEqual([
      ['SPEC_SHAPE_INVALID', 'control: trainig', 'write training'],
    ]);
  });
});
