import { describe, expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { PlatformError } from '../../../spec/finding.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectsOf, rendered, samplePlatform } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { cpu, h100, namesIn, onAws } from './autoscaling-sample.ts';

const NAMESPACE = ['Namespace', 'NetworkPolicy'];

/** What the room renders beside its namespace. */
function objectsIn(input: PlatformInput): string[] {
  return namesIn(input).filter((name) => !NAMESPACE.some((kind) => name.startsWith(`${kind} `)));
}

function addOnsOf(input: PlatformInput): string[] {
  return rendered(input).platform.autoscaling?.addOns.map(({ component }) => component.name) ?? [];
}

describe('the room', () => {
  test('stays closed on a cluster that is already there', () => {
    expect(rendered(samplePlatform()).platform.autoscaling).toBeUndefined();
  });

  test.each([
    ['every pool has one size', onAws({ nodes: { min: 4, max: 4 } })],
    ['the target has no autoscaler', platformOn({ ...TARGETS.aws, autoscaler: 'none' }, cpu)],
    ['pools scale themselves', platformOn({ ...TARGETS.azure, autoscaler: 'nodePool' }, azure({}))],
    ['DigitalOcean scales the pools', platformOn(TARGETS.digitalocean, { ...cpu, instance: 's-8vcpu-16gb' })],
  ])('stays closed where %s', (_, input) => {
    expect(rendered(input).platform.autoscaling).toBeUndefined();
    expect(namesIn(input)).toEqual([]);
  });

  test('renders nothing for the pool of one size beside one that is scaled', () => {
    const input = platformOn(TARGETS.aws, h100, { ...cpu, nodes: { min: 2, max: 2 } });
    expect(objectsIn(input)).toEqual(['EC2NodeClass train-h100', 'NodePool train-h100']);
  });

  test('opens before queueing, so that what it installs is there when jobs come', () => {
    const rooms = rendered(onAws()).platform.rooms.map(({ node }) => node.id);
    expect(rooms.indexOf('autoscaling')).toBeLessThan(rooms.indexOf('queueing'));
  });
});

describe('what is installed', () => {
  test('is Karpenter on AWS', () => {
    expect(addOnsOf(onAws())).toEqual(['karpenter']);
  });

  test('is nothing on Azure and Google Cloud, which run their autoscalers themselves', () => {
    expect(addOnsOf(platformOn(TARGETS.azure, azure({})))).toEqual([]);
    expect(addOnsOf(platformOn(TARGETS.gcp, { ...cpu, instance: 'n2-standard-8' }))).toEqual([]);
  });

  test('is the cluster autoscaler on bare metal with Cluster API', () => {
    const machine = { vcpus: 64, memory: '512Gi' } as const;
    const pool = { name: 'cpu', machine, nodes: { min: 1, max: 4 } };
    expect(addOnsOf(platformOn({ ...TARGETS.baremetal, distribution: 'clusterApi' }, pool))).toEqual([
      'cluster-autoscaler',
    ]);
    expect(addOnsOf(platformOn(TARGETS.baremetal, pool))).toEqual([]);
  });

  test('runs in a restricted namespace of its own', () => {
    const addOn = rendered(onAws()).platform.autoscaling?.karpenter;
    expect(addOn).toMatchObject({ namespace: 'karpenter', component: components.karpenter });
    expect(namesIn(onAws())).toContain('Namespace karpenter');
  });
});

describe('the nodes of a gang', () => {
  test('are waited for by the pods on Karpenter: there is no promise to ask for', () => {
    expect(objectsOf(onAws(), 'AdmissionCheck')).toEqual([]);
    const { kueue } = rendered(onAws()).platform.queueing;
    expect(kueue.values.managerConfig.controllerManagerConfigYaml).toContain('waitForPodsReady');
  });

  test('are promised by GKE before the gang starts, where their capacity is queued', () => {
    const queued = { name: 'a100', instance: 'a2-highgpu-8g', nodes: { min: 0, max: 4 }, capacity: { kind: 'queued' } };
    const input = platformOn(TARGETS.gcp, queued as PoolInput);
    expect(objectsOf(input, 'AdmissionCheck').map(({ metadata }) => metadata.name)).toEqual(['queued-provisioning']);
    expect(rendered(input).platform.autoscaling).toBeUndefined();
  });
});

describe('what is refused', () => {
  test.each<[string, PlatformInput, string, string]>([
    [
      'a reservation of AWS that is no id',
      onAws({ capacity: { kind: 'capacityBlock', reservation: 'arn:aws:ec2:cr-1' } }),
      'AUTOSCALING_RESERVATION_FORM',
      'pools[0].capacity.reservation',
    ],
    [
      'a reservation that AKS would not use',
      platformOn(TARGETS.azure, azure({ capacity: { kind: 'reservation', reservation: 'group' } })),
      'AUTOSCALING_RESERVATION_UNUSED',
      'pools[0].capacity.kind',
    ],
    [
      'devices for claims, which Karpenter does not know before there is a node',
      onAws({ allocator: 'dra' }),
      'AUTOSCALING_DEVICE_UNSEEN',
      'pools[0].nodes.min',
    ],
    [
      'shares on Azure, where Karpenter cannot be told of them',
      platformOn(TARGETS.azure, azure({ sharing: { kind: 'timeSlicing', replicas: 4 } })),
      'AUTOSCALING_DEVICE_UNSEEN',
      'pools[0].nodes.min',
    ],
    [
      'RDMA devices on Azure, for the same reason',
      withFabric(platformOn(TARGETS.azure, azure({ instance: 'Standard_ND96isr_H100_v5' }))),
      'AUTOSCALING_DEVICE_UNSEEN',
      'pools[0].nodes.min',
    ],
    [
      'RDMA devices of an empty group on bare metal',
      withFabric(
        platformOn(
          { ...TARGETS.baremetal, distribution: 'clusterApi' },
          { name: 'h100', instance: 'generic-h100-hgx-8', nodes: { min: 0, max: 4 } },
        ),
      ),
      'AUTOSCALING_DEVICE_UNSEEN',
      'pools[0].nodes.min',
    ],
  ])('is %s', (_, input, code, at) => {
    expect(findingsOf(input)).toEqual([[code, at]]);
  });

  test.each<[string, PlatformInput]>([
    ['such a pool that keeps its nodes', onAws({ allocator: 'dra', nodes: { min: 4, max: 4 } })],
    ['shares on AWS', onAws({ instance: 'g6e.12xlarge', sharing: { kind: 'timeSlicing', replicas: 4 } })],
    ['whole devices on Azure', platformOn(TARGETS.azure, azure({}))],
    [
      'RDMA devices on bare metal where one node shows what the next offers',
      withFabric(
        platformOn(
          { ...TARGETS.baremetal, distribution: 'clusterApi' },
          { name: 'h100', instance: 'generic-h100-hgx-8', nodes: { min: 1, max: 4 } },
        ),
      ),
    ],
    [
      'RDMA devices that no team may use: other jobs get their nodes',
      platformOn(TARGETS.azure, azure({ instance: 'Standard_ND96isr_H100_v5' })),
    ],
    ['RDMA devices on AWS, whose number Karpenter knows', withFabric(onAws())],
  ])('is not %s', (_, input) => {
    expect(findingsOf(input)).toEqual([]);
  });

  test('is told with every mistake at once', () => {
    const reserved = { kind: 'reservation', reservation: 'mine' } as const;
    const input = platformOn(TARGETS.aws, { ...h100, capacity: reserved, allocator: 'dra' });
    expect(findingsOf(input).map(([code]) => code)).toEqual([
      'AUTOSCALING_RESERVATION_FORM',
      'AUTOSCALING_DEVICE_UNSEEN',
    ]);
  });
});

function azure(pool: Partial<PoolInput>): PoolInput {
  return { name: 'a100', instance: 'Standard_NC24ads_A100_v4', nodes: { min: 0, max: 4 }, ...pool };
}

/** The platform, with teams that may use RDMA devices. */
function withFabric(input: PlatformInput): PlatformInput {
  return { ...input, teams: input.teams.map((team) => ({ ...team, fabric: 'allowed' as const })) };
}

function findingsOf(input: PlatformInput): [string, string][] {
  try {
    rendered(input);
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at, code }) => [code, at]);
    throw error;
  }
  return [];
}
