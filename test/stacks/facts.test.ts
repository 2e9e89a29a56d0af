import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TargetFacts } from '../../spec/facts.ts';
import { TARGET_KINDS, type TargetKind } from '../../spec/target.ts';
import { factsOf, INSTANCES, platformOn, TARGETS } from './target-sample.ts';

/** A platform whose every name is as long as the spec allows. */
function longest(kind: TargetKind): TargetFacts {
  const pool = { name: 'p'.repeat(30), instance: INSTANCES[kind], nodes: { min: 1, max: 1 } };
  return factsOf({
    ...platformOn(TARGETS[kind], pool),
    metadata: { name: 'n'.repeat(24), environment: 'e'.repeat(12), generation: 999 },
    teams: [
      { name: 't'.repeat(40), groups: ['oidc:a'], fabric: 'allowed', quota: { [pool.name]: { guaranteed: 1 } } },
      { name: `${'t'.repeat(39)}u`, groups: ['oidc:b'], quota: { [pool.name]: { guaranteed: 1 } } },
    ],
  });
}

function sample(kind: TargetKind): TargetFacts {
  return factsOf(platformOn(TARGETS[kind], { name: 'train', instance: INSTANCES[kind], nodes: { min: 1, max: 1 } }));
}

describe.each(TARGET_KINDS)('the facts of %s', (kind) => {
  test('are plain JSON: nothing in them comes from a deployment', () => {
    const facts = sample(kind);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('are the same for the same spec', () => {
    expect(sample(kind)).toStrictEqual(sample(kind));
  });

  test('answer every question about place, network, pools and teams', () => {
    const facts = sample(kind);
    expect(facts.kind).toBe(kind);
    expect(facts.network.engine).not.toBe('');
    expect(facts.network.apiServer.length).toBeGreaterThan(0);
    expect(facts.network.apiServerPorts).toContain(443);
    expect(facts.pools.map(({ name }) => name)).toEqual(['train']);
    expect(facts.teams.map(({ name }) => name)).toEqual(['vision']);
  });

  test('name one owner of the driver and one of the devices', () => {
    const [pool] = sample(kind).pools;
    expect(['machineImage', 'cloud', 'operator']).toContain(pool?.driver);
    expect(['cloud', 'operator', 'draDriver']).toContain(pool?.allocator);
  });

  test('tolerate what they taint, and find nodes by a label', () => {
    const [pool] = sample(kind).pools;
    expect(pool?.taints.map(({ key }) => key)).toContain('nvidia.com/gpu');
    expect(Object.keys(pool?.nodeLabels ?? {})).toHaveLength(1);
  });

  test('split every pool into what stands and what comes and goes', () => {
    for (const { autoscaler, nodes } of sample(kind).pools) {
      expect(autoscaler).toBe('none');
      expect(nodes).toEqual({ standing: 1, elastic: 0 });
    }
  });

  test('keep names within what Kubernetes and the stores take, and apart, however long the spec’s are', () => {
    const facts = longest(kind);
    const buckets = facts.teams.flatMap(({ bucket }) => bucket ?? []);
    expect(facts.cluster.length).toBeLessThanOrEqual(40);
    expect(new Set(buckets.map(({ name }) => name)).size).toBe(buckets.length);
    for (const { account, name } of buckets) {
      expect(name).toMatch(/^[a-z0-9](-?[a-z0-9]){2,62}$/);
      expect(name.length).toBeLessThanOrEqual(63);
      if (account !== undefined) expect(account).toMatch(/^[a-z0-9]{3,24}$/);
    }
    for (const { name, namespace } of facts.external) {
      expect(name.length).toBeLessThanOrEqual(63);
      expect((namespace ?? '').length).toBeLessThanOrEqual(63);
    }
  });

  test('list every object that the facts name and the manifests do not make', () => {
    const facts = longest(kind);
    const names = facts.external.map((each) => [each.kind, each.namespace, each.name].join(' '));
    for (const storage of [facts.blockStorage, facts.sharedStorage])
      if (storage !== undefined) expect(names).toContain(`StorageClass  ${storage}`);
    for (const { bucket, name, serviceAccountOwner } of facts.teams) {
      if (bucket?.secret !== undefined) expect(names).toContain(`Secret ${name} ${bucket.secret}`);
      if (serviceAccountOwner === 'stack') expect(names).toContain(`ServiceAccount ${name} team`);
    }
  });
});

test('Every folder of a target has facts, and every target has a folder', () => {
  const folders = readdirSync('stacks', { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(expect.arrayContaining([...TARGET_KINDS].sort()));
});

/** Everything outside the repository that a file imports, itself or through what it imports. */
function packagesBehind(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/ from '([^']+)'/g)) {
    if (!path.startsWith('.')) packages.add(path);
    else for (const each of packagesBehind(join(dirname(file), path), seen)) packages.add(each);
  }
  return packages;
}

test.each(TARGET_KINDS)('The facts of %s need no Pulumi, file, network or clock, however far behind', (kind) => {
  const pure = /^(ipaddr\.js|node:crypto|semver\/functions\/\w+\.js|zod)$/;
  expect([...packagesBehind(`stacks/${kind}/facts.ts`)].filter((each) => !pure.test(each))).toEqual([]);
});

test.each(TARGET_KINDS)('The facts of %s know no other target', (kind) => {
  const source = readFileSync(`stacks/${kind}/facts.ts`, 'utf8');
  const imported = [...source.matchAll(/ from '([^']+)'/g)].map(([, path = '']) => path);
  expect(imported.filter((path) => !/^\.\.\/\.\.\/(spec|catalog)\//.test(path))).toEqual([]);
});
