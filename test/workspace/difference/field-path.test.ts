import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FieldPath, fieldPathText, itemKeyText } from '../../../workspace/difference/field-path.ts';
import { stepsOf } from './apply-differences.ts';

test.each<[string, FieldPath]>([
  ['(root)', []],
  ['spec.replicas', ['spec', 'replicas']],
  ['metadata.labels["app.kubernetes.io/part-of"]', ['metadata', 'labels', 'app.kubernetes.io/part-of']],
  [
    'spec.resourceGroups[0].flavors[train-h100].resources[nvidia.com/gpu].nominalQuota',
    [
      'spec',
      'resourceGroups',
      0,
      'flavors',
      { name: 'train-h100' },
      'resources',
      { name: 'nvidia.com/gpu' },
      'nominalQuota',
    ],
  ],
  ['ports[containerPort=53,protocol=UDP]', ['ports', { containerPort: 53, protocol: 'UDP' }]],
  ['ports[containerPort="53"]', ['ports', { containerPort: '53' }]],
  ['volumeMounts[mountPath=/data].readOnly', ['volumeMounts', { mountPath: '/data' }, 'readOnly']],
  ['a[name="0"]', ['a', { name: '0' }]],
  ['a[name="x]=\\"y"]', ['a', { name: 'x]="y' }]],
  ['a[""]', ['a', '']],
])('writes %s', (text, path) => {
  expect(fieldPathText(path)).toBe(text);
});

test('a written path leads back to its steps, whatever the names', () => {
  const step = fc.oneof(
    fc.string(),
    fc.nat(),
    fc.record({ name: fc.string() }),
    fc.record({ port: fc.integer(), protocol: fc.string() }),
  );
  const property = fc.property(fc.array(step, { minLength: 1 }), (path: FieldPath) => {
    const expected = path.map((each) => {
      if (typeof each === 'number') return { position: each };
      return typeof each === 'string' ? { key: each } : { item: itemKeyText(each) };
    });
    expect(stepsOf(fieldPathText(path))).toEqual(expected);
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('two keys are never written alike', () => {
  const key = fc.record({ name: fc.oneof(fc.string(), fc.integer(), fc.constantFrom('a=b', 'a,b', '"a"', '8', 8)) });
  const property = fc.property(key, key, (a, b) => {
    expect(itemKeyText(a) === itemKeyText(b)).toBe(a.name === b.name || (a.name === 0 && b.name === 0));
  });
  fc.assert(property, { numRuns: 1_000 });
});
