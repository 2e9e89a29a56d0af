import { describe, expect, test } from 'vitest';
import { factsOf, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const gcp = TARGETS.gcp;
const range = { min: 0, max: 4 };

describe('a pool on Google Cloud', () => {
  test('of A4 machines is chosen by its compute class and known by network blocks', () => {
    expect(poolFactsOn(gcp, { name: 'train-b200', instance: 'a4-highgpu-8g', nodes: range })).toEqual({
      name: 'train-b200',
      resource: 'nvidia.com/gpu',
      unitsPerNode: 8,
      nodeLabels: { 'cloud.google.com/compute-class': 'train-b200' },
      taints: [
        { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
        { key: 'cloud.google.com/compute-class', value: 'train-b200', effect: 'NoSchedule' },
      ],
      topologyLevels: [
        'cloud.google.com/gce-topology-block',
        'cloud.google.com/gce-topology-subblock',
        'cloud.google.com/gce-topology-host',
        'kubernetes.io/hostname',
      ],
      driver: 'cloud',
      allocator: 'cloud',
      autoscaler: 'computeClass',
      nodes: { standing: 0, elastic: 4 },
    });
  });

  test('of shares or partitions keeps the resource’s name, because GKE’s plugin does, and scales itself', () => {
    const shared = poolFactsOn(gcp, {
      instance: 'g2-standard-24',
      nodes: range,
      sharing: { kind: 'timeSlicing', replicas: 4 },
    });
    expect(shared).toMatchObject({ resource: 'nvidia.com/gpu', unitsPerNode: 8, autoscaler: 'nodePool' });
    const cut = poolFactsOn(gcp, {
      instance: 'a2-highgpu-1g',
      nodes: range,
      sharing: { kind: 'partition', profile: '1g.5gb' },
    });
    expect(cut).toMatchObject({ resource: 'nvidia.com/gpu', unitsPerNode: 7, autoscaler: 'nodePool' });
  });

  test('of queued capacity scales itself and is closed to jobs that did not queue', () => {
    const pool = poolFactsOn(gcp, { instance: 'a2-highgpu-8g', nodes: range, capacity: { kind: 'queued' } });
    expect(pool.autoscaler).toBe('nodePool');
    expect(pool.taints).toContainEqual({ key: 'cloud.google.com/gke-queued', value: 'true', effect: 'NoSchedule' });
    expect(pool.nodeLabels).toEqual({ 'plinth.dev/pool': 'pool' });
  });

  test('with networks of GPUDirect scales itself, because a compute class cannot attach them', () => {
    expect(poolFactsOn(gcp, { instance: 'a3-megagpu-8g', nodes: range }).autoscaler).toBe('nodePool');
    expect(poolFactsOn(gcp, { instance: 'a3-ultragpu-8g', nodes: range }).autoscaler).toBe('computeClass');
  });

  test('of spot machines tolerates the taint that GKE gives them', () => {
    const pool = poolFactsOn(gcp, { instance: 'g2-standard-4', nodes: range, capacity: { kind: 'spot' } });
    expect(pool.taints).toContainEqual({ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NoSchedule' });
  });

  test('with DRA has our driver and our allocator, and GKE’s are left out', () => {
    const pool = poolFactsOn(
      { ...gcp, autoscaler: 'nodePool' },
      { instance: 'a3-highgpu-8g', nodes: range, allocator: 'dra' },
    );
    expect(pool).toMatchObject({ driver: 'operator', allocator: 'draDriver', autoscaler: 'nodePool' });
  });

  test('of TPUs counts chips that GKE itself offers', () => {
    expect(poolFactsOn(gcp, { instance: 'ct6e-standard-4t' })).toMatchObject({
      resource: 'google.com/tpu',
      unitsPerNode: 4,
      taints: [{ key: 'google.com/tpu', value: 'present', effect: 'NoSchedule' }],
      driver: 'cloud',
      allocator: 'cloud',
      topologyLevels: ['kubernetes.io/hostname'],
    });
  });

  test('of a team whose pods run in gVisor scales itself, and is closed to pods that do not tolerate the sandbox', () => {
    const platform = platformOn(gcp, { name: 'pool', instance: 'n2-standard-8', nodes: range });
    const teams = platform.teams.map((team) => ({ ...team, sandbox: 'gvisor' as const }));
    expect(factsOf(platform).pools[0]).toMatchObject({ autoscaler: 'computeClass' });
    expect(factsOf({ ...platform, teams }).pools[0]).toMatchObject({
      autoscaler: 'nodePool',
      taints: [{ key: 'sandbox.gke.io/runtime', value: 'gvisor', effect: 'NoSchedule' }],
    });
  });

  test('never has an RDMA resource: GKE attaches its networks to pods in other ways', () => {
    for (const instance of ['a3-highgpu-8g', 'a3-megagpu-8g', 'a3-ultragpu-8g', 'a4-highgpu-8g'])
      expect(poolFactsOn(gcp, { instance }).fabric).toBeUndefined();
  });
});

describe('Google Cloud', () => {
  const facts = factsOf(platformOn({ ...gcp, network: { nodes: '10.40.0.0/16' } }, pool()));

  function pool() {
    return { name: 'cpu', instance: 'n2-standard-8', nodes: { min: 1, max: 1 } };
  }

  test('gives identities at the metadata server’s address, and the Google APIs at four of their own', () => {
    expect(facts.network).toEqual({
      engine: 'dataplane-v2',
      apiServer: ['10.40.255.240/28', '172.20.0.1/32'],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32', '169.254.169.252/32'],
      identity: { address: '169.254.169.254/32', ports: [80, 8080] },
      objectStore: ['199.36.153.8/30'],
    });
  });

  test('writes nothing on service accounts: the team’s principal is granted its bucket directly', () => {
    expect(facts.teams[0]).toMatchObject({
      identityAnnotations: {},
      identityPodLabels: {},
      serviceAccountOwner: 'manifests',
    });
    expect(facts.teams[0]?.bucket?.uri).toMatch(/^gs:\/\/atlas-prod-vision-[0-9a-f]{8}$/);
  });

  test('has gVisor, whose runtime class comes with the nodes', () => {
    const platform = platformOn(gcp, pool());
    const sandboxed = platform.teams.map((team) => ({ ...team, sandbox: 'gvisor' as const }));
    expect(facts.sandboxes).toEqual(['gvisor']);
    expect(factsOf({ ...platform, teams: sandboxed }).external).toContainEqual(
      expect.objectContaining({ kind: 'RuntimeClass', name: 'gvisor' }),
    );
  });
});
