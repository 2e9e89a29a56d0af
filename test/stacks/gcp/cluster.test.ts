import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onGcp } from './gcp-sample.ts';

const CLUSTER = 'gcp:container/cluster:Cluster';
const KEY = 'gcp:kms/cryptoKey:CryptoKey';
const RING = 'gcp:kms/keyRing:KeyRing';

const built = (...input: Parameters<typeof onGcp>) => stackOf(onGcp(...input), { layer: 'infrastructure' });

describe('the cluster on Google Cloud', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await built({}, { network: { peers: ['192.168.0.0/16'] } });
  });

  test('has from the beginning what cannot be added: Dataplane V2, several networks, ranges for pods and Services', () => {
    expect(the(run, CLUSTER).inputs).toMatchObject({
      name: 'atlas-prod',
      project: 'atlas-prod',
      location: 'europe-west4',
      networkingMode: 'VPC_NATIVE',
      datapathProvider: 'ADVANCED_DATAPATH',
      enableMultiNetworking: true,
      defaultMaxPodsPerNode: 110,
      dnsConfig: { clusterDns: 'KUBE_DNS' },
      network: 'atlas-prod-network-id',
      subnetwork: 'atlas-prod-network-nodes-id',
      ipAllocationPolicy: {
        clusterSecondaryRangeName: 'pods',
        servicesSecondaryRangeName: 'services',
        stackType: 'IPV4',
      },
      workloadIdentityConfig: { workloadPool: 'atlas-prod.svc.id.goog' },
    });
  });

  test('has no public address: a private one for the networks of the spec, and a name behind IAM', () => {
    expect(the(run, CLUSTER).inputs).toMatchObject({
      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: true,
        privateEndpointSubnetwork: 'atlas-prod-network-control-plane-id',
      },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: true },
      },
      masterAuthorizedNetworksConfig: {
        gcpPublicCidrsAccessEnabled: false,
        cidrBlocks: [{ cidrBlock: '10.0.0.0/17' }, { cidrBlock: '192.168.0.0/16' }],
      },
    });
  });

  test('takes the pool away that it begins with, and does not compare its settings', () => {
    const cluster = the(run, CLUSTER);
    expect(cluster.inputs).toMatchObject({
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { serviceAccount: 'node@atlas-prod.example.org' },
    });
    expect(cluster.ignoreChanges).toEqual(['nodeConfig', 'initialNodeCount']);
  });

  test('raises its minor when the spec does, and restarts nothing under running jobs', () => {
    expect(the(run, CLUSTER).inputs).toMatchObject({
      minMasterVersion: '1.36',
      releaseChannel: { channel: 'REGULAR' },
      maintenancePolicy: {
        maintenanceExclusions: [
          {
            exclusionName: 'minors-by-spec',
            startTime: '2026-01-01T00:00:00Z',
            exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES', endTimeBehavior: 'UNTIL_END_OF_SUPPORT' },
          },
        ],
      },
    });
  });

  test('streams images, mounts buckets and files, and leaves the gateway’s definitions to the platform', () => {
    expect(the(run, CLUSTER).inputs).toMatchObject({
      addonsConfig: {
        gcePersistentDiskCsiDriverConfig: { enabled: true },
        gcpFilestoreCsiDriverConfig: { enabled: true },
        gcsFuseCsiDriverConfig: { enabled: true },
      },
      nodePoolDefaults: { nodeConfigDefaults: { gcfsConfig: { enabled: true } } },
      gatewayApiConfig: { channel: 'CHANNEL_DISABLED' },
    });
  });

  test('encrypts secrets with a key of its own, which GKE may use before the cluster is there', () => {
    expect(the(run, CLUSTER).inputs['databaseEncryption']).toEqual({
      state: 'ENCRYPTED',
      keyName: 'atlas-prod-cluster-key-id',
    });
    const right = the(run, 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember');
    expect(right.inputs).toEqual({
      cryptoKeyId: 'atlas-prod-cluster-key-id',
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member: 'serviceAccount:gke@google.example.org',
    });
    const earlier = before(run, the(run, CLUSTER));
    for (const { urn } of [right, ...allOf(run, 'gcp:projects/iAMMember:IAMMember')]) expect(earlier).toContain(urn);
  });

  test('has a key ring whose name another generation changes, because Google deletes none', async () => {
    const name = (of: readonly Registered[]) => the(of, RING).inputs['name'];
    const input = onGcp();
    const next = { ...input, metadata: { ...input.metadata, generation: 2 } };
    expect(name(run)).toMatch(/^atlas-prod-[0-9a-f]{8}$/);
    expect(name(await stackOf(next, { layer: 'infrastructure' }))).not.toBe(name(run));
  });

  test('protects itself and its key, unless everything is to go', async () => {
    expect(the(run, CLUSTER)).toMatchObject({ protect: true, inputs: { deletionProtection: true } });
    for (const type of [KEY, RING]) expect(the(run, type)).toMatchObject({ protect: true, retainOnDelete: true });
    expect(the(run, KEY).inputs).toMatchObject({ rotationPeriod: '7776000s', destroyScheduledDuration: '2592000s' });
    const ephemeral = await stackOf(onGcp(), { layer: 'infrastructure', deletion: 'ephemeral' });
    expect(the(ephemeral, CLUSTER)).toMatchObject({ protect: false, inputs: { deletionProtection: false } });
    for (const type of [KEY, RING])
      expect(the(ephemeral, type)).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test('is reached at its name by a command that asks Google for a token, and by no token', () => {
    const provider = the(run, 'pulumi:providers:kubernetes');
    const config = JSON.parse(provider.inputs['kubeconfig'] as string);
    expect(config.clusters).toEqual([
      { name: 'atlas-prod', cluster: { server: 'https://gke-1.europe-west4.gke.goog' } },
    ]);
    expect(config.users[0].user.exec).toMatchObject({ command: 'gke-gcloud-auth-plugin', interactiveMode: 'Never' });
    expect(provider.inputs['clusterIdentifier']).toBe(
      'https://container.googleapis.com/v1/projects/atlas-prod/locations/europe-west4/clusters/atlas-prod',
    );
  });

  test('is built by a provider of the spec’s project that labels everything', () => {
    expect(the(run, 'pulumi:providers:gcp', 'atlas-prod-gcp').inputs).toEqual({
      project: 'atlas-prod',
      region: 'europe-west4',
      defaultLabels: '{"plinth-platform":"atlas","plinth-environment":"prod"}',
    });
  });

  test('stands in the zones of the spec, and otherwise where GKE puts it', async () => {
    expect(the(run, CLUSTER).inputs['nodeLocations']).toBeUndefined();
    const named = await built({}, { zones: ['europe-west4-a', 'europe-west4-b'] });
    expect(the(named, CLUSTER).inputs).toMatchObject({
      nodeLocations: ['europe-west4-a', 'europe-west4-b'],
      clusterAutoscaling: { autoProvisioningLocations: ['europe-west4-a', 'europe-west4-b'] },
    });
  });

  test('makes nodes of its own accord only where compute classes ask, with the account of all machines, up to the pools’ numbers', async () => {
    expect(the(run, CLUSTER).inputs['clusterAutoscaling']).toMatchObject({
      enabled: true,
      resourceLimits: [
        { resourceType: 'cpu', maximum: 6 * 4 + 4 * 224 },
        { resourceType: 'memory', maximum: 104 + 12_679 },
        { resourceType: 'nvidia-h200-141gb', maximum: 32 },
      ],
      autoProvisioningDefaults: { serviceAccount: 'node@atlas-prod.example.org', imageType: 'COS_CONTAINERD' },
    });
    for (const autoscaler of ['nodePool', 'none'] as const)
      expect(the(await built({}, { autoscaler }), CLUSTER).inputs['clusterAutoscaling']).toEqual({
        enabled: false,
        autoscalingProfile: 'OPTIMIZE_UTILIZATION',
      });
  });
});
