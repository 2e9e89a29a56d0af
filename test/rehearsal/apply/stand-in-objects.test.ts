import { describe, expect, test } from 'vitest';
import { standInObject } from '../../../rehearsal/apply/stand-in-objects.ts';

const CORE = { apiVersion: 'v1', name: 'access', purpose: 'to be tested' } as const;

describe('What the stack would bring', () => {
  test('stands as a Secret with the keys that it must have, and nothing real in them', () => {
    expect(standInObject({ ...CORE, kind: 'Secret', namespace: 'vision', keys: ['id', 'key'] })).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'access', namespace: 'vision' },
      stringData: { id: 'simulated-access-id', key: 'simulated-access-key' },
    });
  });

  test('has the values of its source, and no others have them', () => {
    const values = (change: object) =>
      standInObject({ ...CORE, kind: 'Secret', keys: ['key'], ...change })['stringData'];
    expect(values({ name: 'a', source: 'client' })).toEqual(values({ name: 'b', source: 'client' }));
    expect(values({ name: 'a' })).not.toEqual(values({ name: 'b' }));
  });

  test('stands as a ConfigMap with its keys, or without any', () => {
    expect(standInObject({ ...CORE, kind: 'ConfigMap', keys: ['a'] })).toMatchObject({ data: { a: 'simulated' } });
    expect(standInObject({ ...CORE, kind: 'ConfigMap' })).toMatchObject({ data: {} });
  });

  test('stands as a StorageClass that provisions nothing and waits for the pod', () => {
    expect(standInObject({ ...CORE, apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' })).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'access' },
      provisioner: 'rehearsal.plinth.dev/none',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  });

  test('stands as a RuntimeClass whose handler has its name', () => {
    expect(standInObject({ ...CORE, kind: 'RuntimeClass' })).toMatchObject({ handler: 'access' });
  });

  test('stands as its name alone where the kind needs no more', () => {
    const account = standInObject({ ...CORE, kind: 'ServiceAccount', namespace: 'vision' });
    expect(account).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'access', namespace: 'vision' },
    });
  });
});
