import { describe, expect, test } from 'vitest';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

describe('quotas', () => {
  test('are on pools that there are; the nearest is named', () => {
    const input = platformOn('aws', {
      teams: [team({ quota: { train: { guaranteed: 8 }, tarin: { guaranteed: 1 } } })],
    });
    expect(verdict(input)).toEqual(['error QUOTA_POOL_UNKNOWN at teams[0].quota.tarin']);
    expect(textOf(input, 'QUOTA_POOL_UNKNOWN')).toBe('no pool is called tarin; write train');
  });

  test('guarantee no more than the pool has, and the finding does the sum', () => {
    const teams = (guaranteed: number) => [
      team({ quota: { train: { guaranteed: 16 } } }),
      team({ name: 'speech', quota: { train: { guaranteed } } }),
    ];
    expect(verdict(platformOn('aws', { teams: teams(16) }))).toEqual([]);
    const input = platformOn('aws', { teams: teams(17) });
    expect(verdict(input)).toEqual(['error QUOTA_POOL_OVERCOMMITTED at pools[0].nodes.max']);
    expect(textOf(input, 'QUOTA_POOL_OVERCOMMITTED')).toBe(
      'teams are guaranteed 33 accelerators of pool train, which has 32 at most (4 nodes × 8); ' +
        'raise nodes.max to 5, or guarantee 1 accelerators less',
    );
  });

  test.each([
    ['shares', { sharing: { kind: 'timeSlicing', replicas: 4 } }, 128, 'shares'],
    ['partitions', { sharing: { kind: 'partition', profile: '1g.10gb' } }, 224, 'partitions 1g.10gb'],
    ['vCPUs', { instance: 'm7i.4xlarge' }, 64, 'vCPUs'],
  ] as const)('count %s where the pool is made of them', (_, change, capacity, unit) => {
    const input = (guaranteed: number) =>
      platformOn('aws', { pools: [poolOn('aws', change)], teams: [team({ quota: { train: { guaranteed } } })] });
    expect(verdict(input(capacity))).toEqual([]);
    expect(textOf(input(capacity + 1), 'QUOTA_POOL_OVERCOMMITTED')).toContain(
      `guaranteed ${capacity + 1} ${unit} of pool train, which has ${capacity} at most`,
    );
  });

  test('warn of more to borrow than the pool has', () => {
    const input = (borrowable: number) =>
      platformOn('aws', { teams: [team({ quota: { train: { guaranteed: 8, borrowable } } })] });
    expect(verdict(input(24))).toEqual([]);
    expect(verdict(input(25))).toEqual(['warning QUOTA_BORROW_UNREACHABLE at teams[0].quota.train.borrowable']);
    expect(textOf(input(25), 'QUOTA_BORROW_UNREACHABLE')).toContain('set borrowable to 24 or less');
  });

  test('say once that a guarantee is too large, not again that nothing can be borrowed', () => {
    const teams = [team({ quota: { train: { guaranteed: 33, borrowable: 1 } } })];
    expect(verdict(platformOn('aws', { teams }))).toEqual(['error QUOTA_POOL_OVERCOMMITTED at pools[0].nodes.max']);
  });

  test('lend no more than is guaranteed', () => {
    const input = (reclaimable: number) =>
      platformOn('aws', { teams: [team({ quota: { train: { guaranteed: 8, reclaimable } } })] });
    expect(verdict(input(8))).toEqual([]);
    expect(verdict(input(9))).toEqual(['error QUOTA_RECLAIMABLE_RANGE at teams[0].quota.train.reclaimable']);
  });

  test('warn of a team that has none', () => {
    const teams = [team(), team({ name: 'speech', quota: {} })];
    expect(verdict(platformOn('aws', { teams }))).toEqual(['warning TEAM_QUOTA_NONE at teams[1].quota']);
  });
});

describe('fabric of a team', () => {
  test.each([
    ['aws', 'p5.48xlarge', []],
    ['aws', 'g6.xlarge', ['warning TEAM_FABRIC_NO_POOL at teams[0].fabric']],
    ['gcp', 'a3-highgpu-8g', []],
    ['gcp', 'ct5lp-hightpu-4t', ['warning TEAM_FABRIC_NO_POOL at teams[0].fabric']],
    ['azure', 'Standard_ND96is_H100_v5', ['warning TEAM_FABRIC_NO_POOL at teams[0].fabric']],
    ['digitalocean', 'gpu-h100x8-640gb', ['warning TEAM_FABRIC_NO_POOL at teams[0].fabric']],
  ] as const)('on %s %s', (kind, instance, expected) => {
    const teams = [team({ fabric: 'allowed', quota: { train: { guaranteed: 1 } } })];
    expect(verdict(platformOn(kind, { pools: [poolOn(kind, { instance })], teams }))).toEqual(expected);
  });

  test('names the pools that have one', () => {
    const pools = [poolOn('aws', { name: 'slow', instance: 'g6.xlarge' }), poolOn('aws')];
    const teams = [team({ fabric: 'allowed', quota: { slow: { guaranteed: 1 } } }), team({ name: 'speech' })];
    expect(textOf(platformOn('aws', { pools, teams }), 'TEAM_FABRIC_NO_POOL')).toContain(
      'give the team quota on train',
    );
  });
});

