import { beforeAll, describe, expect, test } from 'vitest';
import { clusterOf } from '../../../stacks/azure/kubeconfig.ts';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onAzure, RESERVATION, SUBSCRIPTION } from './azure-sample.ts';

const CLUSTER = 'azure-native:containerservice:ManagedCluster';
const RIGHT = 'azure-native:authorization:RoleAssignment';
const GROUP = 'azure-native:resources:ResourceGroup';
const ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/atlas-prod/providers/Microsoft.ContainerService/managedClusters/atlas-prod`;

const TAGS = { 'plinth-platform': 'atlas', 'plinth-environment': 'prod' };
const role = (guid: string) =>
  `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

describe('the cluster on Azure', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAzure(), { layer: 'infrastructure' });
  });

  test('has chosen settings, all of them written out, and one pool, of AKS’ own programs', () => {
    expect(the(run, CLUSTER).inputs).toEqual({
      resourceName: 'atlas-prod',
      resourceGroupName: 'atlas-prod',
      location: 'westeurope',
      tags: TAGS,
      nodeResourceGroup: 'atlas-prod-nodes',
      dnsPrefix: 'atlas-prod',
      kubernetesVersion: '1.36',
      sku: { name: 'Base', tier: 'Standard' },
      enableRBAC: true,
      disableLocalAccounts: true,
      aadProfile: { managed: true, enableAzureRBAC: true },
      identity: { type: 'UserAssigned', userAssignedIdentities: ['atlas-prod-cluster-identity-control-id'] },
      identityProfile: {
        kubeletidentity: {
          resourceId: 'atlas-prod-cluster-identity-kubelet-id',
          clientId: 'atlas-prod-cluster-identity-kubelet-client',
          objectId: 'atlas-prod-cluster-identity-kubelet-principal',
        },
      },
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
      apiServerAccessProfile: {
        enableVnetIntegration: true,
        subnetId: 'atlas-prod-network-control-plane-id',
        enablePrivateCluster: false,
        disableRunCommand: true,
      },
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataplane: 'cilium',
        networkPolicy: 'cilium',
        podCidr: '10.128.0.0/12',
        serviceCidr: '172.20.0.0/16',
        dnsServiceIP: '172.20.0.10',
        loadBalancerSku: 'standard',
        outboundType: 'userAssignedNATGateway',
      },
      nodeProvisioningProfile: { mode: 'Auto', defaultNodePools: 'None' },
      storageProfile: {
        diskCSIDriver: { enabled: true },
        fileCSIDriver: { enabled: true },
        snapshotController: { enabled: true },
      },
      autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'None' },
      agentPoolProfiles: [
        {
          name: 'system',
          mode: 'System',
          type: 'VirtualMachineScaleSets',
          vmSize: 'Standard_D4s_v5',
          count: 3,
          osType: 'Linux',
          osSKU: 'Ubuntu',
          orchestratorVersion: '1.36',
          availabilityZones: ['1', '2', '3'],
          vnetSubnetID: 'atlas-prod-network-nodes-id',
          nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'],
          upgradeSettings: { maxSurge: '33%' },
          tags: TAGS,
        },
      ],
    });
  });

  test('keeps its own pool as it is, whatever the platform’s pools are', async () => {
    const other = await stackOf(onAzure({ instance: 'Standard_D8s_v5', nodes: { min: 7, max: 9 } }), {
      layer: 'infrastructure',
    });
    expect(the(other, CLUSTER).inputs['agentPoolProfiles']).toEqual(the(run, CLUSTER).inputs['agentPoolProfiles']);
    expect(the(run, CLUSTER).ignoreChanges).toEqual([]);
  });

  test('runs Karpenter only where pools ask for it, and never AKS’ own node pools', async () => {
    for (const autoscaler of ['nodePool', 'none'] as const) {
      const other = await stackOf(onAzure({}, { autoscaler }), { layer: 'infrastructure' });
      expect(the(other, CLUSTER).inputs['nodeProvisioningProfile']).toEqual({
        mode: 'Manual',
        defaultNodePools: 'None',
      });
    }
  });

  test('answers inside the network only, where the spec says so', async () => {
    const closed = await stackOf(onAzure({}, { apiAccess: { kind: 'private' } }), { layer: 'infrastructure' });
    expect(the(closed, CLUSTER).inputs['apiServerAccessProfile']).toEqual({
      enableVnetIntegration: true,
      subnetId: 'atlas-prod-network-control-plane-id',
      enablePrivateCluster: true,
      privateDNSZone: 'none',
      enablePrivateClusterPublicFQDN: true,
      disableRunCommand: true,
    });
  });

  test('answers the networks that the spec names, and the policy pack has nothing to advise', async () => {
    const apiAccess = { kind: 'public', from: ['203.0.113.0/24'] } as const;
    const named = the(await stackOf(onAzure({}, { apiAccess }), { layer: 'infrastructure' }), CLUSTER);
    expect(named.inputs['apiServerAccessProfile']).toMatchObject({
      enablePrivateCluster: false,
      authorizedIPRanges: ['203.0.113.0/24'],
    });
  });

  test('encrypts secrets with a key of the platform’s own, where the spec says so', async () => {
    const owned = await stackOf(onAzure({}, { secretsKey: 'own' }), { layer: 'infrastructure' });
    const vault = the(owned, 'azure-native:keyvault:Vault');
    expect(vault).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: {
        resourceGroupName: 'atlas-prod-data',
        vaultName: expect.stringMatching(/^atlasprod[0-9a-z]{1,15}$/),
        properties: { enableRbacAuthorization: true, enablePurgeProtection: true, softDeleteRetentionInDays: 90 },
      },
    });
    expect(the(owned, 'azure-native:keyvault:Key')).toMatchObject({ protect: true, retainOnDelete: true });
    const cluster = the(owned, CLUSTER);
    expect(cluster.inputs['securityProfile']).toEqual({
      workloadIdentity: { enabled: true },
      azureKeyVaultKms: { enabled: true, keyId: 'https://key.example.org/1', keyVaultNetworkAccess: 'Public' },
    });
    const right = the(owned, RIGHT, 'atlas-prod-cluster-key-use');
    expect(right.inputs['roleDefinitionId']).toBe(role('12338af0-0e69-4776-bea7-57ae8d297424'));
    expect(before(owned, cluster)).toContain(right.urn);
  });

  test('has no vault unless the spec asks for one', () => {
    expect(allOf(run, 'azure-native:keyvault:Vault')).toEqual([]);
  });

  test('is made after its rights, and goes before them', () => {
    const earlier = before(run, the(run, CLUSTER));
    for (const name of ['network', 'kubelet'])
      expect(earlier).toContain(the(run, RIGHT, `atlas-prod-cluster-identity-${name}`).urn);
  });

  test('is protected, and what is kept has a group of its own, because a group takes everything in it along', async () => {
    expect(the(run, CLUSTER).protect).toBe(true);
    const own = the(run, GROUP, 'atlas-prod-groups-own');
    const data = the(run, GROUP, 'atlas-prod-groups-data');
    expect(own).toMatchObject({ retainOnDelete: false, inputs: { resourceGroupName: 'atlas-prod' } });
    expect(data).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { resourceGroupName: 'atlas-prod-data', location: 'westeurope', tags: TAGS },
    });
    const kept = run.filter(({ retainOnDelete, type }) => retainOnDelete && type.startsWith('azure-native:'));
    expect(kept.length).toBeGreaterThan(4);
    for (const each of kept) expect(each.inputs['resourceGroupName']).toBe('atlas-prod-data');
    const ephemeral = await stackOf(onAzure(), { layer: 'infrastructure', deletion: 'ephemeral' });
    expect(ephemeral.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
  });

  test('is reached by a command that asks Azure for a token, and by no token', () => {
    const provider = the(run, 'pulumi:providers:kubernetes');
    const config = JSON.parse(provider.inputs['kubeconfig'] as string);
    expect(config.clusters).toEqual([
      {
        name: 'atlas-prod',
        cluster: { server: 'https://cluster.example.org:443', 'certificate-authority-data': 'Q0E=' },
      },
    ]);
    expect(config.users[0].user.exec).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'kubelogin',
      args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
      interactiveMode: 'Never',
    });
    expect(provider.inputs).toMatchObject({ clusterIdentifier: ID, upsertExistingObjects: 'true' });
  });

  test('refuses a kubeconfig that names no cluster', () => {
    for (const text of ['', 'clusters: []', 'clusters: [{ cluster: { server: https://a } }]'])
      expect(() => clusterOf(Buffer.from(text).toString('base64'))).toThrow('names no cluster');
  });

  test('keeps who made it as administrator, user or pipeline, also when others run Pulumi later', () => {
    const right = the(run, RIGHT, 'atlas-prod-cluster-administrator');
    expect(right.inputs).toEqual({
      roleAssignmentName: expect.any(String),
      roleDefinitionId: role('b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b'),
      scope: 'atlas-prod-cluster-id',
      principalId: 'who-runs-pulumi',
    });
    expect(right.ignoreChanges).toEqual(['principalId']);
    expect(before(run, the(run, 'pulumi:providers:kubernetes'))).toContain(right.urn);
  });

  test('logs for a quarter what its control plane does', () => {
    expect(the(run, 'azure-native:operationalinsights:Workspace').inputs).toMatchObject({
      workspaceName: 'atlas-prod-log',
      retentionInDays: 90,
    });
    const setting = the(run, 'azure-native:monitor:DiagnosticSetting').inputs;
    expect(setting).toMatchObject({ name: 'plinth', resourceUri: 'atlas-prod-cluster-id' });
    expect(setting['logs']).toContainEqual({ category: 'kube-audit-admin', enabled: true });
  });

  test('is built by a provider of the spec’s subscription, whatever a terminal was last used for', () => {
    expect(the(run, 'pulumi:providers:azure-native').inputs['subscriptionId']).toBe(SUBSCRIPTION);
  });
});

