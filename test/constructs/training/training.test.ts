import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AddOn } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, objectsOf, rendered, samplePlatform } from '../../sample.ts';
import { sharedData } from '../../shared-data.ts';
import { trainingOf, trainingPlatform } from './training-sample.ts';

type Frameworks = NonNullable<NonNullable<PlatformInput['training']>['frameworks']>;

function platformWith(...frameworks: Frameworks) {
  return trainingPlatform({ frameworks });
}

function addOn(name: string, input = platformWith('torch', 'ray', 'spark', 'katib')): AddOn {
  const found = trainingOf(input).addOns.find(({ component }) => component.name === name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

const namesOf = (input: PlatformInput, kind: string) => objectsOf(input, kind).map(({ metadata }) => metadata.name);

describe('the training room', () => {
  test('is closed where the spec does not ask for it: no operator, no runtime', () => {
    const { manifests, platform } = rendered(samplePlatform());
    expect(platform.training).toBeUndefined();
    expect(manifests.filter(({ room }) => room === 'training')).toEqual([]);
  });

  test.each<[Frameworks, string[]]>([
    [['torch'], ['jobset', 'leaderworkerset', 'kubeflow-trainer']],
    [
      ['torch', 'ray'],
      ['jobset', 'leaderworkerset', 'kubeflow-trainer', 'kuberay'],
    ],
    [['spark'], ['jobset', 'leaderworkerset', 'kubeflow-trainer', 'spark-operator']],
    [
      ['torch', 'katib'],
      ['jobset', 'leaderworkerset', 'kubeflow-trainer', 'katib'],
    ],
  ])('with %j installs %j', (frameworks, expected) => {
    expect(trainingOf(platformWith(...frameworks)).addOns.map(({ component }) => component.name)).toEqual(expected);
  });

  test.each<[Frameworks, string[]]>([
    [['torch'], ['plinth-torch', 'plinth-torch-elastic']],
    [
      ['jax', 'xgboost'],
      ['plinth-jax', 'plinth-xgboost'],
    ],
    [
      ['deepspeed', 'mpi'],
      ['plinth-deepspeed', 'plinth-mpi'],
    ],
    [['ray'], []],
  ])('with %j brings the runtimes %j and no other', (frameworks, expected) => {
    expect(namesOf(platformWith(...frameworks), 'ClusterTrainingRuntime').sort()).toEqual(expected);
  });

  test('installs what is built on JobSet after it', () => {
    expect(addOn('kubeflow-trainer').after.map(({ component }) => component.name)).toEqual(['jobset']);
    expect(addOn('katib').after.map(({ component }) => component.name)).toEqual(['kubeflow-trainer']);
  });

  test('gives every operator a restricted namespace of its own, closed but for webhooks', () => {
    const input = platformWith('torch', 'ray', 'spark', 'katib');
    const namespaces = trainingOf(input).addOns.map(({ namespace }) => namespace);
    expect(namespaces).toEqual([
      'jobset-system',
      'lws-system',
      'kubeflow-system',
      'ray-system',
      'spark-operator',
      'kubeflow',
    ]);
    for (const namespace of namespaces) {
      expect(objectOf(input, 'Namespace', namespace).metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      expect(objectOf(input, 'NetworkPolicy', 'default-deny', namespace)['spec']).toEqual({
        podSelector: {},
        policyTypes: ['Ingress'],
      });
    }
  });

  test('runs every operator twice, and never lets a drain take both', () => {
    const part = { replicas: 2, leaderElection: { enable: true } };
    expect(addOn('jobset').values).toMatchObject({
      controller: { ...part, podDisruptionBudget: { enabled: true, minAvailable: 1 } },
    });
    expect(addOn('leaderworkerset').values).toMatchObject({ replicaCount: 2 });
    expect(addOn('kubeflow-trainer').values).toMatchObject({ manager: { replicas: 2 } });
    expect(addOn('kuberay').values).toMatchObject({ replicas: 2, leaderElectionEnabled: true });
    const budgeted = { ...part, podDisruptionBudget: { enable: true, minAvailable: 1 } };
    expect(addOn('spark-operator').values).toMatchObject({ controller: budgeted, webhook: budgeted });
    const budgets = objectsOf(platformWith('torch', 'ray'), 'PodDisruptionBudget').map(({ metadata, spec }) => [
      `${metadata.namespace}/${metadata.name}`,
      spec,
    ]);
    const budget = (name: string) => ({
      minAvailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
    });
    expect(budgets).toEqual([
      ['kubeflow-system/kubeflow-trainer-controller-manager', budget('kubeflow-trainer')],
      ['lws-system/lws-controller-manager', budget('lws')],
      ['ray-system/kuberay-operator', budget('kuberay-operator')],
    ]);
  });

  test('leaves JobSet and LeaderWorkerSet to one owner, and upstream’s runtimes out', () => {
    expect(addOn('kubeflow-trainer').values).toMatchObject({
      jobset: { install: false },
      dataCache: { enabled: false, lws: { install: false } },
      runtimes: { defaultEnabled: false },
    });
  });

  test('runs released images where the charts name staging ones, in the version that is installed', () => {
    const older = { ...platformWith('torch'), components: { jobset: { version: '0.11.1' } } };
    expect(addOn('jobset').values).toMatchObject({
      image: { repository: 'registry.k8s.io/jobset/jobset', tag: 'v0.12.0' },
    });
    expect(addOn('jobset', older).values).toMatchObject({ image: { tag: 'v0.11.1' } });
    expect(addOn('leaderworkerset').values).toMatchObject({
      image: { manager: { repository: 'registry.k8s.io/lws/lws', tag: 'v0.9.0' } },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
  });

  test('lets the Spark operator look into team namespaces only, and offers no page of Spark', () => {
    expect(addOn('spark-operator').values).toMatchObject({
      controller: { uiService: { enable: false } },
      spark: {
        jobNamespaces: [],
        jobNamespaceSelector: 'plinth.dev/team',
        serviceAccount: { create: false },
        rbac: { create: false },
      },
    });
  });

  test('gives Spark drivers the right to make pods in their own namespace, and only with Spark', () => {
    const input = platformWith('spark');
    expect(objectOf(input, 'RoleBinding', 'spark-driver', 'vision')).toMatchObject({
      roleRef: { kind: 'Role', name: 'spark-driver' },
      subjects: [{ kind: 'ServiceAccount', name: 'team', namespace: 'vision' }],
    });
    expect(objectOf(input, 'Role', 'spark-driver', 'vision')['rules']).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps', 'persistentvolumeclaims', 'pods', 'services'],
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      },
    ]);
    expect(namesOf(platformWith('torch', 'ray', 'katib'), 'Role')).not.toContain('spark-driver');
  });

  test('lets KubeRay ask the heads of Ray clusters how they are, and nobody else', () => {
    expect(objectOf(platformWith('ray'), 'NetworkPolicy', 'allow-ray-operator', 'vision-fabric')['spec']).toEqual({
      podSelector: { matchLabels: { 'ray.io/node-type': 'head' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ray-system' } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kuberay-operator' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 8265 }],
        },
      ],
    });
    expect(namesOf(platformWith('torch'), 'NetworkPolicy')).not.toContain('allow-ray-operator');
  });

  test('makes runtimes of their own for teams whose pods must name a sandbox', () => {
    const quota = { 'train-h100': { guaranteed: 8, borrowable: 8 } };
    const teams = [
      { name: 'agents', groups: ['oidc:agents'], quota, sandbox: 'gvisor' as const },
      { name: 'speech', groups: ['oidc:speech'], quota },
    ];
    const own = objectsOf(trainingPlatform({ frameworks: ['jax'] }, { teams }), 'TrainingRuntime');
    expect(own.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['agents/plinth-jax']);
    expect(JSON.stringify(own[0])).toContain('"runtimeClassName":"gvisor"');
  });

  test('finds where a team’s jobs run, and says which pools are open where one is not', () => {
    const place = trainingOf().place('vision', 'train-h100');
    expect(place).toMatchObject({
      namespace: 'vision',
      fabricNamespace: 'vision-fabric',
      queueName: 'default',
      ceiling: 16,
      priorities: ['low', 'normal', 'high'],
    });
    expect(trainingOf().place('speech', 'train-h100').fabricNamespace).toBeUndefined();
    expect(() => trainingOf().place('vision', 'serve-l40s')).toThrow(
      'TRAINING_PLACE_CLOSED at training: pool serve-l40s is not open to team vision; open to it: train-h100; choose one of them, or give vision a quota on serve-l40s',
    );
  });
});

