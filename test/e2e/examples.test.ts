import { beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject, Manifest } from '../../constructs/core/index.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import { renderPlatform } from '../../constructs/render.ts';
import { startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { applyPlatform } from './applied-platform.ts';
import { type Definition, definitions, uncheckedKinds } from './stand-in-crds.ts';

/** Kinds that only `../shared` defines; empty where it is there. */
const unchecked = uncheckedKinds();

let known: Definition[];
beforeAll(async () => {
  await buildEngines(['core', 'tools', 'batch']);
  known = await definitions();
}, 1_800_000);

/** What was seen, for docs/coverage.md: components to the examples they were seen in. */
const accepted = new Map<string, string[]>();
const reconciled = new Map<string, string[]>();

function seen(where: Map<string, string[]>, component: string, target: string): void {
  where.set(component, [...new Set([...(where.get(component) ?? []), target])]);
}

describe('every example on a fresh API server', () => {
  test.each(TARGET_KINDS)('%s is accepted in one pass: no object is rejected', async (target) => {
    const { spec } = await loadPlatform(`examples/${target}/platform.yaml`);
    const plane = await startControlPlane();
    try {
      const { lock } = await makeLock(spec, {
        charts: { kind: 'modules' },
        digests: 'skip',
        tools: await renderTools(spec.target.kubernetes),
      });
      const { manifests, platform } = renderPlatform({ spec, facts: targetFacts(spec), lock });
      const missing = known.filter(
        (definition) => !manifests.some(({ object }) => object.metadata.name === definition.metadata.name),
      );
      const checked = manifests.filter(({ object }) => !unchecked.includes(object.kind));
      const all = [...missing.map(standIn), ...checked, ...delivered(deliveryFiles(platform))];
      const { controllers, rejections } = await applyPlatform(plane, all);
      expect(rejections).toEqual([]);
      for (const component of Object.keys(lock.addOns)) seen(accepted, component, target);
      for (const component of writtenFor(all))
        if (lock.addOns[component] === undefined) seen(accepted, component, target);
      for (const name of controllers) seen(reconciled, COMPONENT_OF[name] ?? name, target);
    } finally {
      await plane.stop();
    }
  });

  test.skipIf(unchecked.length > 0)('leaves the evidence that docs/coverage.md is made from', async () => {
    const words = (where: Map<string, string[]>, what: string) =>
      Object.fromEntries(
        [...where]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, targets]) => [name, `${what} in ${targets.join(', ')}`]),
      );
    const evidence = {
      accepted: words(accepted, 'objects accepted'),
      reconciled: words(reconciled, 'its controller ran against the objects'),
    };
    await expect(`${JSON.stringify(evidence, null, 2)}\n`).toMatchFileSnapshot('../../docs/coverage.json');
  });
});

/** Engines that are named otherwise than their component. */
const COMPONENT_OF: Readonly<Record<string, string>> = { lws: 'leaderworkerset', trainer: 'kubeflow-trainer' };
/** API groups of custom resources that we write for components whose charts no Go module carries. */
const GROUP_OF: Readonly<Record<string, string>> = {
  'argoproj.io': 'argo-cd',
  'karpenter.azure.com': 'karpenter-azure',
  'karpenter.k8s.aws': 'karpenter',
  'mellanox.com': 'nvidia-network-operator',
};

function writtenFor(manifests: readonly Manifest[]): Set<string> {
  const groups = manifests.map(({ object }) => object.apiVersion.split('/')[0] ?? '');
  return new Set(groups.flatMap((group) => GROUP_OF[group] ?? []));
}

/** A definition that no lock brought, as an object of the first wave. */
function standIn(object: Definition): Manifest {
  return { wave: 'crds', room: 'stand-in', construct: 'stand-in', object };
}

/** Objects of Argo CD or Flux, applied last as an administrator would. */
function delivered(files: ReadonlyMap<string, readonly KubernetesObject[]>): Manifest[] {
  return [...files].flatMap(([file, objects]) =>
    objects.map((object): Manifest => ({ wave: 'tenants', room: 'delivery', construct: file, object })),
  );
}
