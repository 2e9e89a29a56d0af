import { expect, test } from 'vitest';
import { apiService, blockAt, lastBlock } from '../../spec/address-plan.ts';

test.each([
  ['10.40.0.0/16', 24, '10.40.255.0/24'],
  ['10.40.0.0/16', 28, '10.40.255.240/28'],
  ['172.16.0.0/12', 28, '172.31.255.240/28'],
  ['192.168.0.0/23', 24, '192.168.1.0/24'],
  ['255.255.0.0/16', 28, '255.255.255.240/28'],
])('The last block of %s of size /%i is %s', (network, prefix, block) => {
  expect(lastBlock(network, prefix)).toBe(block);
});

test.each([['10.40.0.0/28'], ['10.40.0.0/30'], ['fd00::/48'], ['no network']])(
  'A network that has no smaller block is taken whole: %s',
  (network) => {
    expect(lastBlock(network, 28)).toBe(network);
  },
);

test('Kubernetes gives the first address of the Service range to its own API', () => {
  expect(apiService('172.20.0.0/16')).toBe('172.20.0.1/32');
  expect(apiService('10.0.255.0/24')).toBe('10.0.255.1/32');
});

test('An IPv6 Service range is named whole', () => {
  expect(apiService('fd00:1::/108')).toBe('fd00:1::/108');
});

test.each([
  ['10.0.0.0/16', 24, 3, '10.0.3.0/24'],
  ['10.0.0.0/16', 16, 0, '10.0.0.0/16'],
  ['10.0.0.0/16', 17, 2, undefined],
  ['10.0.0.0/16', 8, 0, undefined],
  ['fd00::/48', 64, 0, undefined],
])('Of %s the block of size /%i at place %i is %s', (network, prefix, index, block) => {
  expect(blockAt(network, prefix, index)).toBe(block);
});
