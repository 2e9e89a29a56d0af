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

describe('an existing network', () => {
  const subnet = (letter: string) => ({ nodes: `subnet-0000000${letter}` });
  const existing = {
    vpc: 'vpc-0a1b2c3d',
    zones: { 'eu-west-1a': subnet('a'), 'eu-west-1b': subnet('b') },
    addresses: ['10.40.0.0/18'],
    apiServer: ['10.40.0.0/18'],
  };
  const onAws = (change: Partial<typeof existing> = {}, rest: object = {}, target: object = {}) =>
    verdict(platformOn('aws', { target: { network: { ...rest, existing: { ...existing, ...change } }, ...target } }));
  const SUBNETS =
    '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/n/providers/Microsoft.Network/virtualNetworks';
  const onAzure = (nodes: string, controlPlane: string) =>
    verdict(
      platformOn('azure', {
        target: {
          network: {
            existing: { nodes, controlPlane, addresses: ['10.40.0.0/18'], apiServer: ['10.40.255.240/28'] },
          },
        },
      }),
    );
  const gcp = {
    network: 'shared',
    subnetwork: 'machines',
    pods: { name: 'pods', addresses: '10.160.0.0/12' },
    services: { name: 'services', addresses: '172.30.0.0/20' },
    addresses: ['10.40.0.0/18'],
    apiServer: ['10.40.0.0/18'],
  };
  const onGcp = (network: object, change: object = {}) =>
    verdict(platformOn('gcp', { target: { network: { ...network, existing: { ...gcp, ...change } } } }));

  test('is accepted with all that a new one would choose', () => {
    expect(onAws()).toEqual([]);
    expect(onGcp({})).toEqual([]);
    expect(onAzure(`${SUBNETS}/a/subnets/nodes`, `${SUBNETS}/A/subnets/api`)).toEqual([]);
  });

  test('must say its addresses, which nobody can choose any more', () => {
    const { addresses: _, ...without } = existing;
    const input = platformOn('aws', { target: { network: { existing: without as typeof existing } } });
    expect(verdict(input)).toEqual(['error SPEC_SHAPE_INVALID at target.network.existing.addresses']);
    expect(textOf(input, 'SPEC_SHAPE_INVALID')).toBe('it is missing; add it, such as addresses: ["10.40.0.0/18"]');
  });

  test('leaves no room for ranges of a new one', () => {
    expect(onAws({}, { nodes: '10.50.0.0/16' })).toEqual(['error NETWORK_EXISTING_RANGE at target.network.nodes']);
    expect(onAws({}, { services: '172.31.0.0/16' })).toEqual([]);
    expect(onGcp({ pods: '10.144.0.0/12', services: '172.31.0.0/16' })).toEqual([
      'error NETWORK_EXISTING_RANGE at target.network.pods',
      'error NETWORK_EXISTING_RANGE at target.network.services',
    ]);
  });

  test('has subnets in every zone that the cluster or, without any, its pools name', () => {
    expect(onAws({}, {}, { zones: ['eu-west-1a', 'eu-west-1c'] })).toEqual([
      'error NETWORK_ZONE_SUBNET at target.zones[1]',
    ]);
    const network = { existing };
    const pools = [poolOn('aws', { zones: ['eu-west-1c'] })];
    expect(verdict(platformOn('aws', { pools, target: { network } }))).toEqual([
      'error NETWORK_ZONE_SUBNET at pools[0].zones[0]',
    ]);
  });

  test('lies in the region, with a subnet for one zone only', () => {
    expect(onAws({ zones: { ...existing.zones, 'eu-west-2a': subnet('c') } as never })).toEqual([
      'error NETWORK_ZONE_REGION at target.network.existing.zones.eu-west-2a',
    ]);
    expect(onAws({ zones: { 'eu-west-1a': subnet('a'), 'eu-west-1b': subnet('a') } })).toEqual([
      'error NETWORK_SUBNET_TWICE at target.network.existing.zones.eu-west-1b.nodes',
    ]);
  });

  test('has the API server among the machines, unless it has subnets of its own', () => {
    const apart = ['error NETWORK_API_SERVER_APART at target.network.existing.apiServer'];
    const apiServer = ['10.40.255.0/24'];
    expect(onAws({ apiServer })).toEqual(apart);
    expect(onGcp({}, { apiServer })).toEqual(apart);
    expect(onGcp({}, { apiServer, controlPlane: 'control-planes' })).toEqual([]);
    const own = { nodes: 'subnet-0000000a', controlPlane: 'subnet-0000000c' };
    const zones = { 'eu-west-1a': own, 'eu-west-1b': subnet('b') };
    expect(onAws({ apiServer, zones })).toEqual(apart);
    expect(onAws({ apiServer, zones: { 'eu-west-1a': own } as never })).toEqual([]);
  });

  test('gives the API server of Azure a subnet of its own beside the machines’', () => {
    const apart = ['error NETWORK_SUBNETS_APART at target.network.existing.controlPlane'];
    expect(onAzure(`${SUBNETS}/a/subnets/nodes`, `${SUBNETS}/b/subnets/api`)).toEqual(apart);
    expect(onAzure(`${SUBNETS}/a/subnets/nodes`, `${SUBNETS}/a/subnets/Nodes`)).toEqual(apart);
  });

  test('has proper addresses, with room for the machines, that pods and Services do not take', () => {
    expect(onAws({ apiServer: ['10.40.0.0/18', '10.40.255.1/24'] })).toEqual([
      'error NETWORK_CIDR_HOST_BITS at target.network.existing.apiServer[1]',
    ]);
    expect(onAws({ addresses: ['10.40.0.0/28'] })).toEqual([
      'error NETWORK_EXISTING_SMALL at target.network.existing.addresses',
    ]);
    expect(onGcp({}, { addresses: ['10.160.0.0/18'], apiServer: ['10.160.0.0/18'] })).toEqual([
      'error NETWORK_CIDR_OVERLAP at target.network.existing.pods.addresses',
    ]);
    expect(onGcp({}, { pods: { name: 'pods', addresses: '10.160.0.0/24' } })).toEqual([
      'error NETWORK_PODS_SMALL at target.network.existing.pods.addresses',
    ]);
  });

  test('may be part of what it is named to reach, but what is chosen may not', () => {
    expect(onAws({}, { peers: ['10.40.0.0/16'] })).toEqual([]);
    expect(onAws({}, { peers: ['172.16.0.0/12'] })).toEqual(['error NETWORK_CIDR_OVERLAP at target.network.peers[0]']);
  });

  test('does not close the ways of teams to what else it holds, only to the machines', () => {
    const teams = (to: string) => [team({ egress: [{ to, because: 'the database' }] })];
    const on = (to: string) => verdict(platformOn('aws', { teams: teams(to), target: { network: { existing } } }));
    expect(on('10.40.128.0/24')).toEqual([]);
    expect(on('10.40.1.0/24')).toEqual(['error TEAM_EGRESS_INSIDE at teams[0].egress[0].to']);
  });
});
