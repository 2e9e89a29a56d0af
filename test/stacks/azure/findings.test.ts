import { describe, expect, test } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformOn } from '../../../spec/platform.ts';
import { azureFindings } from '../../../stacks/azure/findings.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { environmentOf } from '../recorded-stack.ts';
import { onAzure, RESERVATION } from './azure-sample.ts';

function findingsOf(input: PlatformInput) {
  const { spec } = parsePlatform(input);
  return [...azureFindings(spec as PlatformOn<'azure'>, targetFacts(spec))];
}
const errorsOf = (input: PlatformInput) =>
  findingsOf(input).flatMap(({ at, code, level }) => (level === 'error' ? [`${code} ${at}`] : []));
const errors = (...input: Parameters<typeof onAzure>) => errorsOf(onAzure(...input));
const warnings = (...input: Parameters<typeof onAzure>) =>
  findingsOf(onAzure(...input)).flatMap(({ at, code, level }) =>
    level === 'warning' && code !== 'STACK_GROUP_FORM' ? [`${code} ${at}`] : [],
  );

const FIXED = { nodes: { min: 2, max: 2 } };
const CPU = { instance: 'Standard_D8s_v5', ...FIXED };

describe('what Azure would refuse', () => {
  test('is nothing about a platform that it takes', () => {
    expect(errors()).toEqual([]);
    expect(errors(CPU)).toEqual([]);
    expect(warnings(CPU)).toEqual([]);
  });

  test('is a region of somebody else, or of another Azure', () => {
    expect(errors(CPU, { region: 'eu-west-1' })).toEqual(['STACK_REGION_FORM target.region']);
    for (const region of ['chinanorth3', 'usgovvirginia'])
      expect(errors(CPU, { region })).toEqual(['STACK_REGION_CLOUD target.region']);
    expect(errors(CPU, { region: 'eastus2' })).toEqual([]);
  });

  test('is a zone that there is not', () => {
    expect(errors(CPU, { region: 'westus', zones: ['1'] })).toEqual(['STACK_REGION_ZONES target.zones']);
    expect(errors({ ...CPU, zones: ['1'] }, { region: 'westus' })).toEqual(['STACK_REGION_ZONES pools[0].zones']);
    expect(errors({ ...CPU, zones: ['westeurope-1'] })).toEqual(['STACK_ZONE_FORM pools[0].zones']);
  });

  test('is a network whose half has no room for the machines', () => {
    const pool = { ...CPU, nodes: { min: 20, max: 20 } };
    expect(errors(pool, { network: { nodes: '10.40.0.0/25' } })).toEqual([]);
    expect(errors({ ...CPU, nodes: { min: 60, max: 60 } }, { network: { nodes: '10.40.0.0/25' } })).toEqual([
      'STACK_NETWORK_NODES target.network.nodes',
    ]);
  });

  test('is a range of Services that is too large or too small', () => {
    for (const services of ['172.0.0.0/11', '172.20.0.0/28'])
      expect(errors(CPU, { network: { services } })).toEqual(['STACK_NETWORK_SERVICES target.network.services']);
  });

  test('is a reservation that is not the id of a group', () => {
    const reserved = (reservation: string) => errors({ ...FIXED, capacity: { kind: 'reservation', reservation } });
    expect(reserved('h100')).toEqual(['STACK_RESERVATION_FORM pools[0].capacity.reservation']);
    expect(reserved(`${RESERVATION}/capacityReservations/one`)).toHaveLength(1);
    expect(reserved(RESERVATION)).toEqual([]);
  });

  test('is InfiniBand between zones', () => {
    const zones = ['1', '2'];
    expect(errors({ ...FIXED, zones })).toEqual(['STACK_POOL_ZONE_ONE pools[0].zones']);
    expect(errors(FIXED, { zones: ['1', '2'] })).toEqual(['STACK_POOL_ZONE_ONE pools[0].zones']);
    expect(errors({ ...FIXED, zones: ['1'] })).toEqual([]);
    expect(errors({ ...CPU, zones })).toEqual([]);
  });

  test('is a pool of more machines than AKS takes in one', () => {
    const large = { ...CPU, nodes: { min: 1, max: 1_001 } };
    expect(errors(large)).toEqual([]);
    expect(errors(large, { autoscaler: 'nodePool' })).toEqual(['STACK_POOL_NODES pools[0].nodes']);
  });

  test('is Kata with accelerators, or on machines that Karpenter adds', () => {
    const kata = (...input: Parameters<typeof onAzure>) => {
      const platform = onAzure(...input);
      return errorsOf({ ...platform, teams: platform.teams.map((team) => ({ ...team, sandbox: 'kata' })) });
    };
    expect(kata(FIXED)).toEqual(['STACK_POOL_KATA pools[0].name']);
    expect(kata({ ...CPU, nodes: { min: 1, max: 2 } })).toEqual(['STACK_POOL_KATA pools[0].name']);
    expect(kata({ ...CPU, nodes: { min: 1, max: 2 } }, { autoscaler: 'nodePool' })).toEqual([]);
    expect(kata(CPU)).toEqual([]);
  });

  test('is a cut that nobody makes, because DRA only hands out what is there', () => {
    const cut = (profile: string, driver: 'target' | 'operator' = 'target') =>
      errors({ ...FIXED, allocator: 'dra', driver, sharing: { kind: 'partition', profile } });
    expect(cut('1g.20gb')).toEqual(['STACK_PARTITION_UNCUT pools[0].sharing.profile']);
    expect(cut('1g.10gb', 'operator')).toHaveLength(1);
    expect(cut('1g.10gb')).toEqual([]);
  });
});

describe('what Azure may not give', () => {
  test('is InfiniBand without a feature of the subscription', () => {
    expect(warnings(FIXED)).toEqual(['STACK_INFINIBAND_FEATURE pools[0].instance']);
    expect(warnings({ ...FIXED, instance: 'Standard_NC24ads_A100_v4' })).toEqual([]);
  });

  test('is a machine outside zones, where Karpenter looks for none', () => {
    const elastic = { instance: 'Standard_NC24ads_A100_v4', nodes: { min: 0, max: 4 } };
    expect(warnings(elastic)).toEqual(['STACK_POOL_ZONE_ANY pools[0].zones']);
    for (const fine of [warnings({ ...elastic, zones: ['1'] }), warnings(elastic, { autoscaler: 'nodePool' })])
      expect(fine).toEqual([]);
    expect(warnings(elastic, { region: 'westus' })).toEqual([]);
  });
});

describe('groups on Azure', () => {
  test('are object ids: tokens name groups by nothing else', () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const platform = onAzure(CPU);
    const found = (groups: string[], viewers: string[] = []) =>
      findingsOf({ ...platform, teams: platform.teams.map((team) => ({ ...team, groups, viewers })) }).map(
        ({ at, code, level }) => `${level} ${code} ${at}`,
      );
    expect(found([id], [id])).toEqual([]);
    expect(found([id, 'oidc:vision'])).toEqual(['warning STACK_GROUP_FORM teams[0].groups']);
    expect(found([id], ['audit'])).toEqual(['warning STACK_GROUP_FORM teams[0].viewers']);
  });
});

describe('findings of Azure', () => {
  test('are found before anything is registered, and not where only the platform is brought', () => {
    const args = environmentOf(onAzure({ ...CPU, zones: ['4'] }));
    const codes = (layer: 'all' | 'platform') => stackFindings(args, layer).map(({ code }) => code);
    expect(codes('all')).toContain('STACK_ZONE_FORM');
    expect(codes('platform')).not.toContain('STACK_ZONE_FORM');
  });
});
