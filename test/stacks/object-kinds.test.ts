import { describe, expect, test } from 'vitest';
import { isCustom, isWaitedFor, isWithinCluster, tierOf } from '../../stacks/object-kinds.ts';

describe('kinds of objects', () => {
  test.each([
    ['v1', 'Namespace'],
    ['v1', 'Service'],
    ['v1', 'PersistentVolumeClaim'],
    ['v1', 'PersistentVolume'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['apps/v1', 'StatefulSet'],
    ['karpenter.sh/v1', 'NodePool'],
    ['karpenter.sh/v1', 'NodeClaim'],
    ['karpenter.k8s.aws/v1', 'EC2NodeClass'],
    ['gateway.networking.k8s.io/v1', 'Gateway'],
    ['kueue.x-k8s.io/v1beta2', 'ClusterQueue'],
    ['example.org/v1', 'ConfigMap'],
  ])('%s %s may stand for something outside the cluster, and is deleted by itself', (apiVersion, kind) => {
    expect(isWithinCluster({ apiVersion, kind })).toBe(false);
  });

  test.each([
    ['v1', 'ConfigMap'],
    ['apps/v1', 'Deployment'],
    ['rbac.authorization.k8s.io/v1', 'Role'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ])('%s %s goes with the cluster', (apiVersion, kind) => {
    expect(isWithinCluster({ apiVersion, kind })).toBe(true);
  });

  test('are custom by their group, also where it looks like Kubernetes’ own', () => {
    expect(isCustom({ apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'Topology' })).toBe(true);
    expect(isCustom({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' })).toBe(true);
    expect(isCustom({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' })).toBe(false);
    expect(isCustom({ apiVersion: 'v1', kind: 'ConfigMap' })).toBe(false);
  });

  test('are waited for by what they are, not by what they are called', () => {
    expect(isWaitedFor({ apiVersion: 'v1', kind: 'Service' })).toBe(true);
    expect(isWaitedFor({ apiVersion: 'serving.knative.dev/v1', kind: 'Service' })).toBe(false);
  });

  test('come in tiers, each of which needs those before', () => {
    const kinds = [
      { apiVersion: 'v1', kind: 'Namespace' },
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
      { apiVersion: 'v1', kind: 'ServiceAccount' },
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'Topology' },
      { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ResourceFlavor' },
      { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue' },
      { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'LocalQueue' },
    ];
    expect(kinds.map(tierOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
