import { describe, expect, test } from 'vitest';
import { components } from '../../catalog/index.ts';
import { podImages } from '../../constructs/core/index.ts';
import { imageList, mirrorName } from '../../workspace/image-list.ts';
import { referenceOf } from '../../workspace/lock/image-digest.ts';
import { rendered, samplePlatform } from '../sample.ts';

describe('mirrorName', () => {
  test.each([
    ['busybox:1', 'mirror.example.org/docker.io/library/busybox:1'],
    ['pytorch/pytorch:2', 'mirror.example.org/docker.io/pytorch/pytorch:2'],
    ['registry.k8s.io/kueue/kueue:v1', 'mirror.example.org/registry.k8s.io/kueue/kueue:v1'],
    ['localhost:5000/a:1', 'mirror.example.org/localhost:5000/a:1'],
  ])('puts %s under the mirror', (image, expected) => {
    expect(mirrorName(image, 'mirror.example.org/')).toBe(expected);
  });
});

describe('referenceOf', () => {
  test.each([
    ['busybox', { registry: 'registry-1.docker.io', repository: 'library/busybox', reference: 'latest' }],
    ['pytorch/pytorch:2.9', { registry: 'registry-1.docker.io', repository: 'pytorch/pytorch', reference: '2.9' }],
    ['localhost:5000/a/b:1', { registry: 'localhost:5000', repository: 'a/b', reference: '1' }],
    ['localhost:5000/a', { registry: 'localhost:5000', repository: 'a', reference: 'latest' }],
    [
      `quay.io/a/b@sha256:${'0'.repeat(64)}`,
      { registry: 'quay.io', repository: 'a/b', reference: `sha256:${'0'.repeat(64)}` },
    ],
  ])('reads %s', (image, expected) => {
    expect(referenceOf(image)).toEqual(expected);
  });
});

describe('imageList', () => {
  const { name: component, version } = components.kueue;
  const contents = { component, version, digest: '', valuesDigest: '', crds: [], objects: [] };
  const [image] = components.kueue.images;
  const listed = (locked: string) => {
    const lock = { addOns: { kueue: { ...contents, version: locked } }, images: { [image]: 'sha256:1' } };
    const { manifests, platform } = rendered(samplePlatform(), lock);
    return imageList(platform, manifests, lock);
  };

  test('has what the catalogue names for a locked chart as well: operators start images that no object names', () => {
    expect(listed(version)).toContainEqual({ image, digest: 'sha256:1', usedBy: ['kueue'], known: 'catalogue' });
  });
});

describe('podImages', () => {
  test('finds images however deep the pod template stands', () => {
    const job = {
      spec: {
        replicatedJobs: [
          {
            template: {
              spec: { template: { spec: { containers: [{ image: 'a:1' }], initContainers: [{ image: 'b:1' }] } } },
            },
          },
        ],
      },
    };
    expect(podImages(job)).toEqual(['a:1', 'b:1']);
  });

  test('takes no field named image for one outside containers', () => {
    expect(podImages({ spec: { image: 'not-this', containers: [{ name: 'no image' }] } })).toEqual([]);
  });
});
