import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { TargetKind } from '../../../spec/target.ts';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

type Sharing = NonNullable<PlatformInput['pools'][number]['sharing']>;

const slices: Sharing = { kind: 'timeSlicing', replicas: 4 };
const mps: Sharing = { kind: 'mps', replicas: 4 };
const mig: Sharing = { kind: 'partition', profile: '1g.10gb' };

function found(kind: TargetKind, change: Parameters<typeof poolOn>[1], quota = { guaranteed: 1 }) {
  return verdict(platformOn(kind, { pools: [poolOn(kind, change)], teams: [team({ quota: { train: quota } })] }));
}

describe('sharing of a device', () => {
  test('accepts every way on NVIDIA', () => {
    for (const sharing of [slices, mps, mig]) expect(found('aws', { sharing })).toEqual([]);
  });

  test('accepts partitions on AMD, and refuses time slicing and MPS', () => {
    const instance = 'gpu-mi300x8-1536gb';
    expect(found('digitalocean', { instance, sharing: { kind: 'partition', profile: 'cpx_nps1' } })).toEqual([]);
    for (const sharing of [slices, mps])
      expect(found('digitalocean', { instance, sharing })).toEqual([
        'error POOL_SHARING_VENDOR at pools[0].sharing.kind',
      ]);
  });

  test.each([
    ['aws', 'trn1.32xlarge', 'aws'],
    ['gcp', 'ct5lp-hightpu-4t', 'google'],
    ['baremetal', 'atlas-800t-a2', 'huawei'],
  ] as const)('refuses every way on %s %s, whose maker is %s', (kind, instance, vendor) => {
    for (const sharing of [slices, mps]) {
      expect(found(kind, { instance, sharing })).toEqual(['error POOL_SHARING_VENDOR at pools[0].sharing.kind']);
      const input = platformOn(kind, { pools: [poolOn(kind, { instance, sharing })] });
      expect(textOf(input, 'POOL_SHARING_VENDOR')).toContain(`is of ${vendor}; set sharing.kind to whole`);
    }
  });

  test('refuses to share what is not there', () => {
    expect(found('aws', { instance: 'm7i.4xlarge', sharing: slices })).toEqual([
      'error POOL_SHARING_NO_ACCELERATOR at pools[0].sharing.kind',
    ]);
  });

  test('refuses a partition that the model does not have, and lists those it has', () => {
    const pools = [poolOn('aws', { sharing: { kind: 'partition', profile: '1g.5gb' } })];
    const input = platformOn('aws', { pools, teams: [team({ quota: { train: { guaranteed: 1 } } })] });
    expect(verdict(input)).toEqual(['error POOL_PARTITION_UNKNOWN at pools[0].sharing.profile']);
    expect(textOf(input, 'POOL_PARTITION_UNKNOWN')).toBe(
      'NVIDIA H100 80GB has no partition 1g.5gb; it has 1g.10gb, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb; write 1g.10gb',
    );
  });

  test('says of a model without partitions that it has none', () => {
    const pools = [poolOn('aws', { instance: 'g6e.12xlarge', sharing: mig })];
    expect(textOf(platformOn('aws', { pools }), 'POOL_PARTITION_UNKNOWN')).toBe(
      'NVIDIA L40S cannot be partitioned; set sharing.kind to whole',
    );
  });
});

describe('devices by claim (DRA)', () => {
  test('are handed out for NVIDIA only', () => {
    expect(found('aws', { allocator: 'dra' })).toEqual([]);
    expect(found('aws', { allocator: 'dra', instance: 'trn1.32xlarge' })).toEqual([
      'error POOL_DRA_VENDOR at pools[0].allocator',
    ]);
    expect(found('aws', { allocator: 'dra', instance: 'm7i.4xlarge' })).toEqual([
      'error POOL_DRA_VENDOR at pools[0].allocator',
    ]);
  });

  test.each(['aws', 'gcp', 'azure', 'digitalocean', 'baremetal', 'existing'] as const)(
    'exclude time slicing and MPS on %s',
    (kind) => {
      for (const sharing of [slices, mps])
        expect(found(kind, { allocator: 'dra', sharing })).toEqual(['error POOL_DRA_SHARING at pools[0].sharing.kind']);
    },
  );

  test('exclude partitions on GKE only', () => {
    expect(found('gcp', { allocator: 'dra', sharing: mig })).toEqual([
      'error POOL_DRA_SHARING at pools[0].sharing.kind',
    ]);
    expect(found('aws', { allocator: 'dra', sharing: mig })).toEqual([]);
  });
});

describe('teams on one device', () => {
  const two = [
    team({ quota: { train: { guaranteed: 4 } } }),
    team({ name: 'speech', quota: { train: { borrowable: 4 } } }),
  ];

  test.each(['timeSlicing', 'mps'] as const)('meet by %s only if they trust one another', (kind) => {
    const pools = (trust: 'single' | 'shared') => [poolOn('aws', { sharing: { kind, replicas: 4, trust } })];
    expect(verdict(platformOn('aws', { pools: pools('shared'), teams: two }))).toEqual([]);
    const input = platformOn('aws', { pools: pools('single'), teams: two });
    expect(verdict(input)).toEqual(['error POOL_SHARING_TRUST at pools[0].sharing']);
    expect(textOf(input, 'POOL_SHARING_TRUST')).toMatch(
      /^2 teams \(vision, speech\) would meet on devices of pool train/,
    );
  });

  test('need no trust where one of them can hold nothing, or devices are cut in hardware', () => {
    const teams = [team({ quota: { train: { guaranteed: 4 } } }), team({ name: 'speech', quota: { train: {} } })];
    const found = verdict(platformOn('aws', { pools: [poolOn('aws', { sharing: slices })], teams }));
    expect(found).toEqual(['warning TEAM_QUOTA_NONE at teams[1].quota']);
    expect(verdict(platformOn('aws', { pools: [poolOn('aws', { sharing: mig })], teams: two }))).toEqual([]);
  });

  test.each([
    ['whole', { kind: 'whole' }, []],
    ['partition', mig, []],
    ['timeSlicing', slices, ['error QUOTA_GANG_SHARED at teams[0].quota.train.scheduling']],
    ['mps', mps, ['error QUOTA_GANG_SHARED at teams[0].quota.train.scheduling']],
  ] as const)('start as gangs on %s devices, or not', (_, sharing, expected) => {
    const teams = [team({ quota: { train: { guaranteed: 4, scheduling: 'gang' } } })];
    expect(verdict(platformOn('aws', { pools: [poolOn('aws', { sharing })], teams }))).toEqual(expected);
  });
});
