import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { drawFleet } from '../../workspace/fleet/built-fleet.ts';
import { fleetText } from '../../workspace/fleet/fleet-text.ts';
import { secretLooks } from '../laws/secret-search.ts';

let fleet: Awaited<ReturnType<typeof drawFleet>>;
beforeAll(async () => {
  fleet = await drawFleet('examples/fleet/fleet.yaml');
});

test('the page shows what validate says of the order', () => {
  const said = fleetText(fleet.loaded).split('\n').slice(-3).join('\n');
  expect(readFileSync('examples/fleet/README.md', 'utf8')).toContain(said);
});

test('nothing secret is rendered, and whoever runs the manager is told what to bring', () => {
  const { members } = fleet;
  for (const { folder } of members)
    expect(folder.manifests.flatMap(({ object }) => secretLooks(object as never))).toEqual([]);
  const external = members[0]?.folder.files.get('external.json') ?? '';
  for (const name of ['paris-kubeconfig', 'oslo-kubeconfig']) expect(external).toContain(name);
});

test('manager and workers have the same queue in the same namespaces', () => {
  const queues = fleet.members.map(({ folder }) =>
    folder.manifests
      .filter(({ object }) => object.kind === 'LocalQueue' && object.metadata.name === 'fleet')
      .map(({ object }) => object.metadata.namespace)
      .sort(),
  );
  expect(queues).toEqual([
    ['speech', 'vision'],
    ['speech', 'vision'],
    ['speech', 'vision'],
  ]);
});
