import { describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../../rehearsal/workloads/planned-job.ts';
import { specOf } from '../nodes/sample-nodes.ts';
import { fault, file, findingsOf, foundIn, growingPlatform, job, teamsPlatform } from './sample-workloads.ts';

const AWS = specOf([{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 0, max: 4 } }]);

function foundFor(change: Parameters<typeof fault>[0], spec = growingPlatform()): readonly string[] {
  return foundIn(file({ jobs: [job()], faults: [fault(change)] }), spec);
}

describe('A fault', () => {
  test.each(FAULT_KINDS)('of kind %s needs a pool and a time, no more', (kind) => {
    const pool = kind === 'fullPool' ? 'cpu' : 'train-h100';
    expect(foundFor({ kind, pool })).toEqual([]);
  });

  test('on an unknown pool is told the pool that was meant, and nothing of its zone or its nodes', () => {
    const faults = [fault({ kind: 'zoneLoss', pool: 'trian-h100', zone: 'nowhere' })];
    expect(findingsOf(file({ jobs: [job()], faults }))).toMatchObject([
      { code: 'WORKLOADS_FAULT_POOL', fix: 'write train-h100' },
    ]);
  });
});

describe('A zone', () => {
  const onAws = (zone: string) => [fault({ kind: 'zoneLoss', zone })];

  test('is one that the pool has nodes in', () => {
    const small = [job({ units: 1 })];
    expect(foundIn(file({ jobs: small, faults: onAws('eu-west-1c') }), AWS)).toEqual([]);
    expect(findingsOf(file({ jobs: small, faults: onAws('eu-west-1d') }), AWS)).toMatchObject([
      { code: 'WORKLOADS_FAULT_ZONE', at: 'faults[0].zone', problem: 'pool train-h100 has no node in zone eu-west-1d' },
    ]);
  });

  test.each(['nodeLoss', 'spotReclaim'] as const)('is no field of a %s', (kind) => {
    expect(foundFor({ kind, zone: 'lab' })).toEqual(['WORKLOADS_FAULT_FIELD at faults[0].zone']);
  });

  test('that is unknown as well as out of place is out of place', () => {
    expect(foundFor({ zone: 'nowhere' })).toEqual(['WORKLOADS_FAULT_FIELD at faults[0].zone']);
  });
});

describe('A number of nodes', () => {
  test.each(['nodeLoss', 'spotReclaim'] as const)('of a %s is at most what the pool can have', (kind) => {
    expect(foundFor({ kind, nodes: 4 })).toEqual([]);
    expect(foundFor({ kind, nodes: 5 })).toEqual(['WORKLOADS_FAULT_NODES at faults[0].nodes']);
  });

  test.each([
    ['zoneLoss', 'train-h100'],
    ['fullPool', 'cpu'],
  ] as const)('is no field of a %s', (kind, pool) => {
    expect(foundFor({ kind, pool, nodes: 1 })).toEqual(['WORKLOADS_FAULT_FIELD at faults[0].nodes']);
  });
});

describe('A full pool', () => {
  const FIXED = ['WORKLOADS_FAULT_FIXED at faults[0].kind'];

  test('is one that could grow: its size is not fixed', () => {
    expect(foundFor({ kind: 'fullPool', pool: 'cpu' })).toEqual([]);
    expect(foundFor({ kind: 'fullPool' })).toEqual(FIXED);
  });

  test('is one that something lets grow: not on a target without an autoscaler', () => {
    expect(foundFor({ kind: 'fullPool', pool: 'cpu' }, teamsPlatform())).toEqual(FIXED);
  });
});
