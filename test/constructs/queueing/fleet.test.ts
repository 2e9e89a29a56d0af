import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';

const POOL = {
  name: 'train-h100',
  resource: 'nvidia.com/gpu',
  labels: { 'plinth.dev/pool': 'train-h100' },
  unitsPerNode: 8,
  vcpus: 192,
  memoryGib: 2_048,
};

function manager(change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    fleet: {
      kind: 'manager',
      fleet: 'world',
      workers: [
        { name: 'paris', pools: [POOL] },
        { name: 'oslo', pools: [POOL] },
      ],
      teams: [
        {
          name: 'vision',
          to: [
            { worker: 'oslo', units: { 'train-h100': 16 } },
            { worker: 'paris', units: { 'train-h100': 8 } },
          ],
        },
      ],
    },
    ...change,
  });
}

function worker(change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    fleet: { kind: 'worker', fleet: 'world', manager: 'control', teams: ['vision'] },
    ...change,
  });
}

const namesOf = (input: PlatformInput, kind: string) =>
  objectsOf(input, kind).map(({ metadata }) => [metadata.namespace, metadata.name].filter(Boolean).join('/'));

function configOf(input: PlatformInput): { featureGates?: object; multiKueue?: object } {
  const { managerConfig } = rendered(input).platform.queueing.kueue.values;
  return JSON.parse(managerConfig.controllerManagerConfigYaml);
}

describe('the manager of a fleet', () => {
  test('knows each worker by a Secret that is not in Git', () => {
    expect(objectOf(manager(), 'MultiKueueCluster', 'paris')['spec']).toEqual({
      clusterSource: { kubeConfig: { locationType: 'Secret', location: 'paris-kubeconfig' } },
    });
    expect(namesOf(manager(), 'Secret')).toEqual([]);
    const { external } = rendered(manager()).platform.queueing;
    expect(external).toContainEqual(
      expect.objectContaining({
        name: 'paris-kubeconfig',
        namespace: 'kueue-system',
        keys: ['kubeconfig'],
        given: true,
      }),
    );
  });

  test('offers a team’s jobs in the order of the team', () => {
    expect(objectOf(manager(), 'MultiKueueConfig', 'fleet-vision')['spec']).toEqual({ clusters: ['oslo', 'paris'] });
    expect(objectOf(manager(), 'AdmissionCheck', 'fleet-vision')['spec']).toEqual({
      controllerName: 'kueue.x-k8s.io/multikueue',
      parameters: { apiGroup: 'kueue.x-k8s.io', kind: 'MultiKueueConfig', name: 'fleet-vision' },
    });
  });

  test('counts what each pool of each worker could give the team, in a queue of its own', () => {
    const spec = objectOf(manager(), 'ClusterQueue', 'vision-fleet')['spec'] as {
      resourceGroups: { flavors: { name: string; resources: { name: string; nominalQuota: string }[] }[] }[];
    };
    expect(spec).toMatchObject({
      namespaceSelector: { matchLabels: { 'plinth.dev/team': 'vision' } },
      admissionChecksStrategy: { admissionChecks: [{ name: 'fleet-vision' }] },
    });
    const amounts = spec.resourceGroups[0]?.flavors.map(({ name, resources }) => [
      name,
      ...resources.map((each) => each.nominalQuota),
    ]);
    expect(amounts).toEqual([
      ['oslo.train-h100', '384', '4Ti', '16'],
      ['paris.train-h100', '192', '2Ti', '8'],
    ]);
    expect(objectOf(manager(), 'ResourceFlavor', 'oslo.train-h100')['spec']).toEqual({
      nodeLabels: { 'plinth.dev/pool': 'train-h100' },
    });
    expect(namesOf(manager(), 'LocalQueue')).toContain('vision/fleet');
    expect(namesOf(manager(), 'LocalQueue')).not.toContain('speech/fleet');
  });

  test('keeps the queues of its own pools', () => {
    expect(namesOf(manager(), 'ClusterQueue')).toEqual(expect.arrayContaining(['vision', 'speech', 'vision-fleet']));
    expect(objectOf(manager(), 'ClusterQueue', 'vision')['spec']).not.toHaveProperty('admissionChecksStrategy');
  });

  test('tells Kueue how many to ask at once, for how long to hope, and whose jobs they are', () => {
    expect(configOf(manager()).multiKueue).toEqual({
      origin: 'world',
      workerLostTimeout: '15m',
      dispatcherName: 'kueue.x-k8s.io/multikueue-dispatcher-incremental',
      incrementalDispatcherConfig: { stepSize: 1 },
    });
    const { fleet } = manager();
    const race = manager({ fleet: { ...(fleet as object), dispatch: { kind: 'race' } } as PlatformInput['fleet'] });
    expect(configOf(race).multiKueue).toMatchObject({
      dispatcherName: 'kueue.x-k8s.io/multikueue-dispatcher-all-at-once',
    });
    expect(configOf(samplePlatform())).not.toHaveProperty('multiKueue');
  });

  test('takes the way to its workers from the platform’s store of secrets where it has one', () => {
    const input = manager({
      target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
      pools: [{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 2 } }],
      access: { domain: 'ml.example.org', signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' } },
    });
    expect(namesOf(input, 'ExternalSecret')).toEqual(
      expect.arrayContaining(['kueue-system/oslo-kubeconfig', 'kueue-system/paris-kubeconfig']),
    );
  });
});

