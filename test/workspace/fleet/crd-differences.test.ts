import { expect, test } from 'vitest';
import type { Lock } from '../../../constructs/core/index.ts';
import type { BuiltMember } from '../../../workspace/fleet/built-member.ts';
import { crdDifferences } from '../../../workspace/fleet/crd-differences.ts';
import { load, sampleFleet } from './sample-fleet.ts';

/** A lock whose Kueue defines one kind in some versions. */
function lock(...versions: string[]): Lock {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'workloads.kueue.x-k8s.io' },
    spec: { versions: versions.map((name) => ({ name, served: !name.startsWith('v1alpha') })) },
  };
  return { addOns: { kueue: { crds: [crd], objects: [] } }, images: {} } as unknown as Lock;
}

async function codes(manager: Lock | undefined, worker: Lock | undefined): Promise<string[]> {
  const { members } = await load(sampleFleet());
  const built = members.map((loaded) => {
    const own = loaded.member.role === 'manager' ? manager : worker;
    return { loaded, built: { lock: own } } as unknown as BuiltMember;
  });
  return crdDifferences(built).map(({ at, code }) => `${code} ${at}`);
}

test('a worker serves every kind of job that its manager serves, in its versions', async () => {
  expect(await codes(lock('v1beta2'), lock('v1beta1', 'v1beta2'))).toEqual([]);
  expect(await codes(lock('v1beta1', 'v1beta2'), lock('v1beta2'))).toEqual([
    'FLEET_CRD_MISSING paris: training',
    'FLEET_CRD_MISSING oslo: training',
  ]);
});

test('versions that are not served, and platforms without a lock, say nothing', async () => {
  expect(await codes(lock('v1alpha1', 'v1beta2'), lock('v1beta2'))).toEqual([]);
  expect(await codes(lock('v1beta2'), undefined)).toEqual([]);
  expect(await codes(undefined, lock('v1beta2'))).toEqual([]);
});
