import { describe, expect, test } from 'vitest';
import { renderPlatform } from '../../../constructs/render.ts';
import { specPathOf } from '../../../rehearsal/apply/spec-path.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { loadPlatform } from '../../../workspace/platform-file.ts';
import { samplePlatform } from '../../sample.ts';

/** A platform with one pool for each name. */
function specWith(...names: readonly string[]) {
  const [pool] = samplePlatform().pools;
  if (pool === undefined) throw new Error('the sample has no pool');
  const quota = Object.fromEntries(names.map((name) => [name, { guaranteed: 1 }]));
  return parsePlatform(
    samplePlatform({
      pools: names.map((name) => ({ ...pool, name })),
      teams: ['vision', 'speech'].map((name) => ({ name, groups: [`oidc:${name}`], quota })),
      training: { frameworks: ['torch'] },
    }),
  ).spec;
}

describe('The place in the spec that an object comes from', () => {
  const spec = specWith('cpu', 'train-h100');

  test('is its team, whatever made it', () => {
    expect(specPathOf(spec, 'platform/tenancy/vision/quota', 'vision')).toBe('teams[0]');
    expect(specPathOf(spec, 'platform/queueing/speech/queue-cpu', 'speech')).toBe('teams[1]');
  });

  test('is the pool that it was made for', () => {
    expect(specPathOf(spec, 'platform/queueing/platform/flavor-train-h100/flavor', undefined)).toBe('pools[1]');
    expect(specPathOf(spec, 'platform/autoscaling/platform/class-cpu/class', undefined)).toBe('pools[0]');
  });

  test('is the section that its room is named after', () => {
    expect(specPathOf(spec, 'platform/queueing/platform/priority-high', undefined)).toBe('queueing');
    expect(specPathOf(spec, 'platform/training/platform/runtimes/torch', undefined)).toBe('training');
    expect(specPathOf(spec, 'delivery/argocd/root.yaml', undefined)).toBe('delivery');
  });

  test('is none for what every platform has, nor for a section that the spec does not have', () => {
    expect(specPathOf(spec, 'platform/tenancy/platform/roles/member', undefined)).toBeUndefined();
    const without = parsePlatform(samplePlatform()).spec;
    expect(specPathOf(without, 'platform/training/platform/runtimes/torch', undefined)).toBeUndefined();
  });

  test('is the right one of two pools where the name of one ends like the other', () => {
    const alike = specWith('h100', 'train-h100');
    expect(specPathOf(alike, 'platform/queueing/platform/flavor-train-h100/flavor', undefined)).toBe('pools[1]');
    expect(specPathOf(alike, 'platform/queueing/platform/flavor-h100/flavor', undefined)).toBe('pools[0]');
  });

  test('is not a pool because something else is called so', () => {
    const named = specWith('training', 'system', 'high');
    expect(specPathOf(named, 'platform/training/platform/runtimes/torch', undefined)).toBe('training');
    expect(specPathOf(named, 'platform/training/operators/namespace-kubeflow-system/namespace', undefined)).toBe(
      'training',
    );
    expect(specPathOf(named, 'platform/queueing/platform/priority-high', undefined)).toBe('queueing');
  });
});

test.each(['aws', 'gcp', 'azure'])('each pool of the example on %s is found by objects of its own', async (target) => {
  const { spec } = await loadPlatform(`examples/${target}/platform.yaml`);
  const { manifests } = renderPlatform({ spec, facts: targetFacts(spec) });
  const own = manifests.filter(({ object, team }) => team === undefined && object.kind === 'ResourceFlavor');
  const found = own.map(({ construct, object }) => [object.metadata.name, specPathOf(spec, construct, undefined)]);
  expect(found.toSorted()).toEqual(spec.pools.map(({ name }, index) => [name, `pools[${index}]`]).toSorted());
});
