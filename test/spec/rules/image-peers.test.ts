import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { platformOn, poolOn, team, textOf, verdict } from '../findings-of.ts';

type PeersInput = NonNullable<NonNullable<PlatformInput['images']>['peers']>;

const PEERS: PeersInput = { kind: 'spegel', registries: ['ghcr.io', 'docker.io'] };
const peers = (change: Partial<PeersInput> = {}) => ({ images: { peers: { ...PEERS, ...change } } });
const TWO_TEAMS = { teams: [team(), team({ name: 'speech' })] };

describe('peers', () => {
  test.each(['aws', 'azure', 'baremetal'] as const)('are taken where nodes are known: %s', (kind) => {
    expect(verdict(platformOn(kind, peers()))).toEqual([]);
  });

  test.each(['gcp', 'digitalocean'] as const)('are refused where no node can be prepared: %s', (kind) => {
    expect(verdict(platformOn(kind, peers()))).toEqual(['error IMAGE_PEERS_TARGET at images.peers']);
  });

  test('name registries by host: no scheme, no folder, and no port, of which containerd says nothing', () => {
    for (const host of ['https://ghcr.io', 'ghcr.io/kserve', 'registry.example.org:5000', 'localhost', ''])
      expect(verdict(platformOn('aws', peers({ registries: [host] })))).toEqual([
        'error SPEC_SHAPE_INVALID at images.peers.registries[0]',
      ]);
    expect(verdict(platformOn('aws', peers({ registries: [] })))).toEqual([
      'error SPEC_SHAPE_INVALID at images.peers.registries',
    ]);
    expect(verdict(platformOn('aws', peers({ registries: ['ghcr.io', 'ghcr.io'] })))).toEqual([
      'error IMAGE_PEERS_REPEATED at images.peers.registries[1]',
    ]);
  });

  test('need a word where somebody else makes the nodes, and are told what to write there', () => {
    const open = platformOn('existing', peers());
    expect(verdict(open)).toEqual(['error IMAGE_PEERS_UNPREPARED at images.peers.prepared']);
    expect(textOf(open, 'IMAGE_PEERS_UNPREPARED')).toMatch(
      /1\.7 or newer.*config_path.*discard_unpacked_layers = false/,
    );
    expect(verdict(platformOn('existing', peers({ prepared: true, layout: 'k0s' })))).toEqual([]);
    const clusterApi = { target: { distribution: 'clusterApi' as const }, ...peers() };
    expect(verdict(platformOn('baremetal', clusterApi))).toContain(
      'error IMAGE_PEERS_UNPREPARED at images.peers.prepared',
    );
  });

  test('have another layout only where nobody knows it', () => {
    expect(verdict(platformOn('aws', peers({ layout: 'talos' })))).toEqual([
      'error IMAGE_PEERS_LAYOUT at images.peers.layout',
    ]);
  });

  test('give several teams one another’s images, so that somebody has to want it', () => {
    const open = platformOn('aws', { ...TWO_TEAMS, ...peers() });
    expect(verdict(open)).toEqual(['error IMAGE_PEERS_TRUST at images.peers.trust']);
    expect(textOf(open, 'IMAGE_PEERS_TRUST')).toContain(
      '2 teams (vision, speech) could pull one another’s images of ghcr.io, docker.io',
    );
    expect(verdict(platformOn('aws', { ...TWO_TEAMS, ...peers({ trust: 'shared' }) }))).toEqual([]);
  });

  test('would take away a mirror of the machines whose registry they do not have', () => {
    const mirrors = { 'quay.io': 'https://m.example.org', 'ghcr.io': 'https://m.example.org' };
    expect(verdict(platformOn('baremetal', { target: { mirrors }, ...peers() }))).toEqual([
      'error IMAGE_PEERS_MIRROR_LOST at target.mirrors["quay.io"]',
    ]);
    const every = platformOn('baremetal', { target: { mirrors: { '*': 'https://m.example.org' } }, ...peers() });
    expect(textOf(every, 'IMAGE_PEERS_MIRROR_LOST')).toContain('name mirrors of single registries');
  });

  test('are warned of a registry that nobody names any more', () => {
    const map = (source: string, mirror: string) =>
      platformOn('aws', { images: { mirrors: [{ source, mirror }], peers: PEERS } });
    expect(verdict(map('docker.io', 'm.example.org/docker.io'))).toEqual([
      'warning IMAGE_PEERS_NEVER_NAMED at images.peers.registries[1]',
    ]);
    expect(textOf(map('docker.io', 'm.example.org/a'), 'IMAGE_PEERS_NEVER_NAMED')).toContain(
      'name m.example.org instead',
    );
    expect(textOf(map('docker.io', 'm.example.org:5000/a'), 'IMAGE_PEERS_NEVER_NAMED')).toContain(
      'leave docker.io out',
    );
    expect(verdict(map('*', 'm.example.org/all'))).toHaveLength(2);
    expect(verdict(map('*', 'ghcr.io/all'))).toEqual(['warning IMAGE_PEERS_NEVER_NAMED at images.peers.registries[1]']);
    expect(verdict(map('docker.io/kserve', 'm.example.org/kserve'))).toEqual([]);
  });

  test.each([
    [1, 'has 1 node at most: no other node has its images'],
    [2, 'has 2 nodes at most: at most 1 of 2 pulls comes from a peer, half of the bytes'],
  ])('are warned of where the largest pool has %i nodes', (max, words) => {
    const small = platformOn('aws', { pools: [poolOn('aws', { nodes: { max } })], ...peers() });
    expect(verdict(small).filter((each) => each.includes('PEERS'))).toEqual([
      'warning IMAGE_PEERS_FEW at images.peers',
    ]);
    expect(textOf(small, 'IMAGE_PEERS_FEW')).toContain(words);
  });
});
