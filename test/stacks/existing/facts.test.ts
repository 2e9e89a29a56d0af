import { describe, expect, test } from 'vitest';
import { factsOf, type PoolInput, platformOn, poolFactsOn, TARGETS } from '../target-sample.ts';

const target = TARGETS.existing;
const storage = { block: 'fast-ssd', shared: 'cephfs', objects: 'https://s3.lab.example.org' };
const pool: PoolInput = { name: 'train', instance: 'generic-h100-hgx-8', nodes: { min: 2, max: 2 } };

describe('an existing cluster', () => {
  test('has what the spec says, and asks its owner for all of it', () => {
    const facts = factsOf(platformOn({ ...target, storage }, pool));
    expect(facts).toMatchObject({ blockStorage: 'fast-ssd', sharedStorage: 'cephfs' });
    expect(facts.external.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'StorageClass fast-ssd',
      'StorageClass cephfs',
      'Secret object-store',
    ]);
  });

  test('wants the object store’s keys in every namespace of a team', () => {
    const platform = platformOn({ ...target, storage }, pool);
    const { external } = factsOf({
      ...platform,
      teams: platform.teams.map((team) => ({ ...team, fabric: 'allowed' as const })),
    });
    const secrets = external.filter(({ kind }) => kind === 'Secret');
    expect(secrets.map(({ namespace }) => namespace)).toEqual(['vision', 'vision-fabric']);
  });

  test('takes both sandboxes for granted, whose classes the manifests make', () => {
    const platform = platformOn(target, pool);
    const { external, sandboxes } = factsOf({
      ...platform,
      teams: platform.teams.map((team) => ({ ...team, sandbox: 'kata' as const })),
    });
    expect(sandboxes).toEqual(['gvisor', 'kata']);
    expect(external).toEqual([]);
  });

  test('finds nodes by the pool’s selector where there is one', () => {
    expect(poolFactsOn(target, pool).nodeLabels).toEqual({ 'plinth.dev/pool': 'train' });
    const selector = { 'example.org/rack': 'a1' };
    expect(poolFactsOn(target, { ...pool, selector }).nodeLabels).toEqual(selector);
  });

  test('may stand on a cloud’s machines: their RDMA device is the cloud’s', () => {
    expect(poolFactsOn(target, { instance: 'p4d.24xlarge' }).fabric).toEqual({
      resource: 'vpc.amazonaws.com/efa',
      perNode: 4,
      allocator: 'operator',
    });
  });
});
