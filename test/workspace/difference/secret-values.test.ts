import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { differences, differenceText } from '../../../workspace/difference/index.ts';

const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

const secret = (password: string, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'store', namespace: 'vision', annotations: { [COPY]: `{"data":"${password}"}`, note: 'ours' } },
  type: 'Opaque',
  data: { password },
  stringData: { config: `user: ml\npassword: ${password}\n` },
  ...more,
});

/** Everything that a person or a program gets to see. */
function seen(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): string {
  const found = differences(before, after);
  return JSON.stringify(found) + differenceText(found, { colour: true });
}

test.each<[string, KubernetesObject[], KubernetesObject[]]>([
  ['added', [], [secret('hunter2')]],
  ['removed', [secret('hunter2')], []],
  ['changed', [secret('hunter2')], [secret('hunter3')]],
  ['given more keys', [secret('hunter2', { data: {} })], [secret('hunter2', { data: { a: 'hunter2', b: 'hunter2' } })]],
  ['given all its data', [secret('hunter2', { data: undefined })], [secret('hunter2')]],
  [
    'given its annotations',
    [secret('hunter2', { metadata: { name: 'store', namespace: 'vision' } })],
    [secret('hunter2')],
  ],
  ['of a malformed kind', [secret('hunter2', { data: ['hunter2'] })], [secret('hunter2', { data: 'hunter2' })]],
])('the values of a Secret that was %s are never shown', (_, before, after) => {
  expect(seen(before, after)).not.toContain('hunter');
});

test('that a value of a Secret changed is told, with its name', () => {
  const [found] = differences([secret('a')], [secret('b')]);
  expect(found?.fields).toEqual([
    { path: `metadata.annotations["${COPY}"]`, kind: 'changed', before: '(hidden)', after: '(hidden)' },
    { path: 'data.password', kind: 'changed', before: '(hidden)', after: '(hidden)' },
    { path: 'stringData.config', kind: 'changed', before: '(hidden)', after: '(hidden)' },
  ]);
});

test('what is not secret in a Secret is shown', () => {
  const [found] = differences([secret('a')], [secret('a', { type: 'kubernetes.io/tls' })]);
  expect(found?.fields).toMatchObject([{ path: 'type', before: 'Opaque', after: 'kubernetes.io/tls' }]);
  expect(differences([], [secret('a')])[0]?.content).toMatchObject({
    metadata: { name: 'store', annotations: { note: 'ours' } },
    data: { password: '(hidden)' },
  });
});

test('a ConfigMap is no Secret', () => {
  expect(seen([], [{ ...secret('visible'), kind: 'ConfigMap' }])).toContain('visible');
});
