import { describe, expect, test } from 'vitest';
import { namespace, object, pairs, withObjects } from './two-teams.ts';

const API = 'gateway.networking.k8s.io';
const route = (spec: object, kind = 'HTTPRoute') => object(`${API}/v1`, kind, 'red/r', { spec });
const toBlue = { rules: [{ backendRefs: [{ name: 'model', namespace: 'blue', port: 80 }] }] };
const grant = (name?: string, kind = 'HTTPRoute', from = 'red') =>
  object(`${API}/v1beta1`, 'ReferenceGrant', 'blue/g', {
    spec: { from: [{ group: API, kind, namespace: from }], to: [{ group: '', kind: 'Service', name }] },
  });

describe('routes to other teams', () => {
  test('a route to a foreign service needs that team’s grant', () => {
    expect(pairs(withObjects(route(toBlue)), 'routes')).toEqual([]);
    expect(withObjects(route(toBlue), grant()).paths('red', 'blue', 'routes')).toEqual([
      'HTTPRoute red/r passes requests to Service blue/model, granted by ReferenceGrant blue/g',
    ]);
  });

  test.each([
    ['the same service', grant('model'), true],
    ['another service', grant('other'), false],
    ['another kind of route', grant(undefined, 'GRPCRoute'), false],
    ['another namespace', grant(undefined, 'HTTPRoute', 'green'), false],
  ])('and one that is for %s', (_, given, expected) => {
    expect(pairs(withObjects(route(toBlue), given), 'routes')).toEqual(expected ? ['red>blue'] : []);
  });

  test('a mirrored request is a request', () => {
    const mirror = {
      rules: [{ filters: [{ requestMirror: { backendRef: { name: 'model', namespace: 'blue' } } }] }],
    };
    expect(pairs(withObjects(route(mirror), grant()), 'routes')).toEqual(['red>blue']);
  });

  test('a route to one’s own service is none', () => {
    expect(pairs(withObjects(route({ rules: [{ backendRefs: [{ name: 'own' }] }] }), grant()), 'routes')).toEqual([]);
  });

  test.each([
    [undefined, []],
    ['Same', []],
    ['All', ['red>blue']],
    ['Selector', ['red>blue']],
  ])('a gateway of a team that takes routes from %s', (from, expected) => {
    const namespaces = { from, selector: { matchLabels: { 'plinth.dev/team': 'red' } } };
    const gateway = object(`${API}/v1`, 'Gateway', 'blue/door', {
      spec: { listeners: [{ name: 'http', allowedRoutes: from === undefined ? undefined : { namespaces } }] },
    });
    const parent = route({ parentRefs: [{ name: 'door', namespace: 'blue' }] });
    expect(pairs(withObjects(gateway, parent), 'routes')).toEqual(expected);
  });

  test('a gateway of the platform is for all', () => {
    const gateway = object(`${API}/v1`, 'Gateway', 'gateway/door', {
      spec: { listeners: [{ name: 'http', allowedRoutes: { namespaces: { from: 'All' } } }] },
    });
    const parent = route({ parentRefs: [{ name: 'door', namespace: 'gateway' }] });
    expect(pairs(withObjects(namespace('gateway'), gateway, parent), 'routes')).toEqual([]);
  });

  test('a Service that is another name for a foreign one', () => {
    const alias = (externalName: string, type = 'ExternalName') =>
      pairs(withObjects(object('v1', 'Service', 'red/s', { spec: { type, externalName } })), 'routes');
    expect(alias('model.blue.svc.cluster.local')).toEqual(['red>blue']);
    expect(alias('model.blue.svc')).toEqual(['red>blue']);
    expect(alias('model.red.svc.cluster.local')).toEqual([]);
    expect(alias('blue.example.org')).toEqual([]);
  });
});
