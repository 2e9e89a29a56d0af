import { describe, expect, test } from 'vitest';
import type { KubernetesObject, Lock } from '../../../constructs/core/index.ts';
import { deliveryFiles } from '../../../constructs/delivery/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered, samplePlatform } from '../../sample.ts';

const GIT = { repository: 'https://git.example.org/lab.git', path: 'clusters/lab' };
const DELIVERIES: PlatformInput['delivery'][] = [
  { kind: 'argocd', ...GIT },
  { kind: 'flux', ...GIT },
  { kind: 'plain' },
  { kind: 'pulumi' },
];

/** Without accelerators the platform installs Kueue and Argo CD only. */
const CPU_ONLY: PlatformInput['pools'] = [
  { name: 'train-h100', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } },
];

/** What a lock would say about Kueue: one definition and one object are enough to see where they go. */
const LOCK: Lock = {
  images: {},
  addOns: {
    kueue: {
      component: 'kueue',
      version: '0.0.0',
      digest: '',
      valuesDigest: '',
      crds: [
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'things.example.org' },
        },
      ],
      objects: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'kueue-controller-manager', namespace: 'kueue-system' },
        },
      ],
    },
  },
};

function platformObjects(delivery: PlatformInput['delivery'], lock?: Lock): KubernetesObject[] {
  return rendered(samplePlatform({ delivery, pools: CPU_ONLY }), lock)
    .manifests.filter(({ room }) => room !== 'delivery')
    .map(({ object }) => object);
}

function files(delivery: PlatformInput['delivery'], lock?: Lock) {
  return deliveryFiles(rendered(samplePlatform({ delivery, pools: CPU_ONLY }), lock).platform);
}

describe('delivery', () => {
  test('is a value: the platform’s own objects are equal under all four', () => {
    const [first, ...others] = DELIVERIES.map((delivery) => platformObjects(delivery));
    for (const objects of others) expect(objects).toEqual(first);
  });

  test('with a lock the add-ons’ objects are equal under all four too', () => {
    const [first, ...others] = DELIVERIES.map((delivery) => platformObjects(delivery, LOCK));
    expect(first?.some(({ kind }) => kind === 'CustomResourceDefinition')).toBe(true);
    for (const objects of others) expect(objects).toEqual(first);
  });

  test('plain and pulumi bring no objects of their own', () => {
    expect(files({ kind: 'plain' }).size).toBe(0);
    expect(files({ kind: 'pulumi' }).size).toBe(0);
  });
});

