import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WAVES } from '../../constructs/core/index.ts';
import { isWaitedFor } from '../../stacks/object-kinds.ts';
import { objectOrder, type PlacedObject } from '../../stacks/object-order.ts';

const API: Readonly<Record<string, string>> = {
  ClusterQueue: 'kueue.x-k8s.io/v1beta2',
  ConfigMap: 'v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  Deployment: 'apps/v1',
  EC2NodeClass: 'karpenter.k8s.aws/v1',
  Namespace: 'v1',
  NodePool: 'karpenter.sh/v1',
  Service: 'v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
};

function placed(kind: string, name: string, where: Partial<PlacedObject> = {}): PlacedObject {
  return {
    wave: 'platform',
    room: 'test',
    object: { apiVersion: API[kind] ?? 'v1', kind, metadata: { name } },
    ...where,
  };
}

/** Names of what is there before each object, directly and not. */
function beforeEach(objects: readonly PlacedObject[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { after, placed: each } of objectOrder(objects).objects) {
    const names = after.map(({ object }) => object.metadata.name);
    for (const name of names) if (!found.has(name)) throw new Error(`${name} is registered after what needs it`);
    found.set(each.object.metadata.name, new Set(names.flatMap((name) => [name, ...(found.get(name) ?? [])])));
  }
  return found;
}

describe('the order of objects', () => {
  test('puts definitions before their objects, namespaces before their content, and programs before custom resources', () => {
    const before = beforeEach([
      placed('ClusterQueue', 'queue'),
      placed('Deployment', 'program'),
      placed('ConfigMap', 'settings'),
      placed('Namespace', 'space'),
      placed('CustomResourceDefinition', 'definition', { wave: 'crds' }),
    ]);
    expect(before.get('queue')).toEqual(new Set(['program', 'settings', 'space', 'definition']));
    expect(before.get('program')).toEqual(new Set(['settings', 'space', 'definition']));
    expect(before.get('definition')).toEqual(new Set());
  });

  test('makes node pools after their classes, so that they are deleted before them', () => {
    const before = beforeEach([placed('NodePool', 'pool'), placed('EC2NodeClass', 'class')]);
    expect(before.get('pool')).toEqual(new Set(['class']));
  });

  test('lets a Service, its program and its webhook come up side by side: each may need the others', () => {
    const before = beforeEach([
      placed('Service', 'service'),
      placed('Deployment', 'program'),
      placed('ValidatingWebhookConfiguration', 'webhook'),
      placed('ConfigMap', 'settings'),
    ]);
    for (const name of ['service', 'program', 'webhook']) expect(before.get(name)).toEqual(new Set(['settings']));
  });

  test('lets an add-on wait for those that it needs', () => {
    const before = beforeEach([
      placed('Deployment', 'second', { depth: 2 }),
      placed('Deployment', 'first', { depth: 1 }),
      placed('Namespace', 'space', { depth: 0 }),
    ]);
    expect(before.get('second')).toEqual(new Set(['first', 'space']));
  });

  test('lets no team wait for another', () => {
    const before = beforeEach([
      placed('Namespace', 'a', { wave: 'tenants', team: 'a' }),
      placed('ConfigMap', 'a-settings', { wave: 'tenants', team: 'a' }),
      placed('Namespace', 'b', { wave: 'tenants', team: 'b' }),
      placed('ClusterQueue', 'queue'),
    ]);
    expect(before.get('a-settings')).toEqual(new Set(['a', 'queue']));
    expect(before.get('b')).toEqual(new Set(['queue']));
  });

  test('says by few objects when all are there', () => {
    const { last } = objectOrder([placed('ConfigMap', 'a'), placed('ConfigMap', 'b'), placed('ConfigMap', 'c')]);
    expect(last.map(({ object }) => object.metadata.name)).toEqual(['c']);
    expect(beforeEach([placed('ConfigMap', 'a'), placed('ConfigMap', 'b')]).get('b')).toEqual(new Set(['a']));
  });

  test('refuses two objects of one type and name', () => {
    expect(() => objectOrder([placed('ConfigMap', 'same'), placed('ConfigMap', 'same')])).toThrow(
      'kubernetes:core/v1:ConfigMap::ConfigMap:same',
    );
  });

  test('is complete, without cycles, and needs few dependencies, whatever the objects are', () => {
    const kinds = Object.keys(API);
    const any = fc.record({
      kind: fc.constantFrom(...kinds),
      wave: fc.constantFrom(...WAVES),
      depth: fc.integer({ min: 0, max: 2 }),
      team: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 120 }), (list) => {
        const objects = list.map(({ kind, ...where }, index) => placed(kind, `${index}`, where));
        const before = beforeEach(objects);
        expect(before.size).toBe(objects.length);
        for (const one of objects)
          for (const other of objects)
            if (WAVES.indexOf(one.wave) < WAVES.indexOf(other.wave))
              expect(before.get(other.object.metadata.name)).toContain(one.object.metadata.name);
      }),
      { numRuns: 60 },
    );
  });

  test('never lets an object that is waited for stand for others that it may need', () => {
    for (const { after, placed: each } of objectOrder([
      placed('Service', 'service'),
      placed('Deployment', 'program'),
      placed('ClusterQueue', 'queue'),
    ]).objects)
      if (isWaitedFor(each.object)) expect(after).toEqual([]);
  });

  test('needs about one dependency for each object, also of a thousand teams', () => {
    const teams = Array.from({ length: 1_000 }, (_, index) => `team-${index}`);
    const objects = [
      ...Array.from({ length: 50 }, (_, index) => placed('ClusterQueue', `queue-${index}`)),
      ...teams.flatMap((team) =>
        ['Namespace', 'ConfigMap', 'ClusterQueue'].map((kind) =>
          placed(kind, `${team}-${kind}`, { wave: 'tenants', team }),
        ),
      ),
    ];
    const edges = objectOrder(objects).objects.reduce((sum, { after }) => sum + after.length, 0);
    expect(edges).toBeLessThan(objects.length * 1.1);
  });
});
