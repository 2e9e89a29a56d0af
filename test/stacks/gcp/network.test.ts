import { beforeAll, describe, expect, test } from 'vitest';
import { stackFindings } from '../../../stacks/stack-findings.ts';
import { EXISTING_NETWORKS } from '../existing-networks.ts';
import { allOf, before, environmentOf, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onGcp } from './gcp-sample.ts';

const VPC = 'gcp:compute/network:Network';
const SUBNET = 'gcp:compute/subnetwork:Subnetwork';
const FIREWALL = 'gcp:compute/firewall:Firewall';

describe('the network on Google Cloud', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onGcp({}, { network: { nodes: '10.40.0.0/16' } }), { layer: 'infrastructure' });
  });

  test('has one subnet for machines, pods and Services, and one for the API server in the block of the facts', () => {
    expect(the(run, VPC).inputs).toEqual({ name: 'atlas-prod', autoCreateSubnetworks: false, mtu: 1500 });
    const place = { network: 'atlas-prod-network-id', region: 'europe-west4', privateIpGoogleAccess: true };
    expect(the(run, SUBNET, 'atlas-prod-network-nodes').inputs).toEqual({
      ...place,
      name: 'atlas-prod-nodes',
      ipCidrRange: '10.40.0.0/17',
      secondaryIpRanges: [
        { rangeName: 'pods', ipCidrRange: '10.128.0.0/12' },
        { rangeName: 'services', ipCidrRange: '172.20.0.0/16' },
      ],
    });
    expect(the(run, SUBNET, 'atlas-prod-network-control-plane').inputs).toEqual({
      ...place,
      name: 'atlas-prod-control-plane',
      ipCidrRange: '10.40.255.240/28',
    });
  });

  test('has a way out for machines without addresses of their own, which they join through', () => {
    const nat = the(run, 'gcp:compute/routerNat:RouterNat');
    expect(nat.inputs).toMatchObject({
      natIpAllocateOption: 'AUTO_ONLY',
      sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
    });
    const pools = allOf(run, 'gcp:container/nodePool:NodePool');
    expect(pools).toHaveLength(2);
    for (const pool of pools) expect(before(run, pool)).toContain(nat.urn);
  });

  test('lets the API server ask webhooks on any port', () => {
    expect(the(run, FIREWALL).inputs).toMatchObject({
      direction: 'INGRESS',
      sourceRanges: ['10.40.255.240/28'],
      allows: [{ protocol: 'tcp' }],
    });
  });

  test('resolves Google’s APIs and registries to the addresses of the facts', () => {
    const zones = allOf(run, 'gcp:dns/managedZone:ManagedZone').map(({ inputs }) => inputs);
    expect(zones.map(({ dnsName }) => dnsName)).toEqual(['googleapis.com.', 'pkg.dev.', 'gcr.io.']);
    for (const zone of zones)
      expect(zone).toMatchObject({
        visibility: 'private',
        privateVisibilityConfig: { networks: [{ networkUrl: 'atlas-prod-network-id' }] },
      });
    const record = (name: string) => the(run, 'gcp:dns/recordSet:RecordSet', `atlas-prod-network-google-apis-${name}`);
    expect(record('googleapis').inputs).toEqual({
      managedZone: 'atlas-prod-googleapis',
      name: 'private.googleapis.com.',
      type: 'A',
      ttl: 300,
      rrdatas: [8, 9, 10, 11].map((last) => `199.36.153.${last}`),
    });
    expect(record('googleapis-all').inputs).toMatchObject({
      name: '*.googleapis.com.',
      type: 'CNAME',
      rrdatas: ['private.googleapis.com.'],
    });
  });

  test('comes after the APIs that it calls, which stay on when it goes', () => {
    const services = allOf(run, 'gcp:projects/service:Service');
    expect(services).toHaveLength(9);
    const earlier = before(run, the(run, VPC));
    for (const { inputs, urn } of services) {
      expect(inputs).toMatchObject({ project: 'atlas-prod', disableOnDestroy: false });
      expect(earlier).toContain(urn);
    }
  });

  test.each([
    ['a3-megagpu-8g', 8],
    ['a3-highgpu-8g', 4],
  ])('has for %s %i networks of accelerators, each with large packets and open to itself', async (instance, count) => {
    const some = await stackOf(onGcp({ instance }), { layer: 'infrastructure' });
    const networks = allOf(some, VPC).filter(({ name }) => name.includes('-gpu-'));
    expect(networks).toHaveLength(count);
    expect(networks[1]?.inputs).toEqual({ name: 'atlas-prod-gpu-1', autoCreateSubnetworks: false, mtu: 8244 });
    expect(the(some, SUBNET, 'atlas-prod-network-gpu-1').inputs).toEqual({
      name: 'atlas-prod-gpu-1',
      network: 'atlas-prod-network-gpu-1-id',
      region: 'europe-west4',
      ipCidrRange: '10.0.136.0/21',
    });
    expect(the(some, FIREWALL, 'atlas-prod-network-gpu-1').inputs).toMatchObject({
      network: 'atlas-prod-network-gpu-1-id',
      sourceRanges: ['10.0.136.0/21'],
    });
  });

  test('has none of them where GKE connects the cards itself, or there are none', async () => {
    expect(allOf(run, VPC)).toHaveLength(1);
    expect(allOf(await stackOf(onGcp({ instance: 'g2-standard-24' })), VPC)).toHaveLength(1);
  });
});

