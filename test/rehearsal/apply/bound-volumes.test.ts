import { expect, test, vi } from 'vitest';
import { bindVolumes } from '../../../rehearsal/apply/bound-volumes.ts';
import { scriptedCollection } from './scripted-collection.ts';

function claim(name: string, phase: string) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'vision', resourceVersion: '1' },
    spec: { accessModes: ['ReadWriteMany'], storageClassName: 'fast', resources: { requests: { storage: '1Ti' } } },
    status: { phase },
  };
}

test('claims that wait get a volume that is made for them, those that come later too; others are left alone', async () => {
  const { client, sent } = scriptedCollection(
    [claim('checkpoints', 'Pending'), claim('known', 'Bound')],
    [claim('database-1', 'Pending')],
  );
  const volumes = bindVolumes(client);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  volumes.close();
  expect(volumes.claims).toEqual(['vision/checkpoints', 'vision/database-1']);
  expect(sent.map(({ body, method, path }) => [method, path, body])).toEqual(
    ['checkpoints', 'database-1'].map((name) => [
      'POST',
      '/api/v1/persistentvolumes',
      expect.objectContaining({
        metadata: { name: `rehearsal-vision-${name}` },
        spec: expect.objectContaining({
          capacity: { storage: '1Ti' },
          storageClassName: 'fast',
          claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: 'vision' },
        }),
      }),
    ]),
  );
});
