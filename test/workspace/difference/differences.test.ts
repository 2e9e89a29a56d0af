import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { differences, renderedObjects } from '../../../workspace/difference/index.ts';
import { rendered, samplePlatform } from '../../sample.ts';

const config = (text: string, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'trainer', namespace: 'vision', ...more },
  data: { text },
});

test('an object of the same group, kind, namespace and name is the same one; a new version of its API is a field', () => {
  const queue = (apiVersion: string) => ({ apiVersion, kind: 'ClusterQueue', metadata: { name: 'vision' } });
  expect(differences([queue('kueue.x-k8s.io/v1beta1')], [queue('kueue.x-k8s.io/v1beta2')])).toEqual([
    {
      kind: 'changed',
      object: { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue', name: 'vision' },
      fields: [
        { path: 'apiVersion', kind: 'changed', before: 'kueue.x-k8s.io/v1beta1', after: 'kueue.x-k8s.io/v1beta2' },
      ],
    },
  ]);
});

test.each<[string, KubernetesObject]>([
  ['group', { ...config('a'), apiVersion: 'example.org/v1' }],
  ['kind', { ...config('a'), kind: 'ConfigBox' }],
  ['namespace', config('a', { namespace: 'speech' })],
  ['name', config('a', { name: 'other' })],
])('another %s makes another object', (_, other) => {
  expect(differences([config('a')], [other]).map(({ kind }) => kind)).toEqual(['added', 'removed']);
});

test('an object carries its room and team, and what was added or removed carries its content', () => {
  const object = config('a', { labels: { 'plinth.dev/room': 'training', 'plinth.dev/team': 'vision' } });
  const about = {
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'vision', name: 'trainer' },
    room: 'training',
    team: 'vision',
    fields: [],
    content: object,
  };
  expect(differences([], [object])).toEqual([{ kind: 'added', ...about }]);
  expect(differences([object], [])).toEqual([{ kind: 'removed', ...about }]);
});

test('a second object under the same name is not lost', () => {
  expect(differences([config('a')], [config('a'), config('b')]).map(({ kind }) => kind)).toEqual(['added']);
});

test('the order of the objects says nothing', () => {
  const [a, b] = [config('a'), config('b', { name: 'other' })];
  expect(differences([a, b], [b, a])).toEqual([]);
});

test('a larger guarantee changes the queue, the bounds of the namespace and what is left for all, and nothing else', () => {
  const sample = samplePlatform();
  const [vision, ...others] = sample.teams;
  const quota = { 'train-h100': { guaranteed: 4, borrowable: 12 } };
  const after = samplePlatform({ teams: [{ ...vision, quota } as typeof vision, ...others] as typeof sample.teams });
  const found = differences(renderedObjects(rendered(sample)), renderedObjects(rendered(after)));
  expect(found.map(({ kind, object }) => `${kind} ${object.kind} ${object.name}`)).toEqual([
    'changed Cohort lab',
    'changed ClusterQueue vision',
  ]);
  expect(found[1]?.fields).toContainEqual({
    path: 'spec.resourceGroups[0].flavors[train-h100].resources[nvidia.com/gpu].nominalQuota',
    kind: 'changed',
    before: '8',
    after: '4',
  });
});

test('the same platform rendered twice does not differ', () => {
  const [once, twice] = [rendered(samplePlatform()), rendered(samplePlatform())];
  expect(differences(renderedObjects(once), renderedObjects(twice))).toEqual([]);
});
