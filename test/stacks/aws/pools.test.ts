import { describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onAws } from './aws-sample.ts';

const GROUP = 'aws:eks/nodeGroup:NodeGroup';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const PLACEMENT = 'aws:ec2/placementGroup:PlacementGroup';

const built = (...input: Parameters<typeof onAws>) => stackOf(onAws(...input), { layer: 'infrastructure' });
const groupOf = (run: readonly Registered[]) => the(run, GROUP, 'atlas-prod-pools-train');
const templateOf = (run: readonly Registered[]) => the(run, TEMPLATE, 'atlas-prod-pools-train').inputs;

describe('machines that always stand', () => {
  test('of H100 pools are a group in one zone, with labels and taints of the facts', async () => {
    const group = groupOf(await built());
    expect(group.inputs).toEqual({
      amiType: 'AL2023_x86_64_NVIDIA',
      capacityType: 'ON_DEMAND',
      clusterName: 'atlas-prod',
      labels: {
        'nvidia.com/gpu.deploy.container-toolkit': 'false',
        'nvidia.com/gpu.deploy.driver': 'false',
        'plinth.dev/pool': 'train',
      },
      launchTemplate: { id: 'atlas-prod-pools-train-id', version: '1' },
      nodeGroupName: 'train',
      nodeRepairConfig: { enabled: true },
      nodeRoleArn: 'arn:aws:test:::atlas-prod-identity-node',
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 2 },
      subnetIds: ['atlas-prod-network-zone-0-nodes-id'],
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' }],
      updateConfig: { maxUnavailable: 1 },
      version: '1.36',
    });
    expect(group).toMatchObject({ deleteBeforeReplace: true, ignoreChanges: [] });
  });

  test('start with one address, an EFA interface on each card, and nothing that pods can take credentials from', async () => {
    const template = templateOf(await built());
    const interfaces = template['networkInterfaces'] as Record<string, unknown>[];
    const groups = { securityGroups: ['sg-cluster', 'atlas-prod-network-node-id'], deleteOnTermination: 'true' };
    expect(interfaces).toHaveLength(33);
    expect(interfaces.slice(0, 3)).toEqual([
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface', ...groups },
      { networkCardIndex: 0, deviceIndex: 1, interfaceType: 'efa-only', ...groups },
      { networkCardIndex: 1, deviceIndex: 0, interfaceType: 'efa-only', ...groups },
    ]);
    expect(template).toMatchObject({
      name: 'atlas-prod-train',
      instanceType: 'p5.48xlarge',
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeType: 'gp3', volumeSize: 200, encrypted: 'true', deleteOnTermination: 'true' },
        },
      ],
      placement: { groupName: 'atlas-prod-train' },
      updateDefaultVersion: true,
    });
    expect(template['vpcSecurityGroupIds']).toBeUndefined();
    expect(template['instanceMarketOptions']).toBeUndefined();
  });

  test('join their fast disks to one', async () => {
    const userData = Buffer.from(templateOf(await built())['userData'] as string, 'base64').toString();
    expect(userData).toContain('Content-Type: application/node.eks.aws');
    expect(userData).toContain('strategy: RAID0');
    expect(templateOf(await built({ instance: 'm7i.4xlarge', zones: [] }))['userData']).toBeUndefined();
  });

  test('keep layers and read one folder of registries where nodes hand images to one another, the system’s too', async () => {
    const images = { peers: { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared' } } as const;
    const run = await stackOf({ ...onAws(), images }, { layer: 'infrastructure' });
    const told = allOf(run, TEMPLATE).map(({ inputs }) =>
      Buffer.from(inputs['userData'] as string, 'base64').toString(),
    );
    expect(told).toHaveLength(2);
    for (const text of told) expect(text).toContain('discard_unpacked_layers = false');
    expect(told.filter((text) => text.includes('strategy: RAID0'))).toHaveLength(1);
  });

  test('carry the platform’s tags, which the provider puts on the template only', async () => {
    const tags = {
      Name: 'atlas-prod-train',
      'plinth.dev/environment': 'prod',
      'plinth.dev/platform': 'atlas',
      'plinth.dev/pool': 'train',
    };
    expect(templateOf(await built())['tagSpecifications']).toEqual(
      ['instance', 'network-interface', 'volume'].map((resourceType) => ({ resourceType, tags })),
    );
  });

  test('are packed into the placement group of the facts, which is there even for machines that only come and go', async () => {
    for (const min of [0, 2])
      expect(the(await built({ nodes: { min, max: 4 } }), PLACEMENT).inputs).toEqual({
        name: 'atlas-prod-train',
        strategy: 'cluster',
      });
    expect(allOf(await built({ instance: 'm7i.4xlarge' }), PLACEMENT)).toEqual([]);
  });

  test('are none where a pool may be empty', async () => {
    const run = await built({ nodes: { min: 0, max: 4 } });
    expect(allOf(run, GROUP).map(({ name }) => name)).toEqual(['atlas-prod-pools-plinth-system']);
  });

  test('are all of a pool’s where nobody adds any', async () => {
    const group = groupOf(await built({ nodes: { min: 0, max: 4 } }, { autoscaler: 'none' }));
    expect(group.inputs['scalingConfig']).toEqual({ minSize: 4, desiredSize: 4, maxSize: 4 });
  });

  test('without accelerators stand in all zones, plain, with the groups at the template', async () => {
    const run = await built({ instance: 'm7i.4xlarge', zones: [] });
    expect(groupOf(run).inputs).toMatchObject({
      amiType: 'AL2023_x86_64_STANDARD',
      subnetIds: [0, 1, 2].map((zone) => `atlas-prod-network-zone-${zone}-nodes-id`),
      taints: [],
    });
    expect(templateOf(run)).toMatchObject({
      vpcSecurityGroupIds: ['sg-cluster', 'atlas-prod-network-node-id'],
      blockDeviceMappings: [{ ebs: { volumeSize: 100 } }],
    });
  });

  test.each([
    ['trn2.48xlarge', {}, 'AL2023_x86_64_NEURON'],
    ['p5.48xlarge', { driver: 'operator' }, 'AL2023_x86_64_STANDARD'],
    ['p6e-gb200.36xlarge', {}, 'AL2023_ARM_64_NVIDIA'],
  ] as const)('of %s with %o run %s', async (instance, pool, image) => {
    expect(groupOf(await built({ instance, ...pool })).inputs['amiType']).toBe(image);
  });

  test('cut into partitions carry the name of their cut', async () => {
    const run = await built({ sharing: { kind: 'partition', profile: '1g.10gb' } });
    expect(groupOf(run).inputs['labels']).toMatchObject({ 'nvidia.com/mig.config': 'train' });
  });
});

