import { describe, expect, test } from 'vitest';
import { object, pairs, withObjects } from './two-teams.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const STORES = 'external-secrets.io/v1';
const group = { kind: 'Group', name: 'red-people' };
const role = (...rules: object[]) => object(RBAC, 'ClusterRole', 'r', { rules });
const bind = (place: string, subject: object = group) =>
  object(RBAC, 'RoleBinding', place, { roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [subject] });
const rule = (verbs: string[], resources: string[], apiGroups = ['']) => ({ verbs, resources, apiGroups });

describe('secrets of other teams', () => {
  test.each([
    ['reading them', rule(['get'], ['secrets']), true],
    ['listing them', rule(['list'], ['secrets']), true],
    ['writing them only', rule(['create'], ['secrets']), false],
    ['running pods that mount them', rule(['create'], ['pods']), true],
    ['running jobs that mount them', rule(['create'], ['jobs'], ['batch']), true],
    ['stepping into pods', rule(['create'], ['pods/exec']), true],
    ['stepping into pods through any exec', rule(['create'], ['*/exec']), true],
    ['adding a container to a pod', rule(['patch'], ['pods/ephemeralcontainers']), true],
    ['taking the token of an account', rule(['create'], ['serviceaccounts/token']), true],
    ['looking at pods', rule(['get'], ['pods']), false],
    ['everything', rule(['*'], ['*'], ['*']), true],
  ])('by %s', (_, of, expected) => {
    expect(pairs(withObjects(role(of), bind('blue/x')), 'secrets')).toEqual(expected ? ['red>blue'] : []);
  });

  test('by an account of the one that has rights in the namespace of the other, because its pods can mount the token', () => {
    const account = { kind: 'ServiceAccount', namespace: 'red', name: 'any' };
    const matrix = withObjects(role(rule(['get'], ['secrets'])), bind('blue/x', account));
    expect(matrix.paths('red', 'blue', 'secrets')).toEqual([
      'RoleBinding blue/x gives ServiceAccount red/any get on secrets',
    ]);
  });

  test('by a grant to gateways of the other', () => {
    const grant = (kind: string, from: string) =>
      object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'blue/g', {
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: from }],
          to: [{ group: '', kind }],
        },
      });
    expect(pairs(withObjects(grant('Secret', 'red')), 'secrets')).toEqual(['red>blue']);
    expect(pairs(withObjects(grant('Service', 'red')), 'secrets')).toEqual([]);
    expect(pairs(withObjects(grant('Secret', 'gateway-system')), 'secrets')).toEqual([]);
  });
});

describe('secrets of outside stores', () => {
  const secret = (place: string, key: string, kind = 'ClusterSecretStore') =>
    object(STORES, 'ExternalSecret', place, {
      spec: { secretStoreRef: { name: 'vault', kind }, data: [{ remoteRef: { key } }] },
    });

  test('are shared where both read the same entry', () => {
    const matrix = withObjects(secret('red/a', 'teams/red'), secret('blue/b', 'teams/red'));
    expect(pairs(matrix, 'secrets')).toEqual(['blue>red', 'red>blue']);
    expect(matrix.paths('red', 'blue', 'secrets')).toEqual([
      'ExternalSecret red/a and ExternalSecret blue/b both read teams/red of ClusterSecretStore vault',
    ]);
  });

  test('are not where each reads its own, or in a store of its own', () => {
    expect(pairs(withObjects(secret('red/a', 'teams/red'), secret('blue/b', 'teams/blue')), 'secrets')).toEqual([]);
    const own = withObjects(secret('red/a', 'x', 'SecretStore'), secret('blue/b', 'x', 'SecretStore'));
    expect(pairs(own, 'secrets')).toEqual([]);
  });

  test('are open to whoever may choose the entry himself', () => {
    const store = (conditions?: object[]) => object(STORES, 'ClusterSecretStore', 'vault', { spec: { conditions } });
    const mine = [role(rule(['create'], ['externalsecrets'], ['external-secrets.io'])), bind('red/members')];
    expect(pairs(withObjects(store(), ...mine), 'secrets')).toEqual(['red>blue']);
    expect(pairs(withObjects(store()), 'secrets')).toEqual([]);
    expect(pairs(withObjects(store([{ namespaces: ['red'] }]), ...mine), 'secrets')).toEqual([]);
    const all = { namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] } };
    expect(pairs(withObjects(store([all]), ...mine), 'secrets')).toEqual(['red>blue']);
    expect(pairs(withObjects(store([{ namespaceRegexes: ['^(red|blue)$'] }]), ...mine), 'secrets')).toEqual([
      'red>blue',
    ]);
  });
});
