import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { wholeEnvironment } from '../../../stacks/environment.ts';
import { environmentOf, stackOf, the } from '../recorded-stack.ts';
import { recorded } from '../recording.ts';
import { platformOn, TARGETS } from '../target-sample.ts';

const input: PlatformInput = {
  ...platformOn(
    { ...TARGETS.existing, storage: { block: 'fast', objects: 'https://s3.lab.example.org' } },
    { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } },
  ),
  delivery: { kind: 'pulumi' },
};

describe('the stack of an existing cluster', () => {
  test('makes nothing but objects of the cluster', async () => {
    const made = (await stackOf(input)).filter(({ custom }) => custom).map(({ type }) => type.split(':')[0]);
    expect(new Set(made)).toEqual(new Set(['pulumi', 'kubernetes']));
  });

  test('takes the context that has the cluster’s name, and no object that is there already', async () => {
    expect(the(await stackOf(input), 'pulumi:providers:kubernetes', 'lab-kubernetes').inputs).toEqual({
      context: 'lab',
      clusterIdentifier: 'lab',
      enableServerSideApply: 'true',
      enablePatchForce: 'true',
      enableConfigMapMutable: 'true',
      enableSecretMutable: 'true',
      upsertExistingObjects: 'false',
    });
  });

  test('takes over only what Kubernetes itself makes in every namespace', async () => {
    const registered = await stackOf(input);
    const adopting = the(registered, 'pulumi:providers:kubernetes', 'lab-kubernetes-adopting');
    expect(adopting.inputs['upsertExistingObjects']).toBe('true');
    const taken = registered.filter(({ provider }) => provider === adopting.urn).map(({ name }) => name);
    expect(taken).toEqual(['ServiceAccount:vision/default']);
  });

  test('takes another kubeconfig, and objects that are there, when it is told to', async () => {
    const connection = { kubeconfig: 'apiVersion: v1', context: 'admin', adopts: true };
    const registered = await recorded(() => wholeEnvironment({ ...environmentOf(input), connection }));
    expect(the(registered, 'pulumi:providers:kubernetes').inputs).toMatchObject({
      kubeconfig: 'apiVersion: v1',
      context: 'admin',
      clusterIdentifier: 'lab',
      upsertExistingObjects: 'true',
    });
  });

  test('leaves storage classes and keys of the object store to the cluster’s owner', async () => {
    const registered = await stackOf(input);
    const types = registered.map(({ type }) => type);
    expect(types).not.toContain('kubernetes:storage.k8s.io/v1:StorageClass');
    expect(registered.map(({ name }) => name)).not.toContain('Secret:vision/object-store');
    expect(registered.map(({ name }) => name)).toContain('Namespace:vision');
  });

  test('deletes each object by itself: the cluster stays', async () => {
    for (const { deletedWith } of await stackOf(input)) expect(deletedWith).toBe('');
  });

  test('leaves a team’s namespace behind, unless everything is to go', async () => {
    const namespace = async (deletion: 'protected' | 'ephemeral') =>
      the(await stackOf(input, { deletion }), 'kubernetes:core/v1:Namespace', 'Namespace:vision').retainOnDelete;
    expect(await namespace('protected')).toBe(true);
    expect(await namespace('ephemeral')).toBe(false);
  });

  test('registers exactly the objects that are rendered, each as it is', async () => {
    const { platform } = environmentOf(input);
    const { manifestsOf } = await import('../../../constructs/core/index.ts');
    const registered = (await stackOf(input)).filter(({ type }) => type.startsWith('kubernetes:'));
    const shown = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).sort();
    const plain = registered.map(({ inputs }) => revealed(inputs));
    expect(shown(plain.map(sorted))).toEqual(shown(manifestsOf(platform).map(({ object }) => sorted(object))));
  });
});

function revealed(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'object' && each !== null && 'secret' in each ? each.secret : each,
  );
}

function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  ) as T;
}
