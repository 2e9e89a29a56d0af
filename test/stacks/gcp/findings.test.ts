import { describe, expect, test } from 'vitest';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { environmentOf } from '../recorded-stack.ts';
import { onGcp } from './gcp-sample.ts';

const found = (...input: Parameters<typeof onGcp>) => stackFindings(environmentOf(onGcp(...input)), 'infrastructure');
const codes = (...input: Parameters<typeof onGcp>) => found(...input).map(({ at, code }) => `${code} ${at}`);

describe('what Google would refuse', () => {
  test('is nothing about a platform that it takes', () => {
    expect(codes()).toEqual([]);
    expect(codes({ zones: [] }, { zones: ['europe-west4-a'] })).toEqual([]);
  });

  test('is a region that it does not have', () => {
    expect(codes({ zones: [], instance: 'n2-standard-8' }, { region: 'westeurope' })).toEqual([
      'STACK_REGION_FORM target.region',
    ]);
  });

  test('is a network that cannot be divided, or whose half does not hold the machines', () => {
    const on = (nodes: string, max: number, instance = 'a3-ultragpu-8g') =>
      codes({ instance, nodes: { min: 0, max } }, { network: { nodes } });
    expect(on('10.40.0.0/22', 4)).toEqual(['STACK_NETWORK_SMALL target.network.nodes']);
    expect(on('10.40.0.0/21', 4)).toEqual([]);
    expect(on('10.40.0.0/21', 1020 - 32)).toEqual([]);
    expect(on('10.40.0.0/21', 1020 - 31)).toEqual(['STACK_NETWORK_SMALL target.network.nodes']);
  });

  test('is more machines than a network of accelerators holds', () => {
    const on = (max: number) =>
      codes({ instance: 'a3-megagpu-8g', nodes: { min: 0, max } }, { network: { nodes: '10.40.0.0/21' } });
    expect(on(60)).toEqual([]);
    expect(on(61)).toEqual(['STACK_NETWORK_SMALL target.network.nodes']);
  });

  test.each([
    ['packed together', {}],
    ['come from a reservation', { capacity: { kind: 'reservation', reservation: 'ours' } }],
    ['are one slice', { instance: 'ct6e-standard-4t', topology: 'required', nodes: { min: 4, max: 4 } }],
  ] as const)('is machines that %s, in no zone or in several', (words, pool) => {
    for (const zones of [[], ['europe-west4-a', 'europe-west4-b']]) {
      expect(codes({ ...pool, zones })).toEqual(['STACK_POOL_ZONE_ONE pools[0].zones']);
      expect(found({ ...pool, zones })[0]?.problem).toContain(words);
    }
    expect(codes({ ...pool, zones: ['europe-west4-a'] })).toEqual([]);
  });

  test('is nothing of that where a compute class makes the machines', () => {
    expect(codes({ zones: [], nodes: { min: 0, max: 4 } })).toEqual([]);
  });

  test('may be accelerators in zones that nobody named', () => {
    const [warning] = found({ zones: [], instance: 'g2-standard-24' });
    expect(warning).toMatchObject({ code: 'STACK_POOL_ZONES_UNKNOWN', level: 'warning' });
    expect(codes({ zones: [], instance: 'n2-standard-8' })).toEqual([]);
  });

  test.each(['cr-0123/', 'projects/ours', 'Ours', 'ours/blocks/one'])('is the reservation %s', (reservation) => {
    expect(codes({ capacity: { kind: 'reservation', reservation } })).toEqual([
      'STACK_RESERVATION_FORM pools[0].capacity.reservation',
    ]);
  });

  test.each(['ours', 'projects/p/reservations/ours', 'ours/reservationBlocks/one'])(
    'is not the reservation %s',
    (reservation) => {
      expect(codes({ capacity: { kind: 'reservation', reservation } })).toEqual([]);
    },
  );

  test('is a slice of a size that Google does not wire', () => {
    const slice = (instance: string, count: number) =>
      codes({ instance, topology: 'required', nodes: { min: count, max: count } });
    expect(slice('ct6e-standard-4t', 3)).toEqual(['STACK_SLICE_SIZE pools[0].nodes']);
    expect(slice('ct6e-standard-8t', 4)).toEqual(['STACK_SLICE_SIZE pools[0].nodes']);
    expect(slice('ct6e-standard-4t', 4)).toEqual([]);
  });

  test('is more than 48 pods on one device', () => {
    const shares = (replicas: number) =>
      codes({ instance: 'g2-standard-24', sharing: { kind: 'timeSlicing', replicas } });
    expect(shares(48)).toEqual([]);
    expect(shares(49)).toEqual(['STACK_POOL_SHARES pools[0].sharing.replicas']);
  });
});
