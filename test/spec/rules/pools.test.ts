import { describe, expect, test } from 'vitest';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' } as const;
const CLOUDS = ['aws', 'gcp', 'azure', 'digitalocean'] as const;

describe('what the nodes of a pool are', () => {
  test('refuses a pool that does not say, or says twice', () => {
    const silent = [poolOn('existing', { machine: undefined })];
    expect(verdict(platformOn('existing', { pools: silent }))).toEqual(['error POOL_INSTANCE_MISSING at pools[0]']);
    const twice = [poolOn('existing', { instance: 'p5.48xlarge' })];
    expect(verdict(platformOn('existing', { pools: twice }))).toEqual([
      'error POOL_INSTANCE_AMBIGUOUS at pools[0].machine',
    ]);
  });

  test.each(CLOUDS)('refuses a description of machines on %s, in one finding', (kind) => {
    const pools = [poolOn(kind, { instance: undefined, machine })];
    expect(verdict(platformOn(kind, { pools }))).toEqual(['error POOL_MACHINE_TARGET at pools[0].machine']);
    const both = [poolOn(kind, { machine })];
    expect(verdict(platformOn(kind, { pools: both }))).toEqual(['error POOL_INSTANCE_AMBIGUOUS at pools[0].machine']);
  });

  test.each(['baremetal', 'existing'] as const)('accepts a description of machines on %s', (kind) => {
    expect(verdict(platformOn(kind, { pools: [poolOn(kind, { instance: undefined, machine })] }))).toEqual([]);
  });

  test('names the nearest instance type for a mistyped one', () => {
    const input = platformOn('aws', { pools: [poolOn('aws', { instance: 'p5.48xlrge' })] });
    expect(verdict(input)).toEqual(['error POOL_INSTANCE_UNKNOWN at pools[0].instance']);
    expect(textOf(input, 'POOL_INSTANCE_UNKNOWN')).toMatch(
      /^no instance type of AWS is called p5.48xlrge; .*; write p5.48xlarge$/,
    );
  });

  test.each([
    ['gcp', 'p5.48xlarge', 'AWS', 'a3-highgpu-8g', 'aws'],
    ['aws', 'a3-highgpu-8g', 'Google Cloud', 'p5.48xlarge', 'gcp'],
    ['digitalocean', 'Standard_ND96isr_H100_v5', 'Azure', 'gpu-h100x8-640gb', 'azure'],
    ['azure', 'gpu-mi300x8-1536gb', 'DigitalOcean', 'Standard_ND96isr_MI300X_v5', 'digitalocean'],
    ['baremetal', 'p5.48xlarge', 'AWS', 'generic-h100-hgx-8', 'aws'],
  ] as const)(
    'says on %s whose instance type %s is, and what comes closest',
    (kind, instance, owner, alike, target) => {
      const input = platformOn(kind, { pools: [poolOn(kind, { instance })] });
      expect(verdict(input)).toEqual(['error POOL_INSTANCE_OTHER_TARGET at pools[0].instance']);
      expect(textOf(input, 'POOL_INSTANCE_OTHER_TARGET')).toContain(`${instance} is an instance type of ${owner}`);
      expect(textOf(input, 'POOL_INSTANCE_OTHER_TARGET')).toContain(
        `write ${alike}, which has the same accelerators, or change target.kind to ${target}`,
      );
    },
  );

  test.each(['p5.48xlarge', 'a3-highgpu-8g', 'Standard_ND96isr_H100_v5', 'gpu-h100x8-640gb'])(
    'accepts %s on an existing cluster, which may stand anywhere',
    (instance) => {
      const pools = [poolOn('existing', { instance, machine: undefined })];
      expect(verdict(platformOn('existing', { pools }))).toEqual([]);
    },
  );

  test('names the nearest accelerator for a mistyped one', () => {
    const pools = [poolOn('existing', { machine: { ...machine, accelerator: 'nvidia-h100-80g' } })];
    const input = platformOn('existing', { pools, teams: [team({ quota: { train: { guaranteed: 1 } } })] });
    expect(verdict(input)).toEqual(['error POOL_ACCELERATOR_UNKNOWN at pools[0].machine.accelerator']);
    expect(textOf(input, 'POOL_ACCELERATOR_UNKNOWN')).toContain('write nvidia-h100-80gb');
  });

  test.each([
    ['accelerators of no model', { ...machine, accelerator: undefined }, 'count'],
    ['a model without a number', { ...machine, count: undefined }, 'accelerator'],
  ])('refuses a machine with %s', (_, change, field) => {
    const pools = [poolOn('existing', { machine: change })];
    const teams = [team({ quota: { train: { guaranteed: 0, borrowable: 1 } } })];
    expect(verdict(platformOn('existing', { pools, teams }))).toContain(
      `error POOL_MACHINE_COUNT at pools[0].machine.${field}`,
    );
  });

  test('refuses an instance type whose vCPUs nobody published, because quotas on it mean nothing', () => {
    const pools = [poolOn('baremetal', { instance: 'generic-cpu-node' })];
    expect(verdict(platformOn('baremetal', { pools }))).toEqual(['error POOL_UNITS_UNKNOWN at pools[0].instance']);
  });
});

