import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastBlock } from '../../../spec/address-plan.ts';
import { cidrRange, overlap } from '../../../spec/cidr-range.ts';
import { type AddressPlan, addressPlan } from '../../../stacks/aws/address-plan.ts';

function ranges(plan: AddressPlan) {
  return [...plan.nodes, ...plan.public, ...plan.controlPlane].map((text) => {
    const range = cidrRange(text);
    if (range === undefined) throw new Error(text);
    return range;
  });
}

describe('the address plan of a network on AWS', () => {
  test('gives nodes quarters, the control plane the last /24, and gateways the block before', () => {
    expect(addressPlan('10.40.0.0/16', 3)).toEqual({
      nodes: ['10.40.0.0/18', '10.40.64.0/18', '10.40.128.0/18'],
      public: ['10.40.254.160/27', '10.40.254.192/27', '10.40.254.224/27'],
      controlPlane: ['10.40.255.0/27', '10.40.255.32/27', '10.40.255.64/27'],
    });
  });

  test.each([
    ['10.40.0.0/16', 2, '10.40.0.0/18'],
    ['10.40.0.0/16', 4, '10.40.0.0/19'],
    ['10.40.0.0/16', 6, '10.40.0.0/19'],
    ['10.40.0.0/20', 3, '10.40.0.0/22'],
    ['10.40.0.0/22', 2, '10.40.0.0/24'],
    ['10.40.0.0/23', 2, '10.40.0.0/26'],
  ])('of %s in %i zones begins with %s', (network, zones, first) => {
    expect(addressPlan(network, zones)?.nodes[0]).toBe(first);
  });

  test.each(['10.40.0.0/24', '10.40.0.0/28', 'fd00::/56'])('does not exist for %s', (network) => {
    expect(addressPlan(network, 3)).toBeUndefined();
  });

  test('never overlaps, stays in the network, and keeps the control plane where the facts say it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 23 }), fc.integer({ min: 2, max: 6 }), (prefix, zones) => {
        const network = `10.64.0.0/${prefix}`;
        const plan = addressPlan(network, zones);
        if (plan === undefined) return;
        const all = ranges(plan);
        expect(all).toHaveLength(3 * zones);
        const whole = cidrRange(network);
        const control = cidrRange(lastBlock(network, 24));
        if (whole === undefined || control === undefined) throw new Error(network);
        for (const [index, range] of all.entries()) {
          expect(range.exact).toBe(true);
          expect(overlap(range, whole)).toBe(true);
          expect(range.prefix).toBeGreaterThan(whole.prefix);
          expect(overlap(range, control)).toBe(index >= 2 * zones);
          for (const other of all.slice(index + 1)) expect(overlap(range, other)).toBe(false);
        }
      }),
    );
  });

  test('exists for every network that the spec takes, in up to three zones', () => {
    for (let prefix = 16; prefix <= 23; prefix++)
      for (const zones of [2, 3]) expect(addressPlan(`10.64.0.0/${prefix}`, zones)).toBeDefined();
  });
});