describe('rights on Azure', () => {
  test('have chosen names, each its own, that no second right can take', async () => {
    const rights = allOf(await stackOf(onAzure(), { layer: 'infrastructure' }), RIGHT);
    const names = rights.map(({ inputs }) => inputs['roleAssignmentName'] as string);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const { deleteBeforeReplace } of rights) expect(deleteBeforeReplace).toBe(true);
  });

  test('to a reservation are given once, to the control plane, before the cluster', async () => {
    const [pool] = onAzure().pools;
    const reserved = {
      ...pool,
      capacity: { kind: 'reservation', reservation: RESERVATION },
      nodes: { min: 2, max: 2 },
    };
    const second = {
      ...reserved,
      name: 'other',
      capacity: { kind: 'reservation', reservation: RESERVATION.toLowerCase() },
    };
    const run = await stackOf({ ...onAzure(), pools: [reserved, second] as never }, { layer: 'infrastructure' });
    const rights = allOf(run, RIGHT).filter(({ name }) => name.includes('reservation'));
    expect(rights.map(({ inputs }) => inputs)).toEqual([
      {
        roleAssignmentName: expect.any(String),
        roleDefinitionId: role('b24988ac-6180-42a0-ab88-20f7382dd24c'),
        scope: RESERVATION,
        principalId: 'atlas-prod-cluster-identity-control-principal',
        principalType: 'ServicePrincipal',
      },
    ]);
    expect(before(run, the(run, CLUSTER))).toContain(rights[0]?.urn);
    expect(run.filter(({ type }) => /capacityreservation/i.test(type))).toEqual([]);
  });
});