describe('how many nodes a pool has', () => {
  test('refuses more nodes at least than at most, and accepts as many', () => {
    const pools = (min: number) => ({ pools: [poolOn('aws', { nodes: { min, max: 4 } })] });
    expect(verdict(platformOn('aws', pools(5)))).toEqual(['error POOL_NODES_RANGE at pools[0].nodes.min']);
    expect(verdict(platformOn('aws', pools(4)))).toEqual([]);
  });

  test.each(CLOUDS)('warns on %s of a range of sizes that nothing scales', (kind) => {
    const target = { autoscaler: 'none' } as const;
    const input = platformOn(kind, { target });
    expect(verdict(input)).toEqual(['warning POOL_NODES_NOT_SCALED at pools[0].nodes']);
    expect(textOf(input, 'POOL_NODES_NOT_SCALED')).toContain('so it has 4 at all times; set nodes.min to 4');
    expect(verdict(platformOn(kind, { target, pools: [poolOn(kind, { nodes: { min: 4, max: 4 } })] }))).toEqual([]);
  });

  test.each(['aws', 'gcp', 'azure', 'digitalocean'] as const)(
    'refuses a required topology on %s while nodes may be missing',
    (kind) => {
      const pools = (min: number) => ({ pools: [poolOn(kind, { topology: 'required', nodes: { min, max: 4 } })] });
      expect(verdict(platformOn(kind, pools(0)))).toEqual(['error POOL_TOPOLOGY_NOT_FIXED at pools[0].topology']);
      expect(verdict(platformOn(kind, pools(4)))).toEqual([]);
    },
  );

  test('judges bare metal by what adds its machines', () => {
    const pools = [poolOn('baremetal', { topology: 'required' })];
    expect(verdict(platformOn('baremetal', { pools }))).toEqual([]);
    expect(verdict(platformOn('baremetal', { pools, target: { distribution: 'clusterApi' } }))).toEqual([
      'error POOL_TOPOLOGY_NOT_FIXED at pools[0].topology',
    ]);
  });

  test('warns of a pool on which no team has anything', () => {
    const pools = [poolOn('aws'), poolOn('aws', { name: 'idle' })];
    expect(verdict(platformOn('aws', { pools }))).toEqual(['warning POOL_QUOTA_NONE at pools[1].name']);
    const nothing = [team(), team({ name: 'speech', quota: { idle: { guaranteed: 0 }, train: { borrowable: 1 } } })];
    expect(verdict(platformOn('aws', { pools, teams: nothing }))).toEqual(['warning POOL_QUOTA_NONE at pools[1].name']);
  });
});

describe('where the nodes of a pool stand', () => {
  test.each([
    ['aws', 'eu-west-1a', 'us-east-1a'],
    ['gcp', 'europe-west4-a', 'us-central1-a'],
  ] as const)('refuses on %s a zone of another region', (kind, right, wrong) => {
    expect(verdict(platformOn(kind, { target: { zones: [right] } }))).toEqual([]);
    expect(verdict(platformOn(kind, { target: { zones: [right, wrong] } }))).toEqual([
      'error TARGET_ZONE_REGION at target.zones[1]',
    ]);
    expect(verdict(platformOn(kind, { pools: [poolOn(kind, { zones: [wrong] })] }))).toEqual([
      'error TARGET_ZONE_REGION at pools[0].zones[0]',
    ]);
  });

  test('refuses a zone that the cluster does not reach into', () => {
    const input = platformOn('aws', {
      target: { zones: ['eu-west-1a', 'eu-west-1b'] },
      pools: [poolOn('aws', { zones: ['eu-west-1c'] })],
    });
    expect(verdict(input)).toEqual(['error POOL_ZONE_TARGET at pools[0].zones[0]']);
  });

  test('refuses zones on DigitalOcean, which has none', () => {
    const pools = [poolOn('digitalocean', { zones: ['ams3'] })];
    expect(verdict(platformOn('digitalocean', { pools }))).toEqual(['error POOL_ZONE_TARGET at pools[0].zones']);
  });

  test.each(['aws', 'gcp', 'azure', 'digitalocean', 'baremetal'] as const)('refuses a selector on %s', (kind) => {
    const pools = [poolOn(kind, { selector: { rack: 'a1' } })];
    expect(verdict(platformOn(kind, { pools }))).toEqual(['error POOL_SELECTOR_TARGET at pools[0].selector']);
  });

  test('refuses two pools of an existing cluster that select the same nodes', () => {
    const pools = (rack: string) => [
      poolOn('existing', { selector: { 'example.org/rack': 'a1', row: '1' } }),
      poolOn('existing', { name: 'other', selector: { row: '1', 'example.org/rack': rack } }),
    ];
    const teams = [team({ quota: { train: { guaranteed: 8 }, other: { guaranteed: 8 } } })];
    expect(verdict(platformOn('existing', { pools: pools('a2'), teams }))).toEqual([]);
    expect(verdict(platformOn('existing', { pools: pools('a1'), teams }))).toEqual([
      'error POOL_SELECTOR_SAME at pools[1].selector',
    ]);
  });
});

describe('who installs the driver', () => {
  const driver = (kind: Parameters<typeof platformOn>[0], change = {}, target = {}) =>
    verdict(platformOn(kind, { pools: [poolOn(kind, { driver: 'operator', ...change })], target }));
  const refused = ['error POOL_DRIVER_TARGET at pools[0].driver'];

  test.each(['aws', 'azure', 'existing'] as const)('lets the operator on %s', (kind) => {
    expect(driver(kind)).toEqual([]);
  });

  test.each(['gcp', 'digitalocean', 'baremetal'] as const)('refuses the operator on %s', (kind) => {
    expect(driver(kind)).toEqual(refused);
  });

  test('lets the operator on bare metal whose machines are not Talos', () => {
    expect(driver('baremetal', {}, { distribution: 'clusterApi' })).toEqual([]);
  });

  test('refuses the operator for makers that have none, and without accelerators', () => {
    expect(driver('aws', { instance: 'trn1.32xlarge' })).toEqual(refused);
    expect(driver('aws', { instance: 'm7i.4xlarge' })).toEqual(refused);
  });
});
