import { expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { Graph } from '../../../workspace/graph/index.ts';
import { samplePlatform } from '../../sample.ts';
import { crowd, graphOf } from './sample-graphs.ts';

function node(graph: Graph, id: string) {
  const found = graph.nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${graph.nodes.map((each) => each.id).join(', ')}`);
  return found;
}

function titles(graph: Graph, part: string): string[] {
  return graph.nodes.filter((each) => each.part === part).map(({ title }) => title);
}

function quotas(graph: Graph): unknown[] {
  return graph.edges.filter(({ label }) => label !== undefined).map(({ from, label, to }) => [from, to, label]);
}

const vision = { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 8, borrowable: 4 } } };

test('a team leads to its queue, and its queue to the pool with what is guaranteed and borrowable', () => {
  const graph = graphOf(samplePlatform());
  expect(graph.title).toBe('lab (dev) on existing, Kubernetes 1.36');
  expect(node(graph, 'team:vision')).toEqual({
    id: 'team:vision',
    group: 'teams',
    part: 'teams',
    title: 'vision',
    lines: ['namespace vision', 'oidc:vision'],
  });
  expect(node(graph, 'queue:team:vision:vision')).toMatchObject({ group: 'cohort:lab', lines: ['LocalQueue default'] });
  expect(graph.edges).toContainEqual({ from: 'team:vision', to: 'queue:team:vision:vision' });
  expect(quotas(graph)).toEqual([
    ['queue:team:vision:vision', 'pool:train-h100', '8 + 8'],
    ['queue:team:speech:speech', 'pool:train-h100', '8 + 8'],
  ]);
});

test('a pool says how many nodes of what it has, and how much of it is promised', () => {
  const pools: PlatformInput['pools'] = [
    ...samplePlatform().pools,
    { name: 'cpu', machine: { vcpus: 64, memory: '256Gi' }, nodes: { min: 1, max: 20 } },
    {
      name: 'cut',
      machine: { accelerator: 'nvidia-a100-80gb', count: 8, vcpus: 96, memory: '1Ti' },
      nodes: { min: 1, max: 1 },
      sharing: { kind: 'partition', profile: '1g.10gb' },
    },
  ];
  const graph = graphOf(samplePlatform({ pools }));
  expect(node(graph, 'pool:train-h100').lines).toEqual([
    '2 nodes',
    '8 × NVIDIA H100 80GB each',
    '16 of 16 nvidia.com/gpu guaranteed',
  ]);
  expect(node(graph, 'pool:cpu').lines).toEqual(['1–20 nodes', '64 vCPUs each', '0 of 1,280 cpu guaranteed']);
  expect(node(graph, 'pool:cut').lines).toContain('cut into 1g.10gb');
});

test('the numbers are those of the rendered queues, so that an override is seen', () => {
  const path = '/spec/resourceGroups/0/flavors/0/resources/2/nominalQuota';
  const patch = [{ op: 'replace', path, value: '3' }] as const;
  const overrides = [{ kind: 'ClusterQueue', name: 'vision', because: 'tried out', patch }];
  expect(quotas(graphOf(samplePlatform({ overrides })))).toContainEqual([
    'queue:team:vision:vision',
    'pool:train-h100',
    '3 + 8',
  ]);
});

test('departments frame teams, and their cohorts frame queues, one inside the other', () => {
  const departments = [{ name: 'science' }, { name: 'research', parent: 'science' }, { name: 'idle' }];
  const teams = [
    { ...vision, name: 'free' },
    { ...vision, department: 'research' },
  ];
  const pools = samplePlatform().pools;
  const graph = graphOf(samplePlatform({ pools, teams, queueing: { departments } }));
  expect(graph.groups).toMatchObject([
    { id: 'teams' },
    { id: 'department:research:teams', parent: 'teams' },
    { id: 'queues' },
    { id: 'cohort:lab', parent: 'queues' },
    { id: 'cohort:lab-science', parent: 'cohort:lab' },
    { id: 'cohort:lab-research', parent: 'cohort:lab-science' },
    { id: 'pools' },
    { id: 'delivery' },
    { id: 'wave:operators' },
    { id: 'wave:platform' },
    { id: 'wave:tenants' },
  ]);
  expect(titles(graph, 'teams')).toEqual(['vision', 'free']);
  expect(node(graph, 'team:vision').group).toBe('department:research:teams');
});

test('a team says its namespaces, its first groups, its budget or its sandbox', () => {
  const groups = ['a', 'b', 'c', 'd'];
  const fast = { ...vision, groups, fabric: 'allowed', budget: { usdPerMonth: 120_000 } } as const;
  const strange = { ...vision, name: 'guests', groups: ['g'], sandbox: 'gvisor' } as const;
  const graph = graphOf(samplePlatform({ teams: [fast, strange] }));
  expect(node(graph, 'team:vision').lines).toEqual([
    'namespace vision, vision-fabric',
    'a',
    'b',
    'and 2 more groups',
    '$120,000 per month',
  ]);
  expect(node(graph, 'team:guests').lines).toEqual(['namespace guests', 'g', 'sandbox gvisor']);
});

test('a team without quota stands alone, and a quota of nothing is a nought', () => {
  const none = { name: 'guests', groups: ['g'], quota: {} };
  const nought = { name: 'newcomers', groups: ['n'], quota: { 'train-h100': {} } };
  const graph = graphOf(samplePlatform({ teams: [none, nought] }));
  expect(titles(graph, 'teams')).toEqual(['newcomers', 'guests']);
  expect(graph.edges.filter(({ from }) => from === 'team:guests')).toEqual([]);
  expect(quotas(graph)).toEqual([['queue:team:newcomers:newcomers', 'pool:train-h100', '0']]);
});

test('rooms stand in their wave with add-ons and objects, in the order of delivery', () => {
  const graph = graphOf(samplePlatform());
  expect(node(graph, 'room:operators:queueing')).toMatchObject({
    group: 'wave:operators',
    lines: [expect.stringMatching(/^kueue \d/), expect.stringMatching(/^\d+ objects$/)],
  });
  expect(graph.edges.slice(-4)).toEqual([
    { from: 'delivery:from', to: 'delivery:by' },
    { from: 'delivery:by', to: 'wave:operators' },
    { from: 'wave:operators', to: 'wave:platform' },
    { from: 'wave:platform', to: 'wave:tenants' },
  ]);
});

test.each([
  [{ kind: 'argocd', repository: 'https://g.example/a.git', path: 'c/p' } as const, ['Git repository', 'Argo CD']],
  [{ kind: 'flux', repository: 'https://g.example/a.git', path: 'c/p' } as const, ['Git repository', 'Flux']],
  [{ kind: 'plain' } as const, ['plain folder']],
  [{ kind: 'pulumi' } as const, ['Pulumi']],
])('delivery by %o is drawn as who delivers', (delivery, expected) => {
  expect(titles(graphOf(samplePlatform({ delivery })), 'delivery')).toEqual(expected);
});

test('twenty teams are drawn one by one, with their queues in the same order', () => {
  const graph = graphOf(crowd(20));
  expect(titles(graph, 'teams')).toHaveLength(20);
  expect(titles(graph, 'queues')).toEqual(titles(graph, 'teams'));
  expect(titles(graphOf(crowd(20, () => 'research')), 'teams')).toHaveLength(20);
});

test('of more than twenty teams the rest is one box with the sum of their quotas', () => {
  const graph = graphOf(crowd(200));
  expect(titles(graph, 'teams').slice(-2)).toEqual(['team-18', '… 181 more teams']);
  expect(quotas(graph).at(-1)).toEqual(['queue:rest:181 queues', 'pool:train-h100', '181 + 362']);
  expect(graph.nodes.length).toBeLessThan(60);
});

test('of more than twenty teams those of one department are one box in the cohort of the department', () => {
  const graph = graphOf(crowd(61, (index) => (index === 0 ? 'alone' : index < 31 ? 'research' : 'applied')));
  expect(titles(graph, 'teams').sort()).toEqual(['department applied', 'department research', 'team-0']);
  expect(node(graph, 'department:research').lines).toEqual(['30 teams']);
  expect(node(graph, 'queue:department:research:30 queues').group).toBe('cohort:lab-research');
});

test('of more than twenty departments the rest is one box too', () => {
  const graph = graphOf(crowd(100, (index) => `department-${index % 25}`));
  expect(titles(graph, 'teams')).toHaveLength(20);
  expect(titles(graph, 'teams')).toContain('… 24 more teams');
});

test('of more than twenty pools the rest is one box, whose sums would mean nothing', () => {
  const [pool] = samplePlatform().pools;
  const pools = Array.from({ length: 22 }, (_, index) => ({
    ...pool,
    name: `pool-${index}`,
  })) as PlatformInput['pools'];
  const quota = Object.fromEntries(pools.map(({ name }) => [name, { guaranteed: 1 }]));
  const graph = graphOf(samplePlatform({ pools, teams: [{ ...vision, quota }] }));
  expect(titles(graph, 'pools').slice(-2)).toEqual(['pool-18', '… 3 more pools']);
  expect(quotas(graph).at(-1)).toEqual(['queue:team:vision:vision', 'pools:rest', '3 pools']);
});

test.each([
  ['the sample', samplePlatform()],
  ['a crowd', crowd(200)],
  ['departments', crowd(100, (index) => `department-${index % 25}`)],
])('in the graph of %s every id is unique and everything that is named is there', (_, input) => {
  const { edges, groups, nodes } = graphOf(input);
  const ids = [...groups, ...nodes].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(edges.flatMap(({ from, to }) => [from, to])));
  expect(ids).toEqual(expect.arrayContaining(nodes.map(({ group }) => group)));
  expect(ids).toEqual(expect.arrayContaining(groups.flatMap(({ parent }) => parent ?? [])));
});
