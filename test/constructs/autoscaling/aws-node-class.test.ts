import { describe, expect, test } from 'vitest';
import { efaInterfaces } from '../../../constructs/autoscaling/efa-interfaces.ts';
import { eksNodeConfig } from '../../../constructs/autoscaling/eks-node-config.ts';
import { platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { cpu, onAws, specIn } from './autoscaling-sample.ts';

function nodeClass(pool: Parameters<typeof onAws>[0] = {}): Record<string, unknown> {
  return specIn(onAws(pool), 'EC2NodeClass', 'train-h100');
}

describe('the settings of a pool’s machines on AWS', () => {
  test('take role, subnets and security groups by the names that the stack makes them under', () => {
    expect(nodeClass()).toMatchObject({
      role: 'atlas-prod-node',
      subnetSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'atlas-prod' } }],
      securityGroupSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'atlas-prod' } }],
      tags: {
        'plinth.dev/platform': 'atlas',
        'plinth.dev/environment': 'prod',
        'plinth.dev/pool': 'train-h100',
      },
    });
  });

  test('keep pods from the machine’s credentials', () => {
    expect(nodeClass()['metadataOptions']).toEqual({
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
    });
  });

  test.each(['reservation', 'capacityBlock'] as const)('name a %s by its id, and no placement group', (kind) => {
    const spec = nodeClass({ capacity: { kind, reservation: 'cr-0123' } });
    expect(spec['capacityReservationSelectorTerms']).toEqual([{ id: 'cr-0123' }]);
    expect(spec).not.toHaveProperty('placementGroupSelector');
  });

  test.each(['onDemand', 'spot'] as const)('pack machines of capacity %s together, and name no reservation', (kind) => {
    const spec = nodeClass({ capacity: { kind } });
    expect(spec['placementGroupSelector']).toEqual({ name: 'atlas-prod-train-h100' });
    expect(spec).not.toHaveProperty('capacityReservationSelectorTerms');
  });

  test('take the image with the driver, or the plain one where an operator brings it', () => {
    expect(nodeClass()['amiSelectorTerms']).toEqual([{ alias: 'al2023@latest' }]);
    expect(nodeClass({ driver: 'operator' })).toMatchObject({
      amiFamily: 'AL2023',
      amiSelectorTerms: [
        {
          ssmParameter: '/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/image_id',
        },
      ],
    });
  });

  test('are told to keep layers and to read one folder of registries only where nodes hand images to one another', () => {
    expect(nodeClass()).not.toHaveProperty('userData');
    const images = { peers: { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared' } } as const;
    expect(specIn({ ...onAws(), images }, 'EC2NodeClass', 'train-h100')['userData']).toBe(
      eksNodeConfig({ sharesImages: true }),
    );
  });

  test('use the machine’s fast disks where it has any, and encrypt the root disk', () => {
    expect(nodeClass()['instanceStorePolicy']).toBe('RAID0');
    const plain = specIn(platformOn(TARGETS.aws, cpu), 'EC2NodeClass', 'cpu');
    expect(plain).not.toHaveProperty('instanceStorePolicy');
    expect(plain['blockDeviceMappings']).toEqual([
      {
        deviceName: '/dev/xvda',
        rootVolume: true,
        ebs: { volumeType: 'gp3', volumeSize: '100Gi', encrypted: true, deleteOnTermination: true },
      },
    ]);
  });

  test('ask for EFA on every card of a machine that has it, and on no other', () => {
    expect(nodeClass()['networkInterfaces']).toEqual(efaInterfaces('p5.48xlarge', 32));
    expect(specIn(platformOn(TARGETS.aws, cpu), 'EC2NodeClass', 'cpu')).not.toHaveProperty('networkInterfaces');
    const shared = nodeClass({ instance: 'g6e.48xlarge', sharing: { kind: 'timeSlicing', replicas: 2 } });
    expect(shared).not.toHaveProperty('networkInterfaces');
  });
});

describe('the network interfaces of a machine with EFA', () => {
  test('are one for IP, and one for RDMA on every card', () => {
    expect(efaInterfaces('p4d.24xlarge', 4)).toEqual([
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' },
      { networkCardIndex: 0, deviceIndex: 1, interfaceType: 'efa-only' },
      { networkCardIndex: 1, deviceIndex: 0, interfaceType: 'efa-only' },
      { networkCardIndex: 2, deviceIndex: 0, interfaceType: 'efa-only' },
      { networkCardIndex: 3, deviceIndex: 0, interfaceType: 'efa-only' },
    ]);
  });

  test('begin on the second card of a B300 machine, whose first has no EFA', () => {
    const cards = efaInterfaces('p6-b300.48xlarge', 16).map(({ networkCardIndex }) => networkCardIndex);
    expect(cards).toEqual(Array.from({ length: 17 }, (_, card) => card));
  });
});
