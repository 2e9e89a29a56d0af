import { expect, test } from 'vitest';
import { fieldChanges } from '../../../workspace/difference/field-changes.ts';

/** Path, kind and values of each change, for reading. */
function told(before: unknown, after: unknown): unknown[] {
  return fieldChanges(before, after).map(({ after: fresh, before: old, kind, path }) => [path, kind, old, fresh]);
}

test('finds the quota that changed in the middle of a queue, and nothing else', () => {
  const queue = (nominalQuota: string) => ({
    spec: {
      resourceGroups: [
        {
          coveredResources: ['cpu', 'nvidia.com/gpu'],
          flavors: [
            { name: 'spare', resources: [{ name: 'nvidia.com/gpu', nominalQuota: '4' }] },
            {
              name: 'train-h100',
              resources: [
                { name: 'cpu', nominalQuota: '96' },
                { name: 'nvidia.com/gpu', nominalQuota },
              ],
            },
          ],
        },
      ],
    },
  });
  expect(told(queue('8'), queue('16'))).toEqual([
    ['spec.resourceGroups[0].flavors[train-h100].resources[nvidia.com/gpu].nominalQuota', 'changed', '8', '16'],
  ]);
});

test('tells fields that came and went from fields that changed, null and empty values too', () => {
  expect(told({ gone: null, same: [], turned: [] }, { same: [], turned: {}, fresh: null })).toEqual([
    ['gone', 'removed', null, undefined],
    ['turned', 'changed', [], {}],
    ['fresh', 'added', undefined, null],
  ]);
});

test('finds items by their key wherever they stand, and says where a new one stands', () => {
  const before = { containers: [{ name: 'main', image: 'a:1' }, { name: 'log' }] };
  const after = { containers: [{ name: 'init' }, { name: 'main', image: 'a:2' }] };
  expect(fieldChanges(before, after)).toEqual([
    { path: 'containers[main].image', kind: 'changed', before: 'a:1', after: 'a:2' },
    { path: 'containers[log]', kind: 'removed', before: { name: 'log' } },
    { path: 'containers[init]', kind: 'added', after: { name: 'init' }, position: 0 },
  ]);
});

test.each([
  ['name', [{ name: 'a' }, { name: 'b' }], ['a', 'b'], ['b', 'a']],
  [
    'containerPort',
    [{ containerPort: 1 }, { containerPort: 2 }],
    ['containerPort=1', 'containerPort=2'],
    ['containerPort=2', 'containerPort=1'],
  ],
  [
    'mountPath',
    [
      { mountPath: '/a', name: 'v' },
      { mountPath: '/b', name: 'v' },
    ],
    ['mountPath=/a', 'mountPath=/b'],
    ['mountPath=/b', 'mountPath=/a'],
  ],
  ['type', [{ type: 'A' }, { type: 'B' }], ['type=A', 'type=B'], ['type=B', 'type=A']],
  ['key', [{ key: 'x' }, { key: 'y' }], ['key=x', 'key=y'], ['key=y', 'key=x']],
  [
    'nodeLabel',
    [{ nodeLabel: 'rack' }, { nodeLabel: 'host' }],
    ['nodeLabel=rack', 'nodeLabel=host'],
    ['nodeLabel=host', 'nodeLabel=rack'],
  ],
  ['nothing but themselves', ['get', 'list'], ['get', 'list'], ['list', 'get']],
])('items told apart by %s in another order are one change of order', (_, items, before, after) => {
  expect(told({ list: items }, { list: items.toReversed() })).toEqual([['list', 'order', before, after]]);
});

test('one port for two protocols is told apart by both', () => {
  const ports = (name: string) => ({
    ports: [
      { containerPort: 53, protocol: 'TCP', purpose: 'dns' },
      { containerPort: 53, protocol: 'UDP', purpose: name },
    ],
  });
  expect(told(ports('dns'), ports('dhcp'))).toEqual([
    ['ports[containerPort=53,protocol=UDP].purpose', 'changed', 'dns', 'dhcp'],
  ]);
});

test('a list whose items share a key, or lack it, is compared by position', () => {
  const [a, b] = [
    { key: 'gpu', effect: 'NoSchedule' },
    { key: 'gpu', effect: 'NoExecute' },
  ];
  expect(told({ tolerations: [a, b] }, { tolerations: [a, { ...b, value: 'x' }] })).toEqual([
    ['tolerations[1].value', 'added', undefined, 'x'],
  ]);
  expect(told({ subjects: [{ name: 'a' }, {}] }, { subjects: [{ name: 'b' }, {}] })).toEqual([
    ['subjects[0].name', 'changed', 'a', 'b'],
  ]);
});

test('an insertion into a list without keys does not change what stands behind it', () => {
  const rule = (port: number) => ({ to: [{ ports: [port] }] });
  expect(told({ egress: [rule(1), rule(2)] }, { egress: [rule(0), rule(1), rule(2)] })).toEqual([
    ['egress[0]', 'added', undefined, rule(0)],
  ]);
  expect(told(['a', 'b', 'c'], ['a', 'c'])).toEqual([['[1]', 'removed', 'b', undefined]]);
});

test('equal amounts and lengths of time are no change where their place says what they are', () => {
  const pod = (cpu: unknown, timeout: string) => ({ resources: { requests: { cpu } }, timeout, labels: { cpu: '1' } });
  expect(told(pod('1000m', '60s'), pod(1, '1m'))).toEqual([]);
  expect(told(pod('1', '60s'), pod('1001m', '61s'))).toEqual([
    ['resources.requests.cpu', 'changed', '1', '1001m'],
    ['timeout', 'changed', '60s', '61s'],
  ]);
  expect(told({ labels: { memory: '1Gi' } }, { labels: { memory: '1024Mi' } })).toEqual([
    ['labels.memory', 'changed', '1Gi', '1024Mi'],
  ]);
});

test('a list of amounts in another writing is no change, also where it has no keys', () => {
  const claims = (storage: string) => [[{ requests: { storage } }], [{ requests: { storage: '1' } }]];
  expect(told(claims('1Gi'), claims('1024Mi'))).toEqual([]);
});

test('keys that objects inherit are keys like any other', () => {
  expect(told(JSON.parse('{"__proto__":1}'), JSON.parse('{"toString":2}'))).toEqual([
    ['__proto__', 'removed', 1, undefined],
    ['toString', 'added', undefined, 2],
  ]);
});
