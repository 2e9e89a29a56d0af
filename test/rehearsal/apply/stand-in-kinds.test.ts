import { describe, expect, test } from 'vitest';
import { isBuiltIn, standInKinds } from '../../../rehearsal/apply/stand-in-kinds.ts';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';

function object(apiVersion: string, kind: string, namespace?: string): KubernetesObject {
  return { apiVersion, kind, metadata: namespace === undefined ? { name: 'a' } : { name: 'a', namespace } };
}

function definitionOf(group: string, kind: string): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `any.${group}` },
    spec: { group, names: { kind } },
  };
}

describe('A definition that could not be had', () => {
  test('is stood in for by an open one, which takes whatever it is given', () => {
    expect(standInKinds([object('argoproj.io/v1alpha1', 'AppProject', 'argocd')])).toEqual([
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: {
          name: 'appprojects.argoproj.io',
          annotations: { 'api-approved.kubernetes.io': 'unapproved, stand-in' },
        },
        spec: {
          group: 'argoproj.io',
          scope: 'Namespaced',
          names: { kind: 'AppProject', plural: 'appprojects', singular: 'appproject', listKind: 'AppProjectList' },
          versions: [
            {
              name: 'v1alpha1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          ],
        },
      },
    ]);
  });

  test('is of the whole cluster where its object is in no namespace', () => {
    expect(standInKinds([object('karpenter.sh/v1', 'NodePool')])[0]?.spec).toMatchObject({ scope: 'Cluster' });
  });

  test('is made once for all its objects, with each of their versions and one that is stored', () => {
    const [definition, ...others] = standInKinds([
      object('kueue.x-k8s.io/v1beta2', 'Topology'),
      object('kueue.x-k8s.io/v1beta1', 'Topology'),
      object('kueue.x-k8s.io/v1beta2', 'Topology'),
    ]);
    expect(others).toEqual([]);
    expect(definition?.spec).toMatchObject({
      versions: [
        { name: 'v1beta1', storage: true },
        { name: 'v1beta2', storage: false },
      ],
    });
  });

  test.each([
    ['ClusterPolicy', 'clusterpolicies'],
    ['AppProject', 'appprojects'],
    ['NodeClass', 'nodeclasses'],
    ['Switch', 'switches'],
    ['Gateway', 'gateways'],
    ['Box', 'boxes'],
  ])('of a %s is called %s', (kind, plural) => {
    expect(standInKinds([object('example.org/v1', kind)])[0]?.metadata.name).toBe(`${plural}.example.org`);
  });
});

describe('Nothing is stood in for', () => {
  test('where an object defines the kind', () => {
    const defined = [definitionOf('example.org', 'Thing'), object('example.org/v1', 'Thing')];
    expect(standInKinds(defined)).toEqual([]);
    expect(standInKinds(defined.toReversed())).toEqual([]);
  });

  test('unless the definition is of another group', () => {
    expect(standInKinds([definitionOf('example.com', 'Thing'), object('example.org/v1', 'Thing')])).toHaveLength(1);
  });

  test('where Kubernetes itself serves the kind', () => {
    expect(standInKinds([object('v1', 'ConfigMap', 'a'), object('apps/v1', 'Deployment', 'a')])).toEqual([]);
  });
});

describe('A group that Kubernetes itself serves', () => {
  test.each([
    '',
    'apps',
    'batch',
    'networking.k8s.io',
    'rbac.authorization.k8s.io',
    'resource.k8s.io',
    'apiextensions.k8s.io',
    'flowcontrol.apiserver.k8s.io',
  ])('is %j', (group) => {
    expect(isBuiltIn(group)).toBe(true);
  });

  test.each([
    'sparkoperator.k8s.io',
    'gateway.networking.k8s.io',
    'snapshot.storage.k8s.io',
    'kueue.x-k8s.io',
    'nfd.k8s-sigs.io',
    'karpenter.sh',
    'karpenter.k8s.aws',
    'nvidia.com',
  ])('is not %j', (group) => {
    expect(isBuiltIn(group)).toBe(false);
  });
});