test.each([manager(), worker()])('what stands in a team’s namespaces comes with the team', (input) => {
  const waves = rendered(input)
    .manifests.filter(({ object }) => object.metadata.namespace === 'vision')
    .map(({ wave }) => wave);
  expect(new Set(waves)).toEqual(new Set(['tenants']));
});

describe('a worker of a fleet', () => {
  test('has the same queue in the same namespaces, for the teams whose jobs come', () => {
    const { teams } = samplePlatform();
    const input = worker({ teams: teams.map((team) => ({ ...team, fabric: 'allowed' as const })) });
    expect(namesOf(input, 'LocalQueue').filter((name) => name.endsWith('/fleet'))).toEqual([
      'vision/fleet',
      'vision-fabric/fleet',
    ]);
    expect(objectOf(input, 'LocalQueue', 'fleet', 'vision')['spec']).toEqual({ clusterQueue: 'vision' });
  });

  test('lets its manager look everywhere, and make jobs only in those namespaces', () => {
    const verbs = (name: string) =>
      (objectOf(worker(), 'ClusterRole', name)['rules'] as { resources: string[]; verbs: string[] }[]).map((rule) => [
        rule.resources.join(),
        rule.verbs.join(),
      ]);
    expect(verbs('plinth-fleet-watch')).toEqual([
      ['workloads', 'list,watch'],
      ['jobs', 'watch'],
      ['pods', 'watch'],
      ['statefulsets', 'watch'],
    ]);
    expect(verbs('plinth-fleet-send')).toEqual([
      ['workloads', 'create,delete,get,patch,update'],
      ['workloads/status', 'get,patch,update'],
      ['jobs', 'create,delete,get'],
    ]);
    expect(namesOf(worker(), 'RoleBinding').filter((name) => name.includes('fleet'))).toEqual([
      'vision/plinth-fleet-send',
    ]);
    expect(objectOf(worker(), 'ClusterRoleBinding', 'plinth-fleet-watch')['subjects']).toEqual([
      { kind: 'ServiceAccount', name: 'fleet-manager', namespace: 'kueue-system' },
    ]);
  });

  test('lets in what it trains with', () => {
    const input = worker({ training: { frameworks: ['torch', 'ray'] } });
    const rules = objectOf(input, 'ClusterRole', 'plinth-fleet-send')['rules'] as { resources: string[] }[];
    expect(rules.flatMap(({ resources }) => resources)).toEqual([
      ...['workloads', 'workloads/status', 'jobs', 'jobsets', 'trainjobs', 'rayclusters', 'rayjobs'],
    ]);
  });
});
