import { describe, expect, test } from 'vitest';
import { factsOf, type PoolInput, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const target = TARGETS.baremetal;
const clusterApi = { ...target, distribution: 'clusterApi' } as const;
const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' } as const;
const h100: PoolInput = { name: 'train-h100', machine, nodes: { min: 1, max: 4 } };

describe('a pool on bare metal', () => {
  test('of machines that the spec describes has the image’s driver and our RDMA device for each port', () => {
    expect(poolFactsOn(target, h100)).toEqual({
      name: 'train-h100',
      resource: 'nvidia.com/gpu',
      unitsPerNode: 8,
      nodeLabels: { 'plinth.dev/pool': 'train-h100' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      topologyLevels: ['kubernetes.io/hostname'],
      driver: 'machineImage',
      allocator: 'operator',
      autoscaler: 'none',
      nodes: { standing: 4, elastic: 0 },
      fabric: { resource: 'rdma/fabric', perNode: 8, allocator: 'operator' },
    });
  });

  test('of Ascend machines has no RDMA device: the ports sit on the accelerators', () => {
    const pool = poolFactsOn(target, { instance: 'atlas-800t-a2' });
    expect(pool).toMatchObject({ resource: 'huawei.com/Ascend910', unitsPerNode: 8, driver: 'machineImage' });
    expect(pool.fabric).toBeUndefined();
  });

  test('is scaled by the cluster autoscaler only where Cluster API makes the machines', () => {
    expect(poolFactsOn(clusterApi, h100)).toMatchObject({
      autoscaler: 'clusterAutoscaler',
      nodes: { standing: 1, elastic: 3 },
    });
  });
});

describe('bare metal', () => {
  test('has the API server on its nodes, and the object store in the cluster', () => {
    const { network, teams } = factsOf(platformOn({ ...target, network: { nodes: '10.40.0.0/16' } }, h100));
    expect(network).toEqual({
      engine: 'cilium',
      apiServer: ['10.40.0.0/16', '172.20.0.1/32'],
      apiServerPorts: [443, 6443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: [],
      objectStore: [],
    });
    expect(teams[0]?.bucket).toEqual({
      name: 'atlas-prod-vision',
      uri: 's3://atlas-prod-vision',
      endpoint: 'http://rook-ceph-rgw-objects.rook-ceph.svc',
      secret: 'object-store',
    });
  });

  test('gives the cluster autoscaler access to the management cluster by a Secret of the stack', () => {
    const facts = factsOf(platformOn(clusterApi, h100));
    expect(facts.clusterApi).toEqual({
      cluster: 'atlas-prod',
      namespace: 'atlas-prod',
      autoscalerNamespace: 'cluster-autoscaler',
      kubeconfigSecret: 'management-kubeconfig',
    });
    expect(facts.external).toContainEqual(
      expect.objectContaining({ kind: 'Secret', name: 'management-kubeconfig', keys: ['value'] }),
    );
    expect(factsOf(platformOn(target, h100)).clusterApi).toBeUndefined();
  });

  test('offers both sandboxes, by extensions of the image', () => {
    expect(factsOf(platformOn(target, h100)).sandboxes).toEqual(['gvisor', 'kata']);
  });
});
