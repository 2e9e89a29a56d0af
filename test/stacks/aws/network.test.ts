import { beforeAll, describe, expect, test } from 'vitest';
import { EXISTING_NETWORKS } from '../existing-networks.ts';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onAws } from './aws-sample.ts';

const SUBNET = 'aws:ec2/subnet:Subnet';

describe('the network on AWS', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAws({}, { network: { nodes: '10.40.0.0/16' } }), { layer: 'infrastructure' });
  });

  test('is one VPC whose default group lets nothing through', () => {
    expect(the(run, 'aws:ec2/vpc:Vpc').inputs).toEqual({
      cidrBlock: '10.40.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: 'atlas-prod-network' },
    });
    expect(the(run, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup').inputs).toEqual({
      vpcId: 'atlas-prod-network-id',
    });
  });

  test('has subnets that Karpenter and load balancers find, and that never move', () => {
    const nodes = the(run, SUBNET, 'atlas-prod-network-zone-0-nodes');
    expect(nodes.inputs).toEqual({
      vpcId: 'atlas-prod-network-id',
      cidrBlock: '10.40.0.0/18',
      availabilityZone: 'eu-west-1a',
      mapPublicIpOnLaunch: false,
      tags: {
        Name: 'atlas-prod-network-zone-0-nodes',
        'kubernetes.io/role/internal-elb': '1',
        'karpenter.sh/discovery': 'atlas-prod',
      },
    });
    expect(nodes.ignoreChanges).toEqual(['availabilityZone']);
    expect(the(run, SUBNET, 'atlas-prod-network-zone-0-public').inputs['tags']).toMatchObject({
      'kubernetes.io/role/elb': '1',
    });
    expect(allOf(run, SUBNET)).toHaveLength(9);
  });

  test('puts the control plane into the block that the facts name, without a way out', () => {
    const control = the(run, SUBNET, 'atlas-prod-network-zone-0-control-plane');
    expect(control.inputs['cidrBlock']).toBe('10.40.255.0/27');
    const table = the(run, 'aws:ec2/routeTableAssociation:RouteTableAssociation', control.name).inputs['routeTableId'];
    expect(table).toBe('atlas-prod-network-closed-id');
    expect(allOf(run, 'aws:ec2/route:Route').map(({ inputs }) => inputs['routeTableId'])).not.toContain(table);
  });

  test('gives each zone a NAT gateway of its own', () => {
    const nats = allOf(run, 'aws:ec2/natGateway:NatGateway');
    expect(nats.map(({ inputs }) => inputs['subnetId'])).toEqual(
      [0, 1, 2].map((zone) => `atlas-prod-network-zone-${zone}-public-id`),
    );
    expect(the(run, 'aws:ec2/route:Route', 'atlas-prod-network-zone-1-nat').inputs).toEqual({
      routeTableId: 'atlas-prod-network-zone-1-nat-id',
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: 'atlas-prod-network-zone-1-nat-id',
    });
  });

  test('lets nodes talk to one another in both directions by name, as EFA wants it', () => {
    const itself = {
      securityGroupId: 'atlas-prod-network-node-id',
      referencedSecurityGroupId: 'atlas-prod-network-node-id',
      ipProtocol: '-1',
    };
    expect(
      the(run, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'atlas-prod-network-node-from-itself')
        .inputs,
    ).toEqual(itself);
    expect(the(run, 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule').inputs).toEqual(itself);
  });

  test('reaches S3 without the gateways', () => {
    expect(the(run, 'aws:ec2/vpcEndpoint:VpcEndpoint').inputs).toMatchObject({
      serviceName: 'com.amazonaws.eu-west-1.s3',
      vpcEndpointType: 'Gateway',
      routeTableIds: [0, 1, 2].map((zone) => `atlas-prod-network-zone-${zone}-nat-id`),
    });
  });

  test('stays until the last machine is gone', () => {
    const earlier = before(run, the(run, 'aws:eks/nodeGroup:NodeGroup', 'atlas-prod-pools-train'));
    for (const type of [
      'aws:ec2/natGateway:NatGateway',
      'aws:ec2/route:Route',
      'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    ])
      for (const { urn } of allOf(run, type)) expect(earlier.has(urn)).toBe(true);
  });
});

describe('zones on AWS', () => {
  test('are the spec’s where it names them, under the same names of subnets', async () => {
    const zones = ['eu-west-1c', 'eu-west-1a', 'eu-west-1b'];
    const named = allOf(await stackOf(onAws({}, { zones }), { layer: 'infrastructure' }), SUBNET);
    const asked = allOf(await stackOf(onAws(), { layer: 'infrastructure' }), SUBNET);
    expect(named.map(({ urn }) => urn)).toEqual(asked.map(({ urn }) => urn));
    const ofNodes = named.filter(({ name }) => name.endsWith('-nodes')).map(({ inputs }) => inputs['availabilityZone']);
    expect(ofNodes).toEqual(zones);
  });

  test('are two in a region that has no more', async () => {
    const run = await stackOf(onAws({ zones: [], instance: 'm7i.4xlarge' }, { region: 'us-west-1' }), {
      layer: 'infrastructure',
    });
    expect(allOf(run, 'aws:ec2/natGateway:NatGateway')).toHaveLength(2);
  });
});

describe('an existing network on AWS', () => {
  let run: readonly Registered[] = [];
  const input = onAws({ zones: [] }, { network: EXISTING_NETWORKS.aws });
  beforeAll(async () => {
    run = await stackOf(input, { layer: 'infrastructure' });
  });

  test('stays as it is: only the group of the cluster’s nodes is added to it', () => {
    const network = run.find(({ type }) => type === 'plinth:aws:ExistingNetwork');
    expect(run.filter(({ parent }) => parent === network?.urn).map(({ type }) => type)).toEqual([
      'aws:ec2/securityGroup:SecurityGroup',
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    ]);
    expect(the(run, 'aws:ec2/securityGroup:SecurityGroup', 'atlas-prod-network-node').inputs['vpcId']).toBe(
      'vpc-0a1b2c3d',
    );
    const types = run.map(({ type }) => type).filter((type) => /vpc:Vpc|subnet|route|gateway|endpoint/i.test(type));
    expect(types).toEqual([]);
    const tagged = allOf(run, 'aws:ec2/tag:Tag').map(({ inputs }) => inputs['resourceId']);
    expect(tagged).toEqual(['sg-cluster']);
  });

  test('takes in the API server, the machines and the doors to shared files, by the names of its zones', () => {
    expect(the(run, 'aws:eks/cluster:Cluster').inputs['vpcConfig']).toMatchObject({
      subnetIds: ['subnet-000000ca', 'subnet-0000000b'],
    });
    for (const group of allOf(run, 'aws:eks/nodeGroup:NodeGroup'))
      expect(group.inputs['subnetIds']).toEqual(['subnet-0000000a', 'subnet-0000000b']);
    const doors = allOf(run, 'aws:efs/mountTarget:MountTarget');
    expect(doors.map(({ inputs, name }) => [name, inputs['subnetId']])).toEqual([
      ['atlas-prod-storage-shared-zone-eu-west-1a', 'subnet-0000000a'],
      ['atlas-prod-storage-shared-zone-eu-west-1b', 'subnet-0000000b'],
    ]);
  });

  test('is left out where the spec’s zones do not reach', async () => {
    const zones = { 'eu-west-1c': { nodes: 'subnet-0000000c' }, ...EXISTING_NETWORKS.aws.existing.zones };
    const network = { existing: { ...EXISTING_NETWORKS.aws.existing, zones } };
    const some = onAws({ zones: [] }, { network, zones: ['eu-west-1c', 'eu-west-1b'] });
    const named = the(await stackOf(some, { layer: 'infrastructure' }), 'aws:eks/cluster:Cluster');
    expect(named.inputs['vpcConfig']).toMatchObject({ subnetIds: ['subnet-0000000c', 'subnet-0000000b'] });
  });

  test('is known to teams’ rules by the addresses that it has, and to Karpenter by its subnets', async () => {
    expect(factsOf(input).network.apiServer).toEqual(['10.40.64.0/18', '10.40.255.0/27', '172.20.0.1/32']);
    const { inputs } = the(await stackOf(input), 'kubernetes:karpenter.k8s.aws/v1:EC2NodeClass');
    expect(inputs['spec']).toMatchObject({
      subnetSelectorTerms: [{ id: 'subnet-0000000a' }, { id: 'subnet-0000000b' }],
      securityGroupSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'atlas-prod' } }],
    });
  });
});
