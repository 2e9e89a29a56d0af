import { describe, expect, test } from 'vitest';
import { components } from '../../catalog/index.ts';
import { podImages } from '../../constructs/core/index.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { imageList, listedBy } from '../../workspace/image-list.ts';
import { referenceOf } from '../../workspace/lock/image-digest.ts';
import { lockFindings } from '../../workspace/lock/lock-findings.ts';
import { mirrorFindings } from '../../workspace/mirror-findings.ts';
import { rendered, samplePlatform } from '../sample.ts';

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

describe('imageList under a map of mirrors', () => {
  const { name: component, version } = components.kueue;
  const containers = [{ image: 'kserve/agent:v1', args: ['--image=docker.io/kserve/agent:v1'] }];
  const it = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'it' }, spec: { containers } };
  const contents = { component, version, digest: '', valuesDigest: '', crds: [], objects: [it] };
  const lock = { addOns: { kueue: contents }, images: { 'kserve/agent:v1': 'sha256:1' } };
  const platform = (sources: string[], also: string[] = []) =>
    samplePlatform({
      target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
      delivery: { kind: 'plain' },
      pools: [{ name: 'train-h100', machine: { vcpus: 8, memory: '64Gi' }, nodes: { min: 2, max: 2 } }],
      teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 8 } } }],
      images: { mirrors: sources.map((source) => ({ source, mirror: `m.example.org/${source}` })), also },
    });
  const look = (input: ReturnType<typeof samplePlatform>) => {
    const { spec } = parsePlatform(input);
    const drawn = rendered(input, lock);
    const images = imageList(drawn.platform, drawn.manifests, lock, listedBy(spec));
    return { images, findings: mirrorFindings(spec, drawn.platform, images) };
  };

  test('names what there is outside, once, with digest and mirror', () => {
    expect(look(platform(['docker.io'])).images).toContainEqual({
      image: 'docker.io/kserve/agent:v1',
      digest: 'sha256:1',
      mirror: 'm.example.org/docker.io/kserve/agent:v1',
      usedBy: ['queueing'],
      known: 'rendered',
    });
  });

  test('has what the spec adds', () => {
    expect(look(platform([], ['ghcr.io/a/b:1'])).images).toContainEqual(
      expect.objectContaining({ image: 'ghcr.io/a/b:1', usedBy: ['images.also'], known: 'spec' }),
    );
  });

  test('says which rules fit nothing, and which images no object names', () => {
    expect(
      look(platform(['docker.io', 'registry.k8s.io', 'quay.io'])).findings.map(({ at, code }) => `${code} ${at}`),
    ).toEqual(['IMAGE_MIRROR_UNUSED images.mirrors[2].source', 'IMAGE_MIRROR_NOT_NAMED images.mirrors']);
    expect(look(platform([])).findings).toEqual([]);
  });

  test('needs a lock whatever the delivery', () => {
    const { delivery } = samplePlatform();
    const codes = (sources: string[]) => {
      const { spec } = parsePlatform({ ...platform(sources), delivery });
      return lockFindings(spec, [], undefined).map(({ code, level }) => `${level} ${code}`);
    };
    expect(codes(['docker.io'])).toEqual(['error IMAGE_MIRROR_NEEDS_LOCK']);
    expect(codes([])).toEqual([]);
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
