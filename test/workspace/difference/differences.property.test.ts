import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { differences, differenceText, type ObjectDifference } from '../../../workspace/difference/index.ts';
import { appliedToAll } from './apply-differences.ts';

/** Keys that mean something to the comparison, and some that look dangerous to it. */
const key = fc.constantFrom(
  ...[
    'name',
    'type',
    'key',
    'mountPath',
    'containerPort',
    'protocol',
    'args',
    'spec',
    'rules',
    'a.b/c',
    '',
    '__proto__',
  ],
  ...['[0]', 'toString', 'data', 'items', '"', '\n'],
);
const scalar = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'main',
    '0',
    '8',
    '8080',
    'x=y',
    'a,b',
    ']',
    'é"',
    'k: v\nl: w',
    'k: v\nl: x',
    '{"a":1}',
    '',
  ),
  fc.constantFrom(0, 1, 8080, -1.5, true, null),
);
/** Small JSON values whose parts meet again on the other side. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.uniqueArray(scalar, { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', '8'), spec: tie('value') }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
  ),
}));
const object: fc.Arbitrary<KubernetesObject> = fc
  .record({
    apiVersion: fc.constantFrom('v1', 'apps/v1', 'apps/v2'),
    kind: fc.constantFrom('ConfigMap', 'Deployment', 'Namespace', 'StatefulSet'),
    name: fc.constantFrom('a', 'b'),
    namespace: fc.constantFrom(undefined, 'n'),
    labels: fc.option(
      fc.dictionary(fc.constantFrom('plinth.dev/room', 'plinth.dev/team', 'x'), fc.constantFrom('r', 's')),
      {
        nil: undefined,
      },
    ),
    rest: fc.dictionary(key, value, { maxKeys: 4 }),
  })
  .map(({ apiVersion, kind, labels, name, namespace, rest }) => {
    const metadata = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
    };
    return { ...rest, apiVersion, kind, metadata };
  });
/** A cluster holds one object under a name. */
const platform = fc.uniqueArray(object, {
  maxLength: 5,
  selector: ({ apiVersion, kind, metadata }) =>
    `${apiVersion.split('/')[0]} ${kind} ${metadata.namespace} ${metadata.name}`,
});

/** Lists as Kubernetes has them, from so few items that two of them nearly always share some. */
const ports = fc.uniqueArray(
  fc.record({ containerPort: fc.constantFrom(53, 80), protocol: fc.constantFrom('TCP', 'UDP') }, { requiredKeys: [] }),
  { maxLength: 3, selector: (port) => JSON.stringify(port) },
);
const containers = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', '7', 'c]'), ports, args: fc.array(fc.constantFrom('x', 'y', 'z', 1)) }),
  { maxLength: 4, selector: ({ name }) => name },
);
const rules = fc.array(fc.record({ verbs: fc.uniqueArray(fc.constantFrom('get', 'list', 'watch')), to: value }), {
  maxLength: 4,
});
const text = fc.constantFrom('a: 1\nb: 2', 'a: 1\nb: 3', '# c\na: 1\nb: 2', '{"a":[1]}', '[2]', 'x\ny\nz', 'x\nz', '');
const deployment: fc.Arbitrary<KubernetesObject> = fc
  .record({ containers, rules, text, volumes: fc.array(ports, { maxLength: 2 }) }, { requiredKeys: [] })
  .map((spec) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec }));

function count(found: readonly ObjectDifference[], kind: ObjectDifference['kind']): number {
  return found.filter((difference) => difference.kind === kind).length;
}

function sorted(objects: readonly unknown[]): readonly string[] {
  return objects.map((each) => JSON.stringify(each, (_, inner: unknown) => keysSorted(inner))).sort();
}

function keysSorted(inner: unknown): unknown {
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
  return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('nothing differs from itself, however deep or odd', () => {
  const property = fc.property(platform, (objects) => {
    expect(differences(objects, structuredClone(objects))).toEqual([]);
  });
  fc.assert(property);
});

test('what is reported, done to the old objects, makes the new ones', () => {
  const property = fc.property(platform, platform, (before, after) => {
    expect(sorted(appliedToAll(before, differences(before, after)))).toEqual(sorted(after));
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('what is reported inside lists, done to the old lists, makes the new ones', () => {
  const property = fc.property(deployment, deployment, (before, after) => {
    expect(sorted(appliedToAll([before], differences([before], [after])))).toEqual(sorted([after]));
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('forth and back the same number of objects differs, and what is added one way is removed the other', () => {
  const property = fc.property(platform, platform, (before, after) => {
    const [forth, back] = [differences(before, after), differences(after, before)];
    expect(count(forth, 'added')).toBe(count(back, 'removed'));
    expect(count(forth, 'removed')).toBe(count(back, 'added'));
    expect(count(forth, 'changed')).toBe(count(back, 'changed'));
  });
  fc.assert(property);
});

test('the text of any difference ends with the count and never carries a control character', () => {
  const property = fc.property(platform, platform, (before, after) => {
    const text = differenceText(differences(before, after), { colour: false });
    expect(text).toMatch(/\d+ to add, \d+ to change, \d+ to remove(; \d+ of them dangerous)?\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
  fc.assert(property);
});

test('objects without what every object has are compared all the same', () => {
  const anything = fc.array(
    fc.jsonValue().filter((each) => typeof each === 'object' && each !== null),
    { maxLength: 4 },
  );
  const property = fc.property(anything, anything, (before, after) => {
    const objects = [before, after] as unknown as [KubernetesObject[], KubernetesObject[]];
    expect(differenceText(differences(...objects), { colour: true })).toContain(' to add, ');
  });
  fc.assert(property);
});
