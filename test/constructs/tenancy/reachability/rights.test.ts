import { describe, expect, test } from 'vitest';
import { reachability } from '../../../../constructs/tenancy/index.ts';
import { namespace, object, pairs, TWO_TEAMS, withObjects } from './two-teams.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const group = (name: string) => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name });
const account = (place: string) => ({
  kind: 'ServiceAccount',
  namespace: place.split('/')[0],
  name: place.split('/')[1],
});
const rule = (verbs: string[], resources: string[], apiGroups = ['']) => ({ verbs, resources, apiGroups });
const role = (...rules: object[]) => object(RBAC, 'ClusterRole', 'r', { rules });
const bind = (place: string, ...subjects: object[]) =>
  object(RBAC, place.includes('/') ? 'RoleBinding' : 'ClusterRoleBinding', place, {
    roleRef: { kind: 'ClusterRole', name: 'r' },
    subjects,
  });
const LOOK = ['get', 'list', 'watch'];

describe('rights over other teams', () => {
  test('members at home are no path', () => {
    const matrix = withObjects(
      role(rule(['create', 'get'], ['pods', 'secrets'])),
      bind('red/members', group('red-people')),
      bind('blue/members', group('blue-people')),
    );
    expect(matrix.reaches).toEqual([]);
  });

  test('a binding of one team’s group in the other’s namespace is one, in words', () => {
    const matrix = withObjects(role(rule(['get', 'list'], ['pods'])), bind('blue/x', group('red-people')));
    expect(pairs(matrix, 'rights')).toEqual(['red>blue']);
    expect(matrix.paths('red', 'blue', 'rights')).toEqual([
      'RoleBinding blue/x gives Group red-people get, list on pods in blue',
    ]);
  });

  test('a ClusterRoleBinding of a team’s group reaches every other team', () => {
    const matrix = withObjects(role(rule(LOOK, ['pods'])), bind('x', group('red-people')));
    expect(matrix.paths('red', 'blue', 'rights')).toEqual([
      'ClusterRoleBinding x gives Group red-people get, list, watch on pods in every namespace',
    ]);
  });

  test('people who are declared in both teams are in both; a service account never is', () => {
    const both = { annotations: { 'plinth.dev/members': 'red-people\nblue-people' } };
    const objects = [
      namespace('red', 'red', { annotations: { 'plinth.dev/members': 'red-people' } }),
      namespace('blue', 'blue', both),
      ...TWO_TEAMS.filter(({ kind }) => kind === 'NetworkPolicy'),
      role(rule(['create'], ['pods'])),
    ];
    expect(reachability([...objects, bind('blue/members', group('red-people'))]).reaches).toEqual([]);
    const accounts = reachability([...objects, bind('blue/x', account('red/team'))]);
    expect(pairs(accounts, 'rights')).toEqual(['red>blue']);
  });

  test('viewers that are declared may look, and no more', () => {
    const viewers = { annotations: { 'plinth.dev/viewers': 'red-people' } };
    const objects = [
      ...TWO_TEAMS.filter(({ metadata }) => metadata.name !== 'blue'),
      namespace('blue', 'blue', viewers),
    ];
    const reached = (...rules: object[]) =>
      pairs(reachability([...objects, role(...rules), bind('blue/viewers', group('red-people'))]), 'rights');
    expect(reached(rule(LOOK, ['pods', 'pods/log']))).toEqual([]);
    expect(reached(rule(LOOK, ['secrets']))).toEqual(['red>blue']);
    expect(reached(rule(['delete'], ['pods']))).toEqual(['red>blue']);
    expect(reached(rule(['get'], ['pods/exec']))).toEqual(['red>blue']);
    expect(reached(rule(LOOK, ['*']))).toEqual(['red>blue']);
  });

  test.each([
    ['all accounts of the namespace', { kind: 'Group', name: 'system:serviceaccounts:red' }, ['red>blue']],
    ['an account written as a user', { kind: 'User', name: 'system:serviceaccount:red:team' }, ['red>blue']],
    ['everybody', { kind: 'Group', name: 'system:authenticated' }, ['red>blue']],
    ['an account without a namespace, which is of the binding’s', { kind: 'ServiceAccount', name: 'team' }, []],
    ['an account of a controller', { kind: 'ServiceAccount', namespace: 'kueue-system', name: 'kueue' }, []],
    ['somebody of whom nothing is known', { kind: 'User', name: 'alice' }, []],
  ])('sees through %s', (_, subject, expected) => {
    expect(pairs(withObjects(role(rule(LOOK, ['pods'])), bind('blue/x', subject)), 'rights')).toEqual(expected);
  });

  test('a user who is bound in two teams is of both', () => {
    const alice = { kind: 'User', name: 'alice' };
    const matrix = withObjects(role(rule(LOOK, ['pods'])), bind('blue/x', alice), bind('red/x', alice));
    expect(pairs(matrix, 'rights')).toEqual(['blue>red', 'red>blue']);
  });

  test('a role that is not among the objects is taken as everything', () => {
    const matrix = withObjects(bind('blue/x', group('red-people')));
    expect(matrix.paths('red', 'blue', 'rights')).toEqual([
      'RoleBinding blue/x (ClusterRole r is not among the objects) gives Group red-people * on * (*) in blue',
    ]);
  });

  test('a role that aggregates others has what they have', () => {
    const aggregate = object(RBAC, 'ClusterRole', 'r', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'r' } }] },
    });
    const part = object(RBAC, 'ClusterRole', 'part', { rules: [rule(['delete'], ['pods'])] });
    const labelled = { ...part, metadata: { ...part.metadata, labels: { into: 'r' } } };
    expect(pairs(withObjects(aggregate, part, bind('blue/x', group('red-people'))), 'rights')).toEqual([]);
    expect(pairs(withObjects(aggregate, labelled, bind('blue/x', group('red-people'))), 'rights')).toEqual([
      'red>blue',
    ]);
  });

  test('a Role is one of its namespace only', () => {
    const own = object(RBAC, 'Role', 'blue/own', { rules: [rule(['get'], ['pods'])] });
    const binding = object(RBAC, 'RoleBinding', 'blue/x', {
      roleRef: { kind: 'Role', name: 'own' },
      subjects: [group('red-people')],
    });
    expect(withObjects(own, binding).paths('red', 'blue', 'rights')).toEqual([
      'RoleBinding blue/x gives Group red-people get on pods in blue',
    ]);
  });
});

