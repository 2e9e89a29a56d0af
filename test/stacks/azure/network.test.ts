import { beforeAll, describe, expect, test } from 'vitest';
import { addressPlan, dnsService } from '../../../stacks/azure/address-plan.ts';
import { EXISTING_NETWORKS } from '../existing-networks.ts';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onAzure } from './azure-sample.ts';

const SUBNET = 'azure-native:network:Subnet';

describe('the addresses on Azure', () => {
  test('are half for machines, and the last /28 for the API server, which the facts name', () => {
    expect(addressPlan('10.40.0.0/16')).toEqual({
      nodes: '10.40.0.0/17',
      controlPlane: '10.40.255.240/28',
      room: 32_763,
    });
    expect(factsOf(onAzure({}, { network: { nodes: '10.40.0.0/16' } })).network.apiServer[0]).toBe('10.40.255.240/28');
  });

  test('never overlap, down to the smallest network that has room for both', () => {
    expect(addressPlan('10.40.0.0/27')).toEqual({ nodes: '10.40.0.0/28', controlPlane: '10.40.0.16/28', room: 11 });
    for (const none of ['10.40.0.0/28', 'fd00::/48']) expect(addressPlan(none)).toBeUndefined();
  });

  test('of DNS are the tenth of the Services', () => {
    expect(dnsService('172.20.0.0/16')).toBe('172.20.0.10');
    expect(() => dnsService('fd00::/108')).toThrow('bug');
  });
});

describe('the network on Azure', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAzure({}, { network: { nodes: '10.40.0.0/16' } }), { layer: 'infrastructure' });
  });

  test('stands in the cluster’s group', () => {
    expect(the(run, 'azure-native:network:VirtualNetwork').inputs).toMatchObject({
      virtualNetworkName: 'atlas-prod-network',
      resourceGroupName: 'atlas-prod',
      location: 'westeurope',
      addressSpace: { addressPrefixes: ['10.40.0.0/16'] },
      tags: { 'plinth-platform': 'atlas', 'plinth-environment': 'prod' },
    });
  });

  test('lets machines out through a gateway, and to storage without it', () => {
    expect(the(run, SUBNET, 'atlas-prod-network-nodes').inputs).toMatchObject({
      subnetName: 'nodes',
      virtualNetworkName: 'atlas-prod-network',
      addressPrefix: '10.40.0.0/17',
      natGateway: { id: 'atlas-prod-network-nat-id' },
      defaultOutboundAccess: false,
      serviceEndpoints: [{ service: 'Microsoft.Storage' }],
    });
    expect(the(run, 'azure-native:network:PublicIPAddress').inputs).toMatchObject({
      publicIPAllocationMethod: 'Static',
      sku: { name: 'Standard' },
      zones: ['1', '2', '3'],
    });
  });

  test('hands the API server’s subnet over to AKS, after the machines’: Azure changes one at a time', () => {
    const control = the(run, SUBNET, 'atlas-prod-network-control-plane');
    expect(control.inputs).toMatchObject({
      addressPrefix: '10.40.255.240/28',
      delegations: [{ name: 'aks', serviceName: 'Microsoft.ContainerService/managedClusters' }],
    });
    expect(control.inputs['natGateway']).toBeUndefined();
    expect(before(run, control)).toContain(the(run, SUBNET, 'atlas-prod-network-nodes').urn);
  });

  test('asks for no zones where the region has none', async () => {
    const small = await stackOf(onAzure({}, { region: 'westus' }), { layer: 'infrastructure' });
    expect(the(small, 'azure-native:network:PublicIPAddress').inputs['zones']).toBeUndefined();
    const [system] = the(small, 'azure-native:containerservice:ManagedCluster').inputs['agentPoolProfiles'] as object[];
    expect(system).not.toHaveProperty('availabilityZones');
    expect(the(small, 'azure-native:storage:StorageAccount', 'atlas-prod-storage-shared').inputs['sku']).toEqual({
      name: 'Premium_LRS',
    });
  });
});

describe('an existing network on Azure', () => {
  const input = onAzure({}, { network: EXISTING_NETWORKS.azure });
  const { controlPlane, nodes } = EXISTING_NETWORKS.azure.existing;
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(input, { layer: 'infrastructure' });
  });

  test('stays as it is', () => {
    expect(run.filter(({ type }) => type.startsWith('azure-native:network:'))).toEqual([]);
  });

  test('takes in machines, API server and shared files, and leaves the way out to its route table', () => {
    const { inputs } = the(run, 'azure-native:containerservice:ManagedCluster');
    expect(inputs['agentPoolProfiles']).toMatchObject([{ vnetSubnetID: nodes }]);
    expect(inputs['apiServerAccessProfile']).toMatchObject({ subnetId: controlPlane });
    expect(inputs['networkProfile']).toMatchObject({ outboundType: 'userDefinedRouting' });
    for (const pool of allOf(run, 'azure-native:containerservice:AgentPool'))
      expect(pool.inputs['vnetSubnetID']).toBe(nodes);
    const files = the(run, 'azure-native:storage:StorageAccount', 'atlas-prod-storage-shared').inputs;
    expect(files['networkRuleSet']).toMatchObject({ virtualNetworkRules: [{ virtualNetworkResourceId: nodes }] });
  });

  test('lets the cluster’s identity join both subnets and nothing else, before the cluster is made', () => {
    const rights = allOf(run, 'azure-native:authorization:RoleAssignment').filter(({ inputs }) =>
      String(inputs['roleDefinitionId']).endsWith('4d97b98b-1d4f-4787-a291-c67834d000e7'),
    );
    expect(rights.map(({ inputs }) => inputs['scope'])).toEqual([nodes, controlPlane]);
    for (const { inputs } of rights)
      expect(inputs['roleDefinitionId']).toContain('/subscriptions/00000000-0000-4000-8000-000000000009/');
    const earlier = before(run, the(run, 'azure-native:containerservice:ManagedCluster'));
    for (const { urn } of rights) expect(earlier).toContain(urn);
  });

  test('is known to teams’ rules by the addresses of its subnet', () => {
    expect(factsOf(input).network.apiServer).toEqual(['10.40.255.240/28', '172.20.0.1/32']);
  });
});
