import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { environmentOf } from '../recorded-stack.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

const found = (input: PlatformInput) =>
  stackFindings(environmentOf(input), 'all').filter(({ code }) => code !== 'STACK_KEYS_LASTING');
const codes = (...input: Parameters<typeof onDigitalOcean>) =>
  found(onDigitalOcean(...input)).map(({ at, code, level }) => `${level} ${code} ${at}`);

describe('what DigitalOcean would refuse', () => {
  test('is nothing about a platform that it takes', () => {
    expect(codes()).toEqual([]);
  });

  test('is a region that it does not have', () => {
    expect(codes({}, { region: 'eu-west-1' })).toEqual(['error STACK_REGION_FORM target.region']);
  });

  test.each(['10.0.0.0/15', '10.40.0.0/25', '100.64.0.0/16'])('is the VPC %s', (nodes) => {
    expect(codes({}, { network: { nodes } })).toEqual(['error STACK_NETWORK_SIZE target.network.nodes']);
  });

  test.each(['10.40.0.0/16', '10.40.0.0/24', '192.168.0.0/16'])('is not the VPC %s', (nodes) => {
    expect(codes({}, { network: { nodes } })).toEqual([]);
  });

  test('is a network that it keeps for itself', () => {
    expect(codes({}, { network: { nodes: '10.244.0.0/20', services: '10.246.0.0/20' } })).toEqual([
      'error STACK_NETWORK_KEPT target.network.nodes',
      'error STACK_NETWORK_KEPT target.network.services',
    ]);
  });

  test('is a cut of AMD’s accelerators that it does not make', () => {
    const amd = (profile: string) => codes({ instance: 'gpu-mi300x8-1536gb', sharing: { kind: 'partition', profile } });
    expect(amd('cpx_nps1')).toEqual(['error STACK_PARTITION_MODE pools[0].sharing.profile']);
    expect(amd('dpx_nps2')).toEqual([]);
  });
});

describe('what DigitalOcean lacks', () => {
  test('is placement, for gangs that require one block', () => {
    const pool = { topology: 'required', nodes: { min: 4, max: 4 } } as const;
    expect(codes(pool)).toEqual(['warning STACK_TOPOLOGY_NONE pools[0].topology']);
    expect(codes({ ...pool, nodes: { min: 1, max: 1 } })).toEqual([]);
    expect(codes({ ...pool, topology: 'preferred' })).toEqual([]);
  });

  test('is an identity of pods: keys that do not expire are said', () => {
    const all = stackFindings(environmentOf(onDigitalOcean()), 'all');
    expect(all.map(({ code, level }) => `${level} ${code}`)).toEqual(['warning STACK_KEYS_LASTING']);
  });
});
