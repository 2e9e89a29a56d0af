import { describe, expect, test } from 'vitest';
import { CAPACITY_KINDS, type CapacityKind } from '../../../catalog/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { TARGET_KINDS, type TargetKind } from '../../../spec/target.ts';
import { platformOn, poolOn, textOf, verdict } from '../findings-of.ts';

type Capacity = NonNullable<PlatformInput['pools'][number]['capacity']>;

/** What each place sells, written out once more by hand from the references. */
const SOLD: Readonly<Record<TargetKind, readonly CapacityKind[]>> = {
  aws: ['onDemand', 'spot', 'reservation', 'capacityBlock'],
  gcp: ['onDemand', 'spot', 'reservation', 'flexStart', 'queued'],
  azure: ['onDemand', 'spot', 'reservation'],
  digitalocean: ['onDemand', 'spot', 'contracted'],
  baremetal: ['onDemand'],
  existing: ['onDemand'],
};

const capacity = (kind: CapacityKind): Capacity =>
  kind === 'reservation' || kind === 'capacityBlock' ? { kind, reservation: 'cr-0123' } : { kind };

describe('capacity', () => {
  test.each(TARGET_KINDS.flatMap((kind) => CAPACITY_KINDS.map((word) => [kind, word] as const)))(
    'on %s of kind %s is accepted or refused as the place sells it',
    (kind, word) => {
      // Of DigitalOcean's sizes each is sold in one way; the rule about sizes has a test of its own.
      const instance = { spot: 'gpu-b300x8-2304gb-spot', contracted: 'gpu-h200x8-1128gb-fabric-contracted' };
      const size = kind === 'digitalocean' ? { instance: instance[word as 'spot'] ?? 'gpu-h100x8-640gb' } : {};
      const found = verdict(platformOn(kind, { pools: [poolOn(kind, { capacity: capacity(word), ...size })] }));
      expect(found).toEqual(SOLD[kind].includes(word) ? [] : ['error POOL_CAPACITY_TARGET at pools[0].capacity.kind']);
    },
  );

  test('names the ways that there are, and the nearest', () => {
    const input = platformOn('azure', { pools: [poolOn('azure', { capacity: { kind: 'queued' } })] });
    expect(textOf(input, 'POOL_CAPACITY_TARGET')).toBe(
      'there is no capacity of kind queued on Azure; there is onDemand, spot, reservation; choose one of onDemand, spot, reservation',
    );
  });

  test.each([
    ['gcp', 'a3-highgpu-2g', 'onDemand', 'spot or flexStart'],
    ['digitalocean', 'gpu-mi350x8-2304gb-spot', 'onDemand', 'spot'],
    ['digitalocean', 'gpu-h200x8-1128gb-fabric-contracted', 'spot', 'contracted'],
    ['digitalocean', 'gpu-h100x8-640gb', 'spot', 'onDemand'],
    ['digitalocean', 'gpu-h100x8-640gb', 'contracted', 'onDemand'],
  ] as const)('refuses on %s the size %s as %s, because it is sold as %s', (kind, instance, word, sold) => {
    const input = platformOn(kind, { pools: [poolOn(kind, { instance, capacity: capacity(word) })] });
    expect(verdict(input)).toEqual(['error POOL_CAPACITY_INSTANCE at pools[0].capacity.kind']);
    expect(textOf(input, 'POOL_CAPACITY_INSTANCE')).toContain(`only as ${sold}; set capacity.kind to ${sold}`);
  });

  test.each([
    ['gcp', 'queued'],
    ['gcp', 'flexStart'],
    ['aws', 'capacityBlock'],
  ] as const)('on %s of kind %s keeps no nodes', (kind, word) => {
    const pools = [poolOn(kind, { capacity: capacity(word), nodes: { min: 1, max: 4 } })];
    expect(verdict(platformOn(kind, { pools }))).toEqual(['error POOL_CAPACITY_MINIMUM at pools[0].nodes.min']);
  });

  test.each(['queued', 'flexStart'] as const)('of kind %s needs something that asks for it', (word) => {
    const pools = [poolOn('gcp', { capacity: capacity(word) })];
    expect(verdict(platformOn('gcp', { pools, target: { autoscaler: 'none' } }))).toContain(
      'error POOL_CAPACITY_AUTOSCALER at pools[0].capacity.kind',
    );
    expect(verdict(platformOn('gcp', { pools, target: { autoscaler: 'nodePool' } }))).toEqual([]);
  });

  test('of a Capacity Block may stand beside an autoscaler of none', () => {
    const pools = [poolOn('aws', { capacity: capacity('capacityBlock') })];
    expect(verdict(platformOn('aws', { pools, target: { autoscaler: 'none' } }))).toEqual([]);
  });

  test.each([
    ['7d', []],
    ['10m', []],
    ['8d', ['error POOL_FLEX_START_RANGE at pools[0].capacity.longestRun']],
    ['9m', ['error POOL_FLEX_START_RANGE at pools[0].capacity.longestRun']],
  ] as const)('of kind flexStart with a longest run of %s', (longestRun, expected) => {
    const pools = [poolOn('gcp', { capacity: { kind: 'flexStart', longestRun } })];
    expect(verdict(platformOn('gcp', { pools }))).toEqual(expected);
  });

  test('from a block of a Google reservation names its zone', () => {
    const block = { kind: 'reservation', reservation: 'projects/p/reservations/r/reservationBlocks/b' } as const;
    const pools = (zones: string[]) => ({ pools: [poolOn('gcp', { capacity: block, zones })] });
    expect(verdict(platformOn('gcp', pools(['europe-west4-a'])))).toEqual([]);
    expect(verdict(platformOn('gcp', pools([])))).toEqual(['error POOL_RESERVATION_ZONES at pools[0].zones']);
  });
});