describe('rights that lead out of one’s own namespace', () => {
  const home = (...rules: object[]) =>
    pairs(withObjects(role(...rules), bind('red/members', group('red-people'))), 'rights');

  test.each([
    ['changing the namespace’s labels', rule(['patch'], ['namespaces']), ['red>blue']],
    ['reading the namespace', rule(['get'], ['namespaces']), []],
    ['binding any role', rule(['bind'], ['clusterroles'], ['rbac.authorization.k8s.io']), ['red>blue']],
    ['escalating', rule(['escalate'], ['roles'], ['rbac.authorization.k8s.io']), ['red>blue']],
    ['making bindings of what one has', rule(['create'], ['rolebindings'], ['rbac.authorization.k8s.io']), []],
    ['everything in it', rule(['*'], ['*'], ['*']), ['red>blue']],
    [
      'changing its policies, which the other side does not follow',
      rule(['delete'], ['networkpolicies'], ['networking.k8s.io']),
      [],
    ],
  ])('%s', (_, of, expected) => {
    expect(home(of)).toEqual(expected);
  });

  test.each([
    ['running pods beside a controller', rule(['create'], ['pods']), ['red>blue']],
    ['reading its secrets', rule(['get'], ['secrets']), ['red>blue']],
    ['looking at its pods', rule(['get'], ['pods']), []],
  ])('in a namespace of the platform: %s', (_, of, expected) => {
    expect(pairs(withObjects(role(of), bind('kueue-system/x', group('red-people'))), 'rights')).toEqual(expected);
  });
});

describe('rights in the whole cluster', () => {
  test.each([
    ['looking at nodes and queues', [rule(LOOK, ['nodes']), rule(LOOK, ['clusterqueues'], ['kueue.x-k8s.io'])], []],
    ['changing a queue of the cluster', [rule(['update'], ['clusterqueues'], ['kueue.x-k8s.io'])], ['red>blue']],
    ['becoming somebody else', [rule(['impersonate'], ['users'])], ['red>blue']],
    ['the back door of a node', [rule(['get'], ['nodes/proxy'])], ['red>blue']],
    [
      'approving certificates',
      [rule(['update'], ['certificatesigningrequests/approval'], ['certificates.k8s.io'])],
      ['red>blue'],
    ],
    ['making volumes of the host', [rule(['create'], ['persistentvolumes'])], ['red>blue']],
    ['asking what one may do', [rule(['create'], ['selfsubjectaccessreviews'], ['authorization.k8s.io'])], []],
    ['reading the version of the server', [{ verbs: ['get'], nonResourceURLs: ['/version'] }], []],
    ['kinds that nobody knows', [rule(['get'], ['things'], ['example.org'])], ['red>blue']],
    ['looking at everything', [rule(LOOK, ['*'], ['*'])], ['red>blue']],
  ])('%s', (_, rules, expected) => {
    expect(pairs(withObjects(role(...rules), bind('x', group('red-people'))), 'rights')).toEqual(expected);
  });

  test('of controllers are no team’s', () => {
    const matrix = withObjects(role(rule(['*'], ['*'], ['*'])), bind('x', account('kueue-system/kueue')));
    expect(matrix.reaches).toEqual([]);
  });

  test('of an account in a team’s namespace are the team’s', () => {
    const matrix = withObjects(role(rule(['*'], ['*'], ['*'])), bind('x', account('red/operator')));
    expect(pairs(matrix, 'rights')).toEqual(['red>blue']);
    expect(pairs(matrix, 'secrets')).toEqual(['red>blue']);
  });
});
