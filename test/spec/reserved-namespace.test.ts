import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { reservedNamespace } from '../../spec/reserved-namespace.ts';
import { randomPlatform } from '../properties/random-platform.ts';
import { rendered } from '../sample.ts';

test.each(['kube-system', 'plinth-x', 'kueue-system', 'spark-operator', 'argocd', 'default', 'karpenter'])(
  '%s is nobody’s to take, and the reason is said',
  (name) => expect(reservedNamespace(name)).toMatch(/belong|namespace of the cluster/),
);

test.each(['vision', 'kube', 'operator-team', 'system'])('%s is free', (name) =>
  expect(reservedNamespace(name)).toBeUndefined(),
);

test('every namespace that the platform makes for itself is closed to teams', () => {
  const seen = new Set<string>();
  const property = fc.property(randomPlatform({ pools: [1, 4], teams: [1, 3] }), (input) => {
    for (const name of ownNamespaces(input)) seen.add(name);
  });
  fc.assert(property, { numRuns: 40 });
  expect(seen).toContain('kueue-system');
  expect([...seen].filter((name) => reservedNamespace(name) === undefined)).toEqual([]);
});

function ownNamespaces(input: Parameters<typeof rendered>[0]): string[] {
  const teams = input.teams.flatMap(({ name }) => [name, `${name}-fabric`]);
  try {
    return rendered(input).platform.namespaces.filter((name) => !teams.includes(name));
  } catch (error) {
    // A room refuses what the spec alone allows.
    if (error instanceof PlatformError) return [];
    throw error;
  }
}
