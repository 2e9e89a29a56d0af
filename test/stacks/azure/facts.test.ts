import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../sample.ts';
import { factsOf, type PoolInput, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const azure = TARGETS.azure;
const cpu: PoolInput = { name: 'cpu', instance: 'Standard_D8s_v5', nodes: { min: 1, max: 1 } };

describe('a pool on Azure', () => {
  test('of H100 machines has the cloud’s driver, our device plugin, and InfiniBand through our network operator', () => {
    expect(poolFactsOn(azure, { name: 'train-h100', instance: 'Standard_ND96isr_H100_v5' })).toEqual({
      name: 'train-h100',
      resource: 'nvidia.com/gpu',
      unitsPerNode: 8,
      nodeLabels: { 'plinth.dev/pool': 'train-h100' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      topologyLevels: ['kubernetes.io/hostname'],
      driver: 'cloud',
      allocator: 'operator',
      autoscaler: 'none',
      nodes: { standing: 1, elastic: 0 },
      placementGroup: 'atlas-prod-train-h100',
      fabric: { resource: 'rdma/fabric', perNode: 8, allocator: 'operator' },
    });
  });

  test('has the operator’s driver where it is asked for, and for AMD, which AKS does not install', () => {
    expect(poolFactsOn(azure, { instance: 'Standard_ND96isr_H100_v5', driver: 'operator' }).driver).toBe('operator');
    expect(poolFactsOn(azure, { instance: 'Standard_ND96isr_MI300X_v5' })).toMatchObject({
      resource: 'amd.com/gpu',
      driver: 'operator',
      allocator: 'operator',
    });
  });

  test('of spot machines tolerates the taint that AKS gives them', () => {
    const { taints } = poolFactsOn(azure, { instance: 'Standard_NC24ads_A100_v4', capacity: { kind: 'spot' } });
    expect(taints).toContainEqual({
      key: 'kubernetes.azure.com/scalesetpriority',
      value: 'spot',
      effect: 'NoSchedule',
    });
  });

  test('is scaled as the target says', () => {
    const scaled = { instance: 'Standard_NC24ads_A100_v4', nodes: { min: 0, max: 4 } };
    expect(poolFactsOn(azure, scaled).autoscaler).toBe('karpenter');
    expect(poolFactsOn({ ...azure, autoscaler: 'nodePool' }, scaled).autoscaler).toBe('nodePool');
  });
});

describe('Azure', () => {
  test('has the stack make the service accounts, which carry a client id, in every namespace of a team', () => {
    const platform = platformOn(azure, { ...cpu, name: 'train', instance: 'Standard_ND96isr_H100_v5' });
    const facts = factsOf({ ...platform, teams: platform.teams.map((team) => ({ ...team, fabric: 'allowed' })) });
    expect(facts.teams[0]).toMatchObject({
      serviceAccountOwner: 'stack',
      identityAnnotations: {},
      identityPodLabels: { 'azure.workload.identity/use': 'true' },
    });
    const accounts = facts.external.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      'vision/team',
      'vision-fabric/team',
    ]);
  });

  test('leaves those accounts out of the manifests, and tells jobs the storage account', () => {
    const input = platformOn(azure, cpu);
    const accounts = (platform: typeof input) =>
      objectsOf(platform, 'ServiceAccount').filter(({ metadata }) => metadata.name === 'team');
    expect(accounts(input)).toEqual([]);
    expect(accounts(platformOn(TARGETS.aws, { ...cpu, instance: 'm7i.4xlarge' }))).toHaveLength(1);
    expect(objectOf(input, 'ConfigMap', 'object-store', 'vision')['data']).toMatchObject({
      BUCKET: 'team-vision',
      AZURE_STORAGE_ACCOUNT_NAME: factsOf(input).teams[0]?.bucket?.account,
    });
  });

  test('keeps a container for each team in one storage account of a global name', () => {
    const [team] = factsOf(platformOn(azure, cpu)).teams;
    expect(team?.bucket?.account).toMatch(/^atlasprod[0-9a-f]{8}$/);
    expect(team?.bucket).toMatchObject({
      name: 'team-vision',
      uri: `abfss://team-vision@${team?.bucket?.account}.dfs.core.windows.net`,
    });
  });

  test('names containers as Azure takes them, and never two teams’ alike', () => {
    const [base] = platformOn(azure, cpu).teams;
    const teams = ['ai', 'a-b', 'a--b'].map((name) => ({ ...base, name, groups: [`oidc:${name}`] }));
    const names = factsOf({ ...platformOn(azure, cpu), teams: teams as never }).teams.map(({ bucket }) => bucket?.name);
    expect(names.slice(0, 2)).toEqual(['team-ai', 'team-a-b']);
    expect(names[2]).toMatch(/^team-a-b-[0-9a-f]{8}$/);
  });

  test('lets teams reach the API server in its own subnet, and neither the metadata nor the wire server', () => {
    const { network } = factsOf(platformOn({ ...azure, network: { nodes: '10.40.0.0/16' } }, cpu));
    expect(network).toEqual({
      engine: 'cilium',
      apiServer: ['10.40.255.240/28', '172.20.0.1/32'],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32', '168.63.129.16/32'],
      objectStore: [],
    });
  });

  test('offers Kata', () => {
    expect(factsOf(platformOn(azure, cpu)).sandboxes).toEqual(['kata']);
  });
});
