import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mirroredImage, originalImage } from '../../spec/image-mirrors.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';

const MIRRORS = [
  { source: 'docker.io', mirror: 'm.example.org/docker.io' },
  { source: 'docker.io/kserve', mirror: 'm.example.org/kserve' },
  { source: 'quay.io', mirror: 'm.example.org:5000' },
];
const EVERY = [{ source: '*', mirror: 'm.example.org/all' }];

describe('an image under the map', () => {
  test.each([
    ['busybox:1', 'm.example.org/docker.io/library/busybox:1'],
    ['kserve/agent:v1', 'm.example.org/kserve/agent:v1'],
    ['kserve2/agent:v1', 'm.example.org/docker.io/kserve2/agent:v1'],
    ['index.docker.io/kserve/agent:v1', 'm.example.org/kserve/agent:v1'],
    ['quay.io/a/b:1', 'm.example.org:5000/a/b:1'],
    ['quay.io:443/a/b:1', 'quay.io:443/a/b:1'],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['m.example.org/kserve/agent:v1', 'm.example.org/kserve/agent:v1'],
  ])('%s is %s', (image, expected) => {
    expect(mirroredImage(image, MIRRORS)).toBe(expected);
  });

  test.each([
    ['busybox:1', 'm.example.org/all/docker.io/library/busybox:1'],
    ['localhost:5000/a:1', 'm.example.org/all/localhost_5000/a:1'],
    ['m.example.org/all/ghcr.io/a:1', 'm.example.org/all/ghcr.io/a:1'],
    ['m.example.org/other/a:1', 'm.example.org/all/m.example.org/other/a:1'],
  ])('with one rule for all, %s is %s', (image, expected) => {
    expect(mirroredImage(image, EVERY)).toBe(expected);
  });

  test('is renamed once, however often, and finds back to where it came from', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    const host = fc.constantFrom('', 'docker.io/', 'quay.io/', 'ghcr.io/', 'localhost:5000/');
    const image = fc.tuple(host, fc.array(word, { minLength: 1, maxLength: 3 }), word);
    fc.assert(
      fc.property(image, fc.constantFrom(MIRRORS, EVERY), ([where, path, tag], mirrors) => {
        const name = `${where}${path.join('/')}:${tag}`;
        const once = mirroredImage(name, mirrors);
        expect(mirroredImage(once, mirrors)).toBe(once);
        if (once !== name) expect(originalImage(once, mirrors)).toBe(fullImageName(name));
      }),
    );
  });
});

test('an image’s name is taken apart, with nothing made up', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(imageName('busybox')).toEqual({ host: 'docker.io', repository: 'library/busybox' });
  expect(imageName(`localhost:5000/a/b:1@${digest}`)).toEqual({
    host: 'localhost:5000',
    repository: 'a/b',
    tag: '1',
    digest,
  });
});
