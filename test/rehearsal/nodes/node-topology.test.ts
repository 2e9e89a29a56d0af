import { describe, expect, test } from 'vitest';
import { blockLabels, targetZones, zoneOf, zonesOf } from '../../../rehearsal/nodes/node-topology.ts';
import { TARGET_KINDS } from '../../../spec/target.ts';
import { INSTANCES, TARGETS } from '../../stacks/target-sample.ts';
import { poolOf, specOf } from './sample-nodes.ts';

/** Zones that are made up where the spec names none. */
const MADE_UP = {
  aws: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  gcp: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'],
  azure: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
  digitalocean: ['ams3'],
  baremetal: ['fra1'],
  existing: ['existing'],
} as const;

/** Eight accelerators on an own machine, where no catalogue knows instance types. */
const OWN = {
  instance: undefined,
  machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 8, memory: '64Gi' },
} as const;

describe('The zones of a target', () => {
  test.each(TARGET_KINDS)('are made up of its place, as %s labels its nodes', (kind) => {
    const instance = kind === 'existing' ? OWN : { instance: INSTANCES[kind] };
    const { spec } = poolOf({ ...instance, nodes: { min: 1, max: 1 } }, TARGETS[kind]);
    expect(targetZones(spec)).toEqual(MADE_UP[kind]);
  });

  test('are those that the spec names', () => {
    expect(targetZones(poolOf({}, { ...TARGETS.aws, zones: ['eu-west-1b', 'eu-west-1c'] }).spec)).toEqual([
      'eu-west-1b',
      'eu-west-1c',
    ]);
    const azure = poolOf({ instance: INSTANCES.azure }, { ...TARGETS.azure, zones: ['2', '3'] });
    expect(targetZones(azure.spec)).toEqual(['westeurope-2', 'westeurope-3']);
  });

  test('are narrowed by a pool that names its own', () => {
    const { pool, spec } = poolOf({ zones: ['eu-west-1c'] });
    expect(zonesOf(spec, pool)).toEqual(['eu-west-1c']);
    const azure = poolOf({ instance: INSTANCES.azure, zones: ['2'] }, TARGETS.azure);
    expect(zonesOf(azure.spec, azure.pool)).toEqual(['westeurope-2']);
  });

  test('are all of the target’s for a pool that names none', () => {
    const { pool, spec } = poolOf();
    expect(zonesOf(spec, pool)).toEqual(targetZones(spec));
  });
});

function zonesOfNodes(instance: string, max: number) {
  const { facts, pool, spec } = poolOf({ instance, nodes: { min: 0, max } });
  return Array.from({ length: max }, (_, index) => zoneOf(spec, pool, facts, index).slice(-1)).join('');
}

describe('The nodes of a pool', () => {
  test('take one zone after the other, so that no zone of a small pool is empty', () => {
    expect(zonesOfNodes('m7i.8xlarge', 4)).toBe('abca');
  });

  test('stay within a zone as long as they are in one network block', () => {
    expect(zonesOfNodes('p5.48xlarge', 16)).toBe(`${'a'.repeat(8)}${'b'.repeat(8)}`);
    expect(zonesOfNodes('p5.48xlarge', 12)).toBe('aaaabbbbcccc');
    expect(zonesOfNodes('p5.48xlarge', 3)).toBe('aaa');
  });
});

describe('The network blocks of a node', () => {
  const LEVELS = ['layer-1', 'layer-2', 'host'];

  test('are four nodes in the narrowest and four blocks in the wider one; the host is left to the node', () => {
    expect(blockLabels('train', LEVELS, 0)).toEqual({ 'layer-1': 'train-0-0', 'layer-2': 'train-1-0' });
    expect(blockLabels('train', LEVELS, 3)).toEqual({ 'layer-1': 'train-0-0', 'layer-2': 'train-1-0' });
    expect(blockLabels('train', LEVELS, 4)).toEqual({ 'layer-1': 'train-0-0', 'layer-2': 'train-1-1' });
    expect(blockLabels('train', LEVELS, 16)).toEqual({ 'layer-1': 'train-0-1', 'layer-2': 'train-1-4' });
  });

  test('are never shared between pools, nor between levels', () => {
    const labels = [...Object.values(blockLabels('a', LEVELS, 0)), ...Object.values(blockLabels('b', LEVELS, 0))];
    expect(new Set(labels).size).toBe(labels.length);
  });

  test('are none where the place knows only hosts, or nothing', () => {
    expect(blockLabels('train', ['kubernetes.io/hostname'], 5)).toEqual({});
    expect(blockLabels('train', [], 5)).toEqual({});
  });
});

test('every pool of a platform has the zones of its target', () => {
  const spec = specOf([
    { name: 'a', instance: 'p5.48xlarge', nodes: { max: 1 } },
    { name: 'b', instance: 'm7i.8xlarge', nodes: { max: 1 } },
  ]);
  expect(spec.pools.map((pool) => zonesOf(spec, pool))).toEqual([MADE_UP.aws, MADE_UP.aws]);
});
