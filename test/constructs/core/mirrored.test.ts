import { expect, test } from 'vitest';
import { components } from '../../../catalog/index.ts';
import { type LockedObject, namedImages } from '../../../constructs/core/index.ts';
import { rendered, samplePlatform } from '../../sample.ts';

const mirrors = [{ source: '*', mirror: 'm.example.org' }];
const { name: component, version } = components.kueue;

function locked(object: Partial<LockedObject>, change: Parameters<typeof samplePlatform>[0] = {}) {
  const objects = [{ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'it', namespace: 'kueue-system' }, ...object }];
  const contents = { component, version, digest: '', valuesDigest: '', crds: [], objects };
  const lock = { addOns: { kueue: contents }, images: {} };
  const { manifests } = rendered(samplePlatform({ images: { mirrors }, ...change }), lock);
  return manifests.find(({ object: { kind, metadata } }) => kind === (object.kind ?? 'Thing') && metadata.name === 'it')
    ?.object;
}

test('a container, a flag, a variable and a file of settings name the mirror', () => {
  const data = {
    'a.json': '{"image": "kserve/agent:v1", "other": "kserve/agent:v1.1"}',
    art: '{"image" : "kserve/art", "defaultImageVersion": "v1"}',
    model: 'oci://docker.io/models/a:1',
  };
  const args = ['--solver-image=quay.io/jetstack/solver:v1', '--also=quay.io/jetstack/solver:v1.2'];
  const env = [{ name: 'RELATED_IMAGE_A', value: 'a/b:1' }];
  expect(locked({ data, spec: { containers: [{ image: 'busybox', args, env }] } })).toMatchObject({
    data: {
      'a.json': '{"image": "m.example.org/docker.io/kserve/agent:v1", "other": "kserve/agent:v1.1"}',
      art: '{"image" : "m.example.org/docker.io/kserve/art", "defaultImageVersion": "v1"}',
      model: 'oci://m.example.org/docker.io/models/a:1',
    },
    spec: {
      containers: [
        {
          image: 'm.example.org/docker.io/library/busybox',
          args: [
            '--solver-image=m.example.org/quay.io/jetstack/solver:v1',
            '--also=m.example.org/quay.io/jetstack/solver:v1.2',
          ],
          env: [{ name: 'RELATED_IMAGE_A', value: 'm.example.org/docker.io/a/b:1' }],
        },
      ],
    },
  });
});

test('a field that holds the folder of an image names the mirror’s, and the rest stays', () => {
  const driver = { repository: 'nvcr.io/nvidia', image: 'driver', version: '1' };
  expect(locked({ spec: { driver } })).toMatchObject({
    spec: { driver: { repository: 'm.example.org/nvcr.io/nvidia', image: 'driver', version: '1' } },
  });
});

test('what an override says is renamed as well', () => {
  const override = {
    kind: 'Thing',
    name: 'it',
    namespace: 'kueue-system',
    because: 'our own build',
    patch: [{ op: 'replace' as const, path: '/spec/containers/0/image', value: 'ghcr.io/own/it:2' }],
  };
  expect(locked({ spec: { containers: [{ image: 'a/b:1' }] } }, { overrides: [override] })).toMatchObject({
    spec: { containers: [{ image: 'm.example.org/ghcr.io/own/it:2' }] },
  });
});

test('everything that a platform names lies in the mirror, and nothing changes without one', () => {
  const training = { frameworks: ['torch', 'jax', 'katib'] as const };
  const images = (input: ReturnType<typeof samplePlatform>) =>
    rendered(input).manifests.flatMap(({ object }) => namedImages(object).map(({ image }) => image));
  const renamed = images(samplePlatform({ training, images: { mirrors } }));
  expect(renamed.length).toBeGreaterThan(2);
  expect(renamed.filter((image) => !image.startsWith('m.example.org/'))).toEqual([]);
  expect(images(samplePlatform({ training, images: {} }))).toEqual(images(samplePlatform({ training })));
});
