import { describe, expect, test } from 'vitest';
import { clusterName } from '../../../spec/cluster-name.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { teamNamespaces } from '../../../spec/team-identity.ts';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

describe('names', () => {
  test.each(['aws', 'gcp', 'azure', 'digitalocean', 'baremetal', 'existing'] as const)(
    'the smallest platform on %s has nothing wrong',
    (kind) => expect(verdict(platformOn(kind))).toEqual([]),
  );

  test.each([
    ['two pools', { pools: [poolOn('aws'), poolOn('aws')] }, 'POOL_NAME_DUPLICATE', 'pools[1].name'],
    [
      'two teams',
      { teams: [team(), team({ quota: { train: { borrowable: 1 } } })] },
      'TEAM_NAME_DUPLICATE',
      'teams[1].name',
    ],
    [
      'two departments',
      { queueing: { departments: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] } },
      'QUEUE_DEPARTMENT_DUPLICATE',
      'queueing.departments[2].name',
    ],
    [
      'two priorities',
      {
        queueing: {
          priorities: [
            { name: 'high', value: 2 },
            { name: 'high', value: 1 },
          ],
        },
      },
      'QUEUE_PRIORITY_DUPLICATE',
      'queueing.priorities[1].name',
    ],
  ])('refuses %s of one name, at the second', (_, change, code, at) => {
    expect(verdict(platformOn('aws', change))).toEqual([`error ${code} at ${at}`]);
  });

  test.each([
    ['zones of the target', { target: { zones: ['eu-west-1a', 'eu-west-1a'] } }, 'target.zones[1]'],
    ['zones of a pool', { pools: [poolOn('aws', { zones: ['eu-west-1a', 'eu-west-1a'] })] }, 'pools[0].zones[1]'],
    ['groups', { teams: [team({ groups: ['a', 'b', 'a'] })] }, 'teams[0].groups[2]'],
    ['viewers', { teams: [team({ viewers: ['a', 'a'] })] }, 'teams[0].viewers[1]'],
    ['frameworks', { training: { frameworks: ['torch', 'torch'] as const } }, 'training.frameworks[1]'],
  ])('refuses a word that stands twice among %s', (_, change, at) => {
    expect(verdict(platformOn('aws', change))).toEqual([`error SPEC_ENTRY_REPEATED at ${at}`]);
  });

  test.each([
    'default',
    'kube-system',
    'kube-vision',
    'plinth-vision',
    'kueue-system',
    'jobset-system',
    'argocd',
    'flux-system',
    'gpu-operator',
    'karpenter',
  ])('refuses the team %s, because the namespace is somebody else’s', (name) => {
    expect(verdict(platformOn('aws', { teams: [team({ name })] }))).toEqual([
      'error TEAM_NAME_RESERVED at teams[0].name',
    ]);
  });

  test.each(['kube', 'plinthers', 'systems', 'defaults', 'operators'])('accepts the team %s', (name) => {
    expect(verdict(platformOn('aws', { teams: [team({ name })] }))).toEqual([]);
  });

  test.each([
    ['plinth', ['error POOL_NAME_RESERVED at pools[0].name']],
    ['plinth-system', ['error POOL_NAME_RESERVED at pools[0].name']],
    ['plinths', []],
  ])('judges the pool %s by the names of the platform’s own machines', (name, expected) => {
    const given = platformOn('aws', { teams: [team({ quota: { [name]: { guaranteed: 8 } } })] });
    const [first] = given.pools ?? [];
    expect(verdict({ ...given, pools: [{ ...first, name }] } as typeof given)).toEqual(expected);
  });

  test.each(['vision-fabric', 'vision-shared'])('refuses the team %s beside the team vision', (name) => {
    const teams = [team({ name, quota: { train: { guaranteed: 8 } } }), team()];
    expect(verdict(platformOn('aws', { teams }))).toEqual(['error TEAM_NAME_DERIVED at teams[0].name']);
  });

  test('accepts a team whose name ends with -fabric where nobody is called like its beginning', () => {
    expect(verdict(platformOn('aws', { teams: [team({ name: 'textile-fabric' })] }))).toEqual([]);
  });

  test.each([
    ['atlas', 'the platform itself'],
    ['atlas-research', 'department research'],
  ])('warns of the team %s, whose name is a cohort’s', (name, owner) => {
    const input = platformOn('aws', { queueing: { departments: [{ name: 'research' }] }, teams: [team({ name })] });
    expect(verdict(input)).toEqual(['warning TEAM_NAME_COHORT at teams[0].name']);
    expect(textOf(input, 'TEAM_NAME_COHORT')).toContain(`the cohort of ${owner}`);
  });

  test('refuses a department whose cohort would be longer than a label value, and says how much shorter', () => {
    const metadata = { name: 'a'.repeat(24) };
    const departments = (length: number) => ({ departments: [{ name: 'b'.repeat(length) }] });
    expect(verdict(platformOn('aws', { metadata, queueing: departments(38) }))).toEqual([]);
    const input = platformOn('aws', { metadata, queueing: departments(39) });
    expect(verdict(input)).toEqual(['error QUEUE_DEPARTMENT_LONG at queueing.departments[0].name']);
    expect(textOf(input, 'QUEUE_DEPARTMENT_LONG')).toContain(
      'has 64 characters, more than 63; shorten the department’s name to 38',
    );
  });

  test('the other names that are made of names stay within 63 characters by the shape of the spec alone', () => {
    const metadata = { name: 'a'.repeat(24), environment: 'b'.repeat(12) };
    const input = platformOn('aws', { metadata, teams: [team({ name: 'c'.repeat(40), fabric: 'allowed' })] });
    expect(verdict(input)).toEqual([]);
    const { spec } = parsePlatform(input);
    const longest = [
      clusterName(spec.metadata),
      ...spec.teams.flatMap((team) => teamNamespaces(team)),
      `${spec.teams[0]?.name}-shared`,
    ];
    expect(longest.map((name) => name.length)).toEqual([37, 40, 47, 47]);
  });

  test.each(['plinth.dev/room', 'app.kubernetes.io/part-of', 'app.kubernetes.io/managed-by'])(
    'refuses the label %s on objects, which the platform sets',
    (key) => {
      const metadata = { name: 'atlas', labels: { [key]: 'x' } };
      expect(verdict(platformOn('aws', { metadata }))).toEqual([
        `error METADATA_LABEL_RESERVED at metadata.labels["${key}"]`,
      ]);
    },
  );

  test.each([
    'kubernetes.io/os',
    'node.kubernetes.io/x',
    'karpenter.sh/nodepool',
    'plinth.dev/pool',
    'topology.k8s.aws/x',
  ])('refuses the label %s on nodes, which somebody else sets', (key) => {
    const pools = [poolOn('aws', { labels: { [key]: 'x' } })];
    expect(verdict(platformOn('aws', { pools }))).toEqual([`error POOL_LABEL_RESERVED at pools[0].labels["${key}"]`]);
  });

  test('accepts labels of one’s own, on objects and nodes', () => {
    const labels = { 'example.org/cost-centre': '4711', team: 'a', 'mykubernetes.io/x': 'y' };
    expect(
      verdict(platformOn('aws', { metadata: { name: 'atlas', labels }, pools: [poolOn('aws', { labels })] })),
    ).toEqual([]);
  });
});