describe('an existing network on Google Cloud', () => {
  const infrastructure = { layer: 'infrastructure' } as const;
  const input = onGcp({}, { network: EXISTING_NETWORKS.gcp });
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(input, infrastructure);
  });

  test('stays as it is: only a way to the webhooks of this cluster’s machines is added', () => {
    const made = run.filter(({ type }) => type.startsWith('gcp:compute/') || type.startsWith('gcp:dns/'));
    expect(made.map(({ type }) => type)).toEqual([FIREWALL]);
    expect(made[0]?.inputs).toMatchObject({
      network: 'projects/atlas-prod/global/networks/shared-network',
      sourceRanges: ['10.40.255.240/28'],
      targetServiceAccounts: ['node@atlas-prod.example.org'],
    });
  });

  test('takes in the cluster, by the names that it has', () => {
    expect(the(run, 'gcp:container/cluster:Cluster').inputs).toMatchObject({
      network: 'projects/atlas-prod/global/networks/shared-network',
      subnetwork: 'projects/atlas-prod/regions/europe-west4/subnetworks/machines',
      ipAllocationPolicy: { clusterSecondaryRangeName: 'the-pods', servicesSecondaryRangeName: 'the-services' },
      privateClusterConfig: {
        privateEndpointSubnetwork: 'projects/atlas-prod/regions/europe-west4/subnetworks/control-planes',
      },
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: '10.40.0.0/18' }] },
    });
  });

  test('is known to teams’ rules by its own addresses; Google’s APIs may be any that it resolves them to', () => {
    const { network } = environmentOf(input).facts;
    expect(network.apiServer).toEqual(['10.40.255.240/28', '172.30.0.1/32']);
    expect(network.objectStore).toEqual([]);
  });

  test('of another project gets nothing, and its owner is told what it must have', async () => {
    const shared = {
      existing: {
        ...EXISTING_NETWORKS.gcp.existing,
        project: 'atlas-network',
        controlPlane: undefined,
        apiServer: ['10.40.0.0/18'],
      },
    };
    const of = onGcp({}, { network: shared });
    const some = await stackOf(of);
    expect(allOf(some, FIREWALL)).toEqual([]);
    const { inputs } = the(some, 'gcp:container/cluster:Cluster');
    expect(inputs).toMatchObject({ network: 'projects/atlas-network/global/networks/shared-network' });
    expect(inputs['privateClusterConfig']).not.toHaveProperty('privateEndpointSubnetwork');
    const files = some.find(({ inputs: { provisioner } }) => provisioner === 'filestore.csi.storage.gke.io');
    expect(files?.inputs['parameters']).toMatchObject({
      network: 'projects/atlas-network/global/networks/shared-network',
      'connect-mode': 'PRIVATE_SERVICE_ACCESS',
    });
    const found = stackFindings(environmentOf(of), 'all').map(({ at, code, level }) => `${level} ${code} ${at}`);
    expect(found).toContain('warning STACK_NETWORK_HOST target.network.existing.project');
  });

  test('has no room for networks of accelerators', () => {
    const tcpx = onGcp({ instance: 'a3-megagpu-8g' }, { network: EXISTING_NETWORKS.gcp });
    const found = stackFindings(environmentOf(tcpx), 'all').map(({ at, code }) => `${code} ${at}`);
    expect(found).toEqual(['STACK_NETWORK_ACCELERATORS target.network.existing']);
    expect(stackFindings(environmentOf(input), 'all')).toEqual([]);
  });
});
