import { describe, expect, test } from 'vitest';
import { platformOn, textOf, verdict } from '../findings-of.ts';

type Rule = readonly [source: string, mirror: string];

function withRules(...rules: readonly Rule[]) {
  return platformOn('existing', { images: { mirrors: rules.map(([source, mirror]) => ({ source, mirror })) } });
}

describe('the map of mirrors', () => {
  test.each<readonly Rule[]>([
    [['docker.io', 'm.example.org/docker.io']],
    [['*', 'm.example.org/all']],
    [
      ['docker.io', 'm.example.org/docker.io'],
      ['docker.io/kserve', 'm.example.org/kserve'],
    ],
    [
      ['*', 'm.example.org:5000'],
      ['docker.io', 'n.example.org/docker.io'],
    ],
  ])('takes rules that give each image one name', (...rules) => {
    expect(verdict(withRules(...rules))).toEqual([]);
  });

  test('refuses what is no place of a registry', () => {
    for (const source of ['docker', 'https://docker.io', 'docker.io/busybox:1', 'docker.io/'])
      expect(verdict(withRules([source, 'm.example.org/a']))).toEqual([
        'error SPEC_SHAPE_INVALID at images.mirrors[0].source',
      ]);
  });

  test('refuses a source that is there twice', () => {
    const input = withRules(['docker.io', 'm.example.org/a'], ['docker.io', 'm.example.org/b']);
    expect(verdict(input)).toEqual(['error IMAGE_MIRROR_REPEATED at images.mirrors[1].source']);
  });

  test('refuses a loop, and says how it goes round', () => {
    const input = withRules(['a.example.org', 'b.example.org/a'], ['b.example.org', 'a.example.org/b']);
    expect(verdict(input)).toEqual([
      'error IMAGE_MIRROR_LOOP at images.mirrors[0].mirror',
      'error IMAGE_MIRROR_LOOP at images.mirrors[1].mirror',
    ]);
  });

  test('refuses a mirror inside its own source', () => {
    const input = withRules(['registry.example.org', 'registry.example.org/mirror']);
    expect(textOf(input, 'IMAGE_MIRROR_LOOP')).toContain(
      'registry.example.org → registry.example.org/mirror → registry.example.org → …',
    );
  });

  test('refuses a chain: how often the map is used would matter', () => {
    const input = withRules(['docker.io', 'b.example.org/docker.io'], ['b.example.org', 'c.example.org']);
    expect(verdict(input)).toEqual(['error IMAGE_MIRROR_LOOP at images.mirrors[0].mirror']);
  });

  test('refuses a rule that can never fit, because what it is for lies in a mirror', () => {
    const input = withRules(['docker.io', 'b.example.org/hub'], ['b.example.org/hub/kserve', 'c.example.org']);
    expect(verdict(input)).toEqual(['error IMAGE_MIRROR_NEVER_FITS at images.mirrors[1].source']);
  });

  test('refuses mirrors that lie in one another: two images might get one name', () => {
    for (const mirror of ['m.example.org/all', 'm.example.org/all/quay', 'm.example.org'])
      expect(verdict(withRules(['docker.io', 'm.example.org/all'], ['quay.io', mirror]))).toEqual([
        'error IMAGE_MIRROR_OVERLAP at images.mirrors[1].mirror',
      ]);
  });

  test('takes images that no object names only with registry and tag or digest', () => {
    const also = (...images: string[]) => verdict(platformOn('existing', { images: { also: images } }));
    expect(also('nvcr.io/nvidia/driver:595.91.07-ubuntu24.04')).toEqual([]);
    expect(also('busybox:1')).toEqual(['error SPEC_SHAPE_INVALID at images.also[0]']);
    expect(also('docker.io/library/busybox')).toEqual(['error SPEC_SHAPE_INVALID at images.also[0]']);
  });
});
