import { describe, expect, test } from 'vitest';
import { file, findingsOf, foundIn, generator, job, teamsPlatform } from './sample-workloads.ts';

/** A job on the pool of two nodes with 90 vCPUs each that pods can have. */
const onCpu = (units: number, nodes: number) => file({ jobs: [job({ team: 'speech', pool: 'cpu', units, nodes })] });

describe('A pod', () => {
  test.each([
    [90, []],
    [91, ['WORKLOADS_UNITS_RANGE at jobs[0].units']],
  ])('of %i vCPUs is held to what the system leaves of a node', (units, found) => {
    expect(foundIn(onCpu(units, 1))).toEqual(found);
  });

  test('that is too large is told with what a node has', () => {
    expect(findingsOf(file({ jobs: [job({ units: 9 })] }))[0]?.problem).toBe(
      'expected 1–8 of nvidia.com/gpu on a node of pool train-h100, got 9',
    );
  });

  test.each([
    [1, 56, []],
    [1, 57, ['WORKLOADS_QUOTA_EXCEEDED at jobs[0].nodes']],
    [57, 1, ['WORKLOADS_UNITS_RANGE at jobs[0].units', 'WORKLOADS_QUOTA_EXCEEDED at jobs[0].units']],
  ])('counts partitions where accelerators are cut: %i on each of %i', (units, nodes, found) => {
    const spec = teamsPlatform({
      pools: [
        {
          name: 'train-h100',
          machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' },
          nodes: { min: 2, max: 2 },
          sharing: { kind: 'partition', profile: '1g.10gb' },
        },
      ],
      teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 56 } } }],
    });
    expect(foundIn(file({ jobs: [job({ units, nodes })] }), spec)).toEqual(found);
  });
});

describe('A gang', () => {
  test.each([
    [90, 2, []],
    [45, 4, []],
    [46, 3, ['WORKLOADS_NODES_RANGE at jobs[0].nodes']],
    [36, 5, ['WORKLOADS_NODES_RANGE at jobs[0].nodes']],
  ])('of %i vCPUs on each of %i must find room for every pod at once', (units, nodes, found) => {
    expect(foundIn(onCpu(units, nodes))).toEqual(found);
  });

  test('that is too large for its pool is told with the largest that fits', () => {
    expect(findingsOf(onCpu(46, 3))[0]).toMatchObject({
      problem: 'expected 1–2 pods of 46 cpu on the 2 nodes that pool cpu has at most, got 3',
      fix: 'ask for fewer nodes, or raise nodes.max of pool cpu',
    });
  });
});

describe('A job beyond the quota of its team', () => {
  test('is told that it would wait for ever', () => {
    expect(findingsOf(file({ jobs: [job({ nodes: 4 })] }))[0]).toMatchObject({
      problem:
        'a job of 32 nvidia.com/gpu, and team vision can hold at most 24 on pool train-h100: it would wait for ever',
      fix: 'ask for at most 24, or raise guaranteed or borrowable of vision in the platform',
    });
  });

  const small = teamsPlatform({
    teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 4 } } }],
  });

  test.each([
    ['what it asks for on its one node', { units: 5 }, 'jobs[0].units'],
    ['its nodes, where it takes each as a whole', {}, 'jobs[0].nodes'],
    ['its nodes, where it has several', { units: 3, nodes: 2 }, 'jobs[0].nodes'],
  ])('is to be changed in %s', (_, change, at) => {
    expect(foundIn(file({ jobs: [job(change)] }), small)).toEqual([`WORKLOADS_QUOTA_EXCEEDED at ${at}`]);
  });

  test('is none as long as the team can borrow the rest', () => {
    expect(foundIn(file({ jobs: [job({ units: 4 })] }), small)).toEqual([]);
    expect(foundIn(file({ jobs: [job({ nodes: 3 })] }))).toEqual([]);
  });
});

test('each size of a generator is held to the same, at its own place', () => {
  const sizes = [
    { units: 8, share: 1 },
    { units: 9, share: 1 },
    { nodes: 4, share: 1 },
  ];
  expect(foundIn(file({ generate: [generator({ sizes })] }))).toEqual([
    'WORKLOADS_UNITS_RANGE at generate[0].sizes[1].units',
    'WORKLOADS_QUOTA_EXCEEDED at generate[0].sizes[2].nodes',
  ]);
});
