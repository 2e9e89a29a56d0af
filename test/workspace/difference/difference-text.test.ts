import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { differences, differenceText } from '../../../workspace/difference/index.ts';

function text(before: readonly KubernetesObject[], after: readonly KubernetesObject[], colour = false): string {
  return differenceText(differences(before, after), { colour });
}

function queue(name: string, nominalQuota: unknown, labels?: Record<string, string>): KubernetesObject {
  const metadata = labels === undefined ? { name } : { name, labels };
  return { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue', metadata, spec: { nominalQuota } };
}

function config(data: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'n' }, data };
}

test('danger comes first, then teams and rooms with their changes, and the count last', () => {
  const [room, team] = [
    { 'plinth.dev/room': 'queueing' },
    { 'plinth.dev/room': 'queueing', 'plinth.dev/team': 'vision' },
  ];
  const space: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'speech' } };
  const before = [queue('vision', '8', team), space];
  const after = [queue('vision', '16', team), queue('spare', '1', room)];
  expect(text(before, after)).toBe(`! dangerous
  - Namespace speech
      ! everything in the namespace is deleted with it, running jobs and volumes too

team vision
  ~ ClusterQueue vision
    ~ spec.nominalQuota: 8 -> 16

queueing
  + ClusterQueue spare

1 to add, 1 to change, 1 to remove; 1 of them dangerous
`);
});

test('nothing that differs is only the count', () => {
  expect(text([], [])).toBe('0 to add, 0 to change, 0 to remove\n');
});

test('texts of several lines are shown by lines, structures inside of texts by fields', () => {
  const before = config({ run: 'import torch\nprint(1)\n', conf: 'a: 1\nb: x\n' });
  const after = config({ run: 'import torch\n\tprint(2)\n', conf: 'a: 1\nb: y\n' });
  expect(text([before], [after])).toBe(`other
  ~ ConfigMap n/c
    ~ data.run:
        line 1
         import torch
        -print(1)
        +  print(2)
         
    ~ data.conf:
        ~ b: x -> y

0 to add, 1 to change, 0 to remove
`);
});

test('a change that many objects share is told once', () => {
  const many = (quota: string) => Array.from({ length: 7 }, (_, index) => queue(`q${index}`, quota));
  expect(text(many('1'), [...many('2').slice(1), queue('q0', '3')])).toBe(`other
  ~ ClusterQueue q0
    ~ spec.nominalQuota: 1 -> 3

alike in 6 objects
  ~ ClusterQueue q1, q2, q3, q4, q5, … 1 more
    ~ spec.nominalQuota: 1 -> 2

0 to add, 7 to change, 0 to remove
`);
});

test('a new order, and a long text, are cut to one line', () => {
  const order = (...names: string[]): KubernetesObject => ({ ...config({}), finalizers: names });
  expect(text([order('a', 'b')], [order('b', 'a')])).toContain('    ~ finalizers (order): ["a","b"] -> ["b","a"]\n');
  const lines = text([config({})], [config({ long: 'x'.repeat(5_000) })]).split('\n');
  expect(lines.find((line) => line.includes('data.long'))?.length).toBeLessThan(130);
});

test('very long hunks are cut and counted', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `${index};`).join('\n');
  expect(text([config({ a: `x;\n${lines}` })], [config({ a: `y;\nz` })])).toContain('        … 64 more lines\n');
});

test('colours are there when asked for, whatever the output, and never otherwise', () => {
  expect(text([], [queue('a', '1')], true)).toContain('\u001b[32m+\u001b[39m ClusterQueue a');
  expect(text([], [queue('a', '1')])).not.toContain('\u001b');
});

test('names and values cannot forge lines, colours or reading direction', () => {
  const evil = '\u001b[2J\u009b31m\nqueueing\n  + Namespace prod \u202etxt\u2028';
  const after: KubernetesObject = { ...config({ [evil]: evil, lines: `${evil}\nx;` }), kind: evil };
  const before: KubernetesObject = { ...after, data: { lines: 'x;\ny' } };
  const shown = text([before], [after]) + text([], [after]);
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
  expect(shown).not.toMatch(/^queueing$|^ {2}\+ Namespace prod/m);
});
