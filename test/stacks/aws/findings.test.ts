import { describe, expect, test } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformOn } from '../../../spec/platform.ts';
import { awsFindings } from '../../../stacks/aws/findings.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { onAws } from './aws-sample.ts';

function found(...input: Parameters<typeof onAws>) {
  const { spec } = parsePlatform(onAws(...input));
  return [...awsFindings(spec as PlatformOn<'aws'>, targetFacts(spec))];
}
const codes = (...input: Parameters<typeof onAws>) => found(...input).map(({ at, code }) => `${code} ${at}`);

describe('what AWS would refuse', () => {
  test('is nothing about a platform that it takes', () => {
    expect(codes()).toEqual([]);
  });

  test('is a region that it does not have', () => {
    expect(codes({ zones: [], instance: 'm7i.4xlarge' }, { region: 'westeurope' })).toEqual([
      'STACK_REGION_FORM target.region',
    ]);
  });

  test('is a file system in a zone that the cluster does not reach into', () => {
    const zones = ['eu-west-1a', 'eu-west-1b'];
    expect(codes({}, { zones, lustre: { zone: 'eu-west-1c' } })).toEqual(['STACK_LUSTRE_ZONE target.lustre.zone']);
    expect(codes({}, { zones, lustre: { zone: 'eu-west-1b' } })).toEqual([]);
    expect(codes({}, { lustre: { zone: 'eu-west-1c' } })).toEqual([]);
  });

  test('is a control plane in a single zone', () => {
    expect(codes({}, { zones: ['eu-west-1a'] })).toEqual(['STACK_ZONES_FEW target.zones']);
  });

  test('is a network without room for its zones', () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `eu-west-1${letter}`);
    const network = { nodes: '10.40.0.0/23' };
    expect(codes({}, { zones, network })).toEqual(['STACK_NETWORK_ZONES target.network.nodes']);
    expect(codes({}, { network })).toEqual([]);
  });

  test.each([
    ['packed together', {}],
    ['in a reservation', { capacity: { kind: 'reservation', reservation: 'cr-0123' } }],
  ] as const)('is standing machines %s in no zone or in several', (words, pool) => {
    for (const zones of [[], ['eu-west-1a', 'eu-west-1b']]) {
      expect(codes({ ...pool, zones })).toEqual(['STACK_POOL_ZONE_ONE pools[0].zones']);
      expect(found({ ...pool, zones })[0]?.problem).toContain(words);
    }
    expect(codes({ ...pool, zones: ['eu-west-1a'] })).toEqual([]);
    expect(codes({ ...pool, zones: [], nodes: { min: 0, max: 2 } })).toEqual([]);
  });

  test('is a reservation that is not named by its id', () => {
    const capacity = { kind: 'reservation', reservation: 'ours' } as const;
    expect(codes({ capacity, nodes: { min: 2, max: 2 } })).toEqual([
      'STACK_RESERVATION_FORM pools[0].capacity.reservation',
    ]);
  });
});
