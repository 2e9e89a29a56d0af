import { describe, expect, test } from 'vitest';
import { type ClusterObject, KubernetesObject, objectKey, typeToken } from '../../stacks/kubernetes-object.ts';
import { recorded } from './recording.ts';

describe('an object of the cluster', () => {
  test.each([
    ['v1', 'ConfigMap', 'kubernetes:core/v1:ConfigMap'],
    ['apps/v1', 'Deployment', 'kubernetes:apps/v1:Deployment'],
    ['kueue.x-k8s.io/v1beta2', 'ClusterQueue', 'kubernetes:kueue.x-k8s.io/v1beta2:ClusterQueue'],
  ])('of %s %s is registered as the provider reads it', (apiVersion, kind, token) => {
    expect(typeToken({ apiVersion, kind })).toBe(token);
  });

  test('is called by its own names and nobody else’s', () => {
    expect(objectKey({ kind: 'Namespace', metadata: { name: 'vision' } })).toBe('Namespace:vision');
    expect(objectKey({ kind: 'ConfigMap', metadata: { name: 'store', namespace: 'vision' } })).toBe(
      'ConfigMap:vision/store',
    );
  });

  test('has itself as inputs, with nothing added', async () => {
    const object: ClusterObject = {
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { name: 'a', labels: { x: 'y' } },
      spec: { size: 3, on: true, list: ['a'] },
    };
    const [made] = await recorded(() => new KubernetesObject(object, {}));
    expect(made?.inputs).toEqual(object);
  });

  test('that is a Secret hides its data', async () => {
    const object: ClusterObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'keys', namespace: 'vision' },
      stringData: { key: 'plain' },
    };
    const [made] = await recorded(() => new KubernetesObject(object, {}));
    expect(made?.inputs).toEqual({ ...object, stringData: { secret: { key: 'plain' } } });
  });
});