describe('machines that are obtained otherwise than on demand', () => {
  test('as spot are asked for at the group, because EKS refuses it in a template', async () => {
    const run = await built({ capacity: { kind: 'spot' } });
    expect(groupOf(run).inputs['capacityType']).toBe('SPOT');
    expect(templateOf(run)['instanceMarketOptions']).toBeUndefined();
  });

  test('from a reservation name its id, and are packed by it and not by a group', async () => {
    const run = await built({ capacity: { kind: 'reservation', reservation: 'cr-0123' } });
    expect(templateOf(run)).toMatchObject({
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: 'cr-0123' } },
    });
    expect(templateOf(run)['placement']).toBeUndefined();
    expect(groupOf(run).inputs['capacityType']).toBe('ON_DEMAND');
  });

  test('from a Capacity Block start empty, because it begins at its own time, and are scaled by others', async () => {
    const capacity = { kind: 'capacityBlock', reservation: 'cr-0123' } as const;
    const run = await built({ nodes: { min: 0, max: 4 }, capacity }, { autoscaler: 'none' });
    expect(templateOf(run)).toMatchObject({
      instanceType: 'p5.48xlarge',
      instanceMarketOptions: { marketType: 'capacity-block' },
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: 'cr-0123' } },
    });
    const group = groupOf(run);
    expect(group.inputs).toMatchObject({
      capacityType: 'CAPACITY_BLOCK',
      scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 },
      subnetIds: ['atlas-prod-network-zone-0-nodes-id'],
    });
    expect(group.ignoreChanges).toEqual(['scalingConfig.desiredSize']);
  });

  test('are never bought', async () => {
    for (const kind of ['reservation', 'capacityBlock'] as const) {
      const run = await built(
        { nodes: { min: 0, max: 4 }, capacity: { kind, reservation: 'cr-0123' } },
        { autoscaler: 'none' },
      );
      expect(run.filter(({ type }) => /capacity.*reservation/i.test(type) && !type.includes('eventRule'))).toEqual([]);
    }
  });
});

describe('the platform’s own machines', () => {
  test('are three, one in each zone, and outlive every object of the cluster', async () => {
    const run = await stackOf(onAws());
    const system = the(run, GROUP, 'atlas-prod-pools-plinth-system');
    expect(system.inputs).toMatchObject({
      nodeGroupName: 'plinth-system',
      labels: { 'plinth.dev/role': 'system' },
      scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 3 },
      taints: [],
    });
    for (const kind of ['karpenter.sh/v1:NodePool', 'karpenter.k8s.aws/v1:EC2NodeClass'])
      expect(before(run, the(run, `kubernetes:${kind}`))).toContain(system.urn);
  });
});
