import { expect, test } from 'vitest';
import { cidrRange, overlap } from '../../../spec/cidr-range.ts';
import { addressPlan, machinesIn } from '../../../stacks/gcp/address-plan.ts';
import { factsOf } from '../target-sample.ts';
import { onGcp } from './gcp-sample.ts';

test('A network is divided among machines, eight networks of accelerators, shared files and the API server', () => {
  expect(addressPlan('10.40.0.0/16')).toEqual({
    nodes: '10.40.0.0/17',
    accelerators: [128, 136, 144, 152, 160, 168, 176, 184].map((third) => `10.40.${third}.0/21`),
    files: '10.40.192.0/19',
    controlPlane: '10.40.255.240/28',
  });
});

test.each(['10.0.0.0/8', '10.40.0.0/16', '172.16.8.0/21'])('No part of %s overlaps another', (network) => {
  const plan = addressPlan(network);
  const parts = [plan?.nodes, ...(plan?.accelerators ?? []), plan?.files, plan?.controlPlane].map((part) =>
    cidrRange(part ?? ''),
  );
  expect(parts).toHaveLength(11);
  for (const [index, part] of parts.entries())
    for (const other of parts.slice(0, index)) expect(part && other && overlap(part, other)).toBe(false);
});

test.each(['10.40.0.0/22', 'fd00::/21', 'no network'])('%s cannot be divided', (network) => {
  expect(addressPlan(network)).toBeUndefined();
});

test('The API server lies where the facts say', () => {
  const [first] = factsOf(onGcp({}, { network: { nodes: '10.40.0.0/16' } })).network.apiServer;
  expect(addressPlan('10.40.0.0/16')?.controlPlane).toBe(first);
});

test('Google keeps four addresses of each subnet', () => {
  expect(machinesIn('10.0.0.0/24')).toBe(252);
});
