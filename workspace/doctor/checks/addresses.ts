import { addressRanges, type PlacedRange } from '../../../spec/address-ranges.ts';
import { cidrRange } from '../../../spec/cidr-range.ts';
import { type Check, type CheckLine, ok } from '../check.ts';

/**
 * The address plan. That it has room for the pools at their largest, that networks do not overlap, and that they can be divided among
 * zones are rules of the spec and of the stack, which stopped before this; here stands what is planned.
 */
export const addresses: Check = {
  name: 'addresses',
  look: ({ spec: { pools, target } }): readonly CheckLine[] => {
    if (target.kind === 'existing') return [];
    const { peers } = target.network;
    const { nodes, pods, services } = addressRanges(target);
    const largest = pools.reduce((sum, pool) => sum + pool.nodes.max, 0);
    const room = ({ text }: PlacedRange) => `${text}, ${cidrRange(text)?.addresses ?? 'unknown'} addresses`;
    const onNodes = target.kind === 'aws';
    return [
      ok(
        'nodes',
        `${nodes.map(room).join('; ')} for ${largest} nodes of pools and the platform’s own${onNodes ? ', and for pods' : ''}`,
      ),
      ...(onNodes ? [] : [ok('pods', room(pods))]),
      ok('services', room(services)),
      ...(peers.length === 0 ? [] : [ok('peers', `${peers.join(', ')} overlap nothing`)]),
    ];
  },
};
