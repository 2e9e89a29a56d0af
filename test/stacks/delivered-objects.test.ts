import { describe, expect, test } from 'vitest';
import { manifestsOf } from '../../constructs/core/index.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { deliveredObjects, undefinedGroups } from '../../stacks/delivered-objects.ts';
import { objectKey } from '../../stacks/kubernetes-object.ts';
import { stackFindings } from '../../stacks/stack-findings.ts';
import { samplePlatform } from '../sample.ts';
import { before, environmentOf, stackOf, the } from './recorded-stack.ts';
import { platformOn, TARGETS } from './target-sample.ts';

const GIT = { repository: 'https://git.example.org/lab.git', path: 'clusters/lab' };
const ARGO_CD: PlatformInput['delivery'] = { kind: 'argocd', ...GIT };
const FLUX: PlatformInput['delivery'] = { kind: 'flux', ...GIT };

function delivered(delivery: PlatformInput['delivery']) {
  const { platform, spec } = environmentOf(samplePlatform({ delivery }));
  return deliveredObjects(platform, spec.delivery.kind);
}

const keys = (objects: ReturnType<typeof delivered>) => objects.map(({ object }) => objectKey(object));

describe('what the stack brings', () => {
  test('is every rendered object where it is the delivery', () => {
    const { platform } = environmentOf(samplePlatform({ delivery: { kind: 'pulumi' } }));
    expect(keys(deliveredObjects(platform, 'pulumi')).sort()).toEqual(
      manifestsOf(platform)
        .map(({ object }) => objectKey(object))
        .sort(),
    );
  });

  test('is nothing where people apply the folder', () => {
    expect(delivered({ kind: 'plain' })).toEqual([]);
  });

  test('is Argo CD, and the application from which it finds all others', () => {
    const found = keys(delivered(ARGO_CD));
    expect(found).toEqual(
      expect.arrayContaining(['Namespace:argocd', 'AppProject:argocd/lab', 'Application:argocd/lab']),
    );
    expect(found).toContain('Deployment:argocd/argo-cd');
    expect(found.filter((key) => key.startsWith('Application:'))).toHaveLength(1);
    expect(found.join()).not.toContain('vision');
  });

  test('is what Flux begins with, and not what Flux applies itself', () => {
    const found = keys(delivered(FLUX));
    expect(found).toContain('GitRepository:flux-system/lab');
    expect(found).toContain('Kustomization:flux-system/lab-30-tenants');
    expect(found.join()).not.toContain('HelmRelease');
  });

  test('goes in the order in which the engine takes along what it brought: tenants, then platform', async () => {
    const run = await stackOf(samplePlatform({ delivery: FLUX }));
    const step = (name: string) =>
      the(run, 'kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization', `Kustomization:flux-system/lab-${name}`);
    expect(before(run, step('30-tenants'))).toContain(step('20-platform').urn);
    expect(before(run, step('20-platform'))).toContain(step('10-operators').urn);
  });

  test('lets Argo CD’s root application wait, when it is deleted, until what it brought is gone', async () => {
    const run = await stackOf(samplePlatform({ delivery: ARGO_CD }));
    const root = the(run, 'kubernetes:argoproj.io/v1alpha1:Application');
    expect(root.inputs['metadata']).toMatchObject({ finalizers: ['resources-finalizer.argocd.argoproj.io'] });
    expect(before(run, root)).toContain(the(run, 'kubernetes:apps/v1:Deployment', 'Deployment:argocd/argo-cd').urn);
  });
});

describe('a delivery that nobody has installed', () => {
  const without = (input: PlatformInput, layer: 'all' | 'platform') => {
    const args = environmentOf(input, 'protected', false);
    return stackFindings(args, layer).map(({ code, level }) => `${level} ${code}`);
  };
  const onAws = (delivery: PlatformInput['delivery']): PlatformInput => ({
    ...platformOn(TARGETS.aws, { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 1, max: 2 } }),
    delivery,
  });

  test('is an error in a cluster that is made by the same run', () => {
    for (const delivery of [ARGO_CD, FLUX])
      expect(without(onAws(delivery), 'all')).toEqual(['error STACK_DELIVERY_UNDEFINED']);
  });

  test('is a warning in a cluster that is there: it may have it', () => {
    expect(without(onAws(FLUX), 'platform')).toEqual(['warning STACK_DELIVERY_UNDEFINED']);
    expect(without(samplePlatform({ delivery: ARGO_CD }), 'all')).toEqual(['warning STACK_DELIVERY_UNDEFINED']);
  });

  test('is no finding where the lock holds it, or where nothing is delivered', () => {
    const args = environmentOf(onAws(ARGO_CD));
    expect(stackFindings(args, 'all')).toEqual([]);
    expect(without(onAws(ARGO_CD), 'platform')).toEqual(['warning STACK_DELIVERY_UNDEFINED']);
    expect(without(onAws({ kind: 'plain' }), 'all')).toEqual([]);
  });

  test('is seen by its custom resources', () => {
    expect(undefinedGroups(delivered(FLUX))).toEqual(['kustomize.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io']);
  });
});
