import { describe, expect, test } from 'vitest';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

const big = (max: number) => [poolOn('gcp', { nodes: { max } })];

describe('networks', () => {
  test.each(['300.0.0.0/8', '10.0.0.0/33', '10.0/16', '010.0.0.0/8', '10.0.0.0/016', '2001:db8::/129', '1:2:3/64'])(
    'refuses %s, which is none',
    (nodes) => {
      expect(verdict(platformOn('gcp', { target: { network: { nodes } } }))).toEqual([
        'error NETWORK_CIDR_INVALID at target.network.nodes',
      ]);
    },
  );

  test.each([
    ['10.1.2.3/16', '10.1.0.0/16'],
    ['10.0.0.1/8', '10.0.0.0/8'],
    ['2001:db8::1/32', '2001:db8::/32'],
  ])('refuses the address %s in place of the network %s', (nodes, right) => {
    const input = platformOn('gcp', { target: { network: { nodes } } });
    expect(verdict(input)[0]).toEqual('error NETWORK_CIDR_HOST_BITS at target.network.nodes');
    expect(textOf(input, 'NETWORK_CIDR_HOST_BITS')).toContain(`write ${right}`);
  });

  test('looks at every network of the spec', () => {
    const wrong = '10.0.0.1/8';
    const at = (input: unknown) => verdict(input).filter((each) => each.includes('HOST_BITS'));
    expect(at(platformOn('baremetal', { target: { loadBalancers: wrong } }))).toEqual([
      'error NETWORK_CIDR_HOST_BITS at target.loadBalancers',
    ]);
    expect(at(platformOn('existing', { target: { apiServer: ['10.0.0.10/32', wrong] } }))).toEqual([
      'error NETWORK_CIDR_HOST_BITS at target.apiServer[1]',
    ]);
    expect(at(platformOn('existing', { teams: [team({ egress: [{ to: wrong, because: 'x' }] })] }))).toEqual([
      'error NETWORK_CIDR_HOST_BITS at teams[0].egress[0].to',
    ]);
    const network = { pods: wrong, services: wrong, peers: ['192.168.0.0/16', wrong] };
    expect(at(platformOn('gcp', { target: { network } }))).toEqual([
      'error NETWORK_CIDR_HOST_BITS at target.network.pods',
      'error NETWORK_CIDR_HOST_BITS at target.network.services',
      'error NETWORK_CIDR_HOST_BITS at target.network.peers[1]',
    ]);
  });

  test.each([
    ['nodes and pods', { pods: '10.0.0.0/12' }, 'pods'],
    ['nodes and services', { services: '10.0.128.0/20' }, 'services'],
    ['pods and services', { services: '10.130.0.0/16' }, 'services'],
    ['nodes and a peer', { peers: ['192.168.0.0/16', '10.0.0.0/24'] }, 'peers[1]'],
  ])('refuses %s that overlap, at the later', (_, network, field) => {
    expect(verdict(platformOn('gcp', { target: { network } }))).toEqual([
      `error NETWORK_CIDR_OVERLAP at target.network.${field}`,
    ]);
  });

  test('accepts neighbours, and peers that overlap one another', () => {
    const network = {
      nodes: '10.0.0.0/16',
      pods: '10.16.0.0/12',
      services: '10.1.0.0/16',
      peers: ['192.168.0.0/16', '192.168.1.0/24'],
    };
    expect(verdict(platformOn('gcp', { target: { network } }))).toEqual([]);
  });

  test('accepts load balancers inside the nodes’ network, where they are announced, and nowhere else', () => {
    expect(verdict(platformOn('baremetal', { target: { loadBalancers: '10.0.200.0/24' } }))).toEqual([]);
    expect(verdict(platformOn('baremetal', { target: { loadBalancers: '10.128.0.0/24' } }))).toEqual([
      'error NETWORK_CIDR_OVERLAP at target.loadBalancers',
    ]);
  });

  test('has room for the pools at their largest', () => {
    const nodes = (text: string) => ({ pools: big(200), target: { network: { nodes: text } } });
    expect(verdict(platformOn('gcp', nodes('10.0.0.0/24')))).toEqual([]);
    const input = platformOn('gcp', nodes('10.0.0.0/25'));
    expect(verdict(input)).toEqual(['error NETWORK_NODES_SMALL at target.network.nodes']);
    expect(textOf(input, 'NETWORK_NODES_SMALL')).toBe(
      '10.0.0.0/25 has 128 addresses, and the pools at their largest, the platform’s own nodes and the API server need 248; give the nodes at least a /24',
    );
  });

  test('has room for the pods of those nodes, where each node takes a block', () => {
    const pods = (text: string) => ({ pools: big(200), target: { network: { pods: text } } });
    expect(verdict(platformOn('gcp', pods('10.128.0.0/16')))).toEqual([]);
    const input = platformOn('gcp', pods('10.128.0.0/17'));
    expect(verdict(input)).toEqual(['error NETWORK_PODS_SMALL at target.network.pods']);
    expect(textOf(input, 'NETWORK_PODS_SMALL')).toContain('room for 128 nodes of 256 each');
    expect(textOf(input, 'NETWORK_PODS_SMALL')).toContain('at least a /16');
    expect(verdict(platformOn('aws', { target: { network: { pods: '10.128.0.0/28' } } }))).toEqual([]);
  });

  test('of the nodes on AWS is one that a VPC takes, and holds the control plane’s subnets', () => {
    const on = (nodes: string) => verdict(platformOn('aws', { target: { network: { nodes, pods: '100.64.0.0/10' } } }));
    expect(on('10.0.0.0/16')).toEqual([]);
    expect(on('10.0.0.0/8')).toEqual(['error NETWORK_NODES_RANGE at target.network.nodes']);
    expect(on('10.0.0.0/24')).toEqual(['error NETWORK_NODES_SMALL at target.network.nodes']);
  });
});

describe('the API server of an existing cluster', () => {
  test('is named, because otherwise every private address is open to teams; a warning', () => {
    const input = platformOn('existing', { target: { apiServer: [] } });
    expect(verdict(input)).toEqual(['warning TARGET_API_SERVER_UNKNOWN at target.apiServer']);
    expect(textOf(input, 'TARGET_API_SERVER_UNKNOWN')).toContain('kubectl get endpointslices');
    expect(verdict(platformOn('existing'))).toEqual([]);
  });
});