/** Values that charts hand to Kubernetes as they are. */
const KUBERNETES = ['resources', 'podSecurityContext'];

/** Paths of values that a chart has no place for. A map that the chart leaves empty takes anything. */
function unknownKeys(values: object, chart: unknown, path = ''): string[] {
  if (typeof chart !== 'object' || chart === null || Object.keys(chart).length === 0) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(chart, key)) return [at];
    if (KUBERNETES.includes(key)) return [];
    const inner: unknown = Reflect.get(chart, key);
    return typeof value === 'object' && value !== null ? unknownKeys(value, inner, at) : [];
  });
}

const charts = sharedData('upstream/charts');

describe.skipIf(charts === undefined)('the values of training’s add-ons', () => {
  test.each([
    ['jobset', 'jobset'],
    ['leaderworkerset', 'lws'],
    ['kubeflow-trainer', 'kubeflow-trainer'],
    ['kuberay', 'kuberay-operator'],
    ['spark-operator', 'spark-operator'],
  ])('have only keys that the chart of %s has', (name, folder) => {
    const chart: unknown = parse(readFileSync(`${charts}/${folder}/values.yaml`, 'utf8'));
    expect(unknownKeys(addOn(name).values, chart)).toEqual([]);
    expect(unknownKeys({ ...addOn(name).values, replicaz: 2 }, chart)).toEqual(['replicaz']);
  });
});