describe('sandbox of a team', () => {
  test.each([
    ['aws', []],
    ['gcp', ['gvisor']],
    ['azure', ['kata']],
    ['digitalocean', []],
    ['baremetal', ['gvisor', 'kata']],
    ['existing', ['gvisor', 'kata']],
  ] as const)('on %s is one of %j', (kind, offered: readonly string[]) => {
    for (const sandbox of ['gvisor', 'kata'] as const) {
      expect(verdict(platformOn(kind, { teams: [team({ sandbox })] }))).toEqual(
        offered.includes(sandbox) ? [] : ['error TEAM_SANDBOX_TARGET at teams[0].sandbox'],
      );
    }
  });

  test('passes no RDMA devices through', () => {
    const teams = [team({ sandbox: 'kata', fabric: 'allowed' })];
    expect(verdict(platformOn('existing', { teams }))).toEqual(['error TEAM_SANDBOX_FABRIC at teams[0].fabric']);
  });
});

describe('ways out of a team', () => {
  const egress = (to: string) => ({ teams: [team({ egress: [{ to, because: 'licence server' }] })] });

  test.each(['203.0.113.0/24', '192.168.7.0/24', '2001:db8::/32'])('may lead to %s', (to) => {
    expect(verdict(platformOn('aws', egress(to)))).toEqual([]);
  });

  test.each([
    ['0.0.0.0/0', '10.0.0.0/16 is the network of the nodes'],
    ['10.0.8.0/24', '10.0.0.0/16 is the network of the nodes'],
    ['10.128.0.0/9', '10.128.0.0/12 is the network of the pods'],
    ['172.20.0.1/32', '172.20.0.0/16 is the network of the services'],
  ])('never lead to %s', (to, what) => {
    const input = platformOn('aws', egress(to));
    expect(verdict(input)).toEqual(['error TEAM_EGRESS_INSIDE at teams[0].egress[0].to']);
    expect(textOf(input, 'TEAM_EGRESS_INSIDE')).toContain(`${to} reaches into the platform: ${what}`);
  });

  test('may lead anywhere on an existing cluster, whose networks nobody told', () => {
    expect(verdict(platformOn('existing', egress('10.0.0.0/8')))).toEqual([]);
  });
});

describe('departments', () => {
  test('of a team and of one another are there; the nearest is named', () => {
    const queueing = { departments: [{ name: 'research' }, { name: 'speech-lab', parent: 'reserach' }] };
    const input = platformOn('aws', { queueing, teams: [team({ department: 'resaerch' })] });
    expect(verdict(input)).toEqual([
      'error TEAM_DEPARTMENT_UNKNOWN at teams[0].department',
      'error QUEUE_PARENT_UNKNOWN at queueing.departments[1].parent',
    ]);
    expect(textOf(input, 'TEAM_DEPARTMENT_UNKNOWN')).toBe('no department is called resaerch; write research');
    expect(textOf(input, 'QUEUE_PARENT_UNKNOWN')).toBe('no department is called reserach; write research');
  });

  test('are to be written first where there are none', () => {
    const input = platformOn('aws', { teams: [team({ department: 'research' })] });
    expect(textOf(input, 'TEAM_DEPARTMENT_UNKNOWN')).toContain('add it to queueing.departments');
  });

  test('form a tree; each circle is told once, with its way', () => {
    const departments = [
      { name: 'top' },
      { name: 'a', parent: 'c' },
      { name: 'b', parent: 'a' },
      { name: 'c', parent: 'b' },
      { name: 'below', parent: 'a' },
      { name: 'self', parent: 'self' },
    ];
    const input = platformOn('aws', { queueing: { departments } });
    expect(verdict(input)).toEqual([
      'error QUEUE_DEPARTMENT_CYCLE at queueing.departments[1].parent',
      'error QUEUE_DEPARTMENT_CYCLE at queueing.departments[5].parent',
    ]);
    const tree = departments.map((each) => ({ ...each, parent: each.name === 'top' ? undefined : 'top' }));
    expect(verdict(platformOn('aws', { queueing: { departments: tree } }))).toEqual([]);
  });

  test('in a circle are named in their order', () => {
    const departments = [
      { name: 'a', parent: 'b' },
      { name: 'b', parent: 'a' },
    ];
    expect(textOf(platformOn('aws', { queueing: { departments } }), 'QUEUE_DEPARTMENT_CYCLE')).toContain('a → b → a');
  });
});