describe('Argo CD', () => {
  const argoCd = DELIVERIES[0] as PlatformInput['delivery'];
  const waves = (lock?: Lock) =>
    [...files(argoCd, lock)].flatMap(([path, objects]) =>
      path.startsWith('argocd/apps/')
        ? [[path, objects[0]?.metadata.annotations?.['argocd.argoproj.io/sync-wave']]]
        : [],
    );

  test('syncs namespaces, then charts, then the platform, then the teams', () => {
    expect(waves()).toEqual([
      ['argocd/apps/10-operators.yaml', '10'],
      ['argocd/apps/20-platform.yaml', '20'],
      ['argocd/apps/30-tenants.yaml', '30'],
      ['argocd/apps/11-kueue.yaml', '11'],
      ['argocd/apps/11-argo-cd.yaml', '11'],
    ]);
  });

  test('takes locked add-ons from Git, definitions first', () => {
    expect(waves(LOCK).map(([path]) => path)).toEqual([
      'argocd/apps/00-crds.yaml',
      'argocd/apps/10-operators.yaml',
      'argocd/apps/20-platform.yaml',
      'argocd/apps/30-tenants.yaml',
      'argocd/apps/11-argo-cd.yaml',
    ]);
  });

  test('may write only to the platform’s namespaces, from its own repository and charts', () => {
    const [project] = files(argoCd).get('argocd/project.yaml') ?? [];
    const spec = project?.['spec'] as { sourceRepos: string[]; destinations: { namespace: string }[] };
    expect(spec.sourceRepos).not.toContain('*');
    expect(spec.destinations.map(({ namespace }) => namespace)).toEqual([
      'argocd',
      'kube-system',
      'kueue-system',
      'speech',
      'vision',
    ]);
  });

  test('names a namespace that its project takes for every application', () => {
    const found = [...files(argoCd, LOCK)].flatMap(([, objects]) => objects);
    const project = found.find(({ kind }) => kind === 'AppProject')?.['spec'] as {
      destinations: { namespace: string }[];
    };
    const taken = project.destinations.map(({ namespace }) => namespace);
    const applications = found.filter(({ kind }) => kind === 'Application');
    expect(applications.length).toBeGreaterThan(4);
    for (const { metadata, spec } of applications)
      expect(taken, metadata.name).toContain((spec as { destination: { namespace?: string } }).destination.namespace);
  });

  test('takes along what an application brought, but neither below the root by mistake nor itself', () => {
    const found = [...files(argoCd, LOCK)].flatMap(([, objects]) => objects);
    const cascading = found
      .filter(({ kind }) => kind === 'Application')
      .map(({ metadata }) => [metadata.name, (metadata as { finalizers?: string[] }).finalizers !== undefined]);
    expect(Object.fromEntries(cascading)).toEqual({
      lab: false,
      'lab-00-crds': true,
      'lab-10-operators': true,
      'lab-20-platform': true,
      'lab-30-tenants': true,
      'lab-argo-cd': false,
    });
    const own = rendered(samplePlatform({ delivery: argoCd, pools: CPU_ONLY }), LOCK).manifests.filter(
      ({ room }) => room === 'delivery',
    );
    expect(own.map(({ object }) => object.kind)).toContain('Namespace');
    for (const { object } of own)
      expect(object.metadata.annotations?.['argocd.argoproj.io/sync-options'], object.kind).toBe('Delete=false');
  });

  test('knows the health of Applications, so that a wave really waits, and has no local administrator', () => {
    const [application] = files(argoCd).get('argocd/apps/11-argo-cd.yaml') ?? [];
    expect(application?.['spec']).toMatchObject({
      source: {
        helm: {
          valuesObject: {
            configs: {
              cm: {
                'admin.enabled': 'false',
                'resource.customizations.health.argoproj.io_Application': expect.stringContaining('health.status'),
              },
            },
          },
        },
      },
    });
  });
});

describe('Flux', () => {
  const flux = DELIVERIES[1] as PlatformInput['delivery'];

  test('chains the waves: each waits for the one before', () => {
    const steps = [...files(flux)].flatMap(([, objects]) => objects.filter(({ kind }) => kind === 'Kustomization'));
    expect(
      steps.map(({ metadata, spec }) => [
        metadata.name,
        (spec as { dependsOn: { name: string }[] }).dependsOn.map(({ name }) => name),
      ]),
    ).toEqual([
      ['lab-10-operators', []],
      ['lab-11-add-ons', ['lab-10-operators']],
      ['lab-20-platform', ['lab-11-add-ons']],
      ['lab-30-tenants', ['lab-20-platform']],
    ]);
  });

  test('waits when a step is deleted until all of it is gone, before the one below it is', () => {
    const steps = [...files(flux)].flatMap(([, objects]) => objects.filter(({ kind }) => kind === 'Kustomization'));
    expect(steps.length).toBeGreaterThan(3);
    for (const { spec } of steps) expect(spec).toMatchObject({ prune: true, deletionPolicy: 'WaitForTermination' });
  });

  test('installs a chart from an OCI registry by reference', () => {
    const [source, release] = files(flux).get('flux/add-ons/kueue.yaml') ?? [];
    expect(source).toMatchObject({ kind: 'OCIRepository', spec: { url: 'oci://registry.k8s.io/kueue/charts/kueue' } });
    expect(release).toMatchObject({
      kind: 'HelmRelease',
      spec: { chartRef: { kind: 'OCIRepository', name: 'kueue' }, targetNamespace: 'kueue-system' },
    });
  });
});
