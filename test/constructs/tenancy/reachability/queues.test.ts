import { describe, expect, test } from 'vitest';
import { namespace, object, pairs, withObjects } from './two-teams.ts';

const ofTeam = (team: string) => ({ matchLabels: { 'plinth.dev/team': team } });
const queue = (name: string, namespaceSelector?: object, owner?: string) => {
  const made = object('kueue.x-k8s.io/v1beta2', 'ClusterQueue', name, { spec: { namespaceSelector } });
  return owner === undefined ? made : { ...made, metadata: { ...made.metadata, labels: { 'plinth.dev/team': owner } } };
};
const local = (place: string, clusterQueue: string) =>
  object('kueue.x-k8s.io/v1beta2', 'LocalQueue', place, { spec: { clusterQueue } });

describe('queues of other teams', () => {
  test('each in its own is no path', () => {
    const matrix = withObjects(
      queue('red', ofTeam('red'), 'red'),
      queue('blue', ofTeam('blue'), 'blue'),
      local('red/default', 'red'),
      local('blue/default', 'blue'),
    );
    expect(matrix.reaches).toEqual([]);
  });

  test('a LocalQueue into a foreign ClusterQueue that takes the namespace is one', () => {
    const matrix = withObjects(queue('blue', {}, 'blue'), local('red/default', 'blue'), local('blue/default', 'blue'));
    expect(matrix.paths('red', 'blue', 'queues')).toEqual(['LocalQueue red/default leads into ClusterQueue blue']);
    expect(matrix.paths('blue', 'red', 'queues')).toEqual([]);
  });

  test.each([
    ['does not select the namespace', ofTeam('blue')],
    ['is missing, which selects none', undefined],
  ])('but not where the namespaceSelector %s', (_, selector) => {
    expect(pairs(withObjects(queue('blue', selector, 'blue'), local('red/default', 'blue')), 'queues')).toEqual([]);
  });

  test('a namespace that carries the label of another team is in that team’s queue', () => {
    const matrix = withObjects(
      queue('blue', { matchLabels: { kind: 'gpu' } }, 'blue'),
      namespace('red-gpu', 'red', { labels: { kind: 'gpu' } }),
      local('red-gpu/default', 'blue'),
    );
    expect(pairs(matrix, 'queues')).toEqual(['red>blue']);
  });

  test('a queue without an owner is of all who lead into it', () => {
    const matrix = withObjects(queue('all', {}), local('red/default', 'all'), local('blue/default', 'all'));
    expect(pairs(matrix, 'queues')).toEqual(['blue>red', 'red>blue']);
  });

  test('a selector that is too wide is a path as soon as members may make LocalQueues', () => {
    const rights = [
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {
        rules: [{ apiGroups: ['kueue.x-k8s.io'], resources: ['localqueues'], verbs: ['create'] }],
      }),
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'red/members', {
        roleRef: { kind: 'ClusterRole', name: 'r' },
        subjects: [{ kind: 'Group', name: 'red-people' }],
      }),
    ];
    expect(pairs(withObjects(queue('blue', {}, 'blue')), 'queues')).toEqual([]);
    expect(pairs(withObjects(queue('blue', {}, 'blue'), ...rights), 'queues')).toEqual(['red>blue']);
    expect(pairs(withObjects(queue('blue', ofTeam('blue'), 'blue'), ...rights), 'queues')).toEqual([]);
  });
});
