import { beforeAll, describe, expect, test } from 'vitest';
import { type Component, components } from '../../catalog/index.ts';
import type { KubernetesObject, Manifest } from '../../constructs/core/index.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import { renderPlatform } from '../../constructs/render.ts';
import { applyManifests } from '../../rehearsal/apply/apply-manifests.ts';
import { startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { type Definition, definitions, uncheckedKinds } from './stand-in-crds.ts';
import { VARIANTS } from './variant-platforms.ts';

/** Kinds that only `../shared` defines; empty where it is there. */
const unchecked = uncheckedKinds();

let known: Definition[];
beforeAll(async () => {
  await buildEngines(['core', 'tools', 'batch', 'serving']);
  known = await definitions();
}, 1_800_000);

/** What was seen, for docs/coverage.md: components to the examples they were seen in. */
const accepted = new Map<string, string[]>();
const reconciled = new Map<string, string[]>();
const rendered = new Map<string, string[]>();

function seen(where: Map<string, string[]>, component: string, target: string): void {
  where.set(component, [...new Set([...(where.get(component) ?? []), target])]);
}

/** Applies a platform once to a control plane of its own, and notes what was seen of its components. */
async function appliesWithoutRejection(spec: PlatformSpec, place: string): Promise<void> {
  const plane = await startControlPlane();
  try {
    const { lock } = await makeLock(spec, {
      charts: { kind: 'modules' },
      digests: 'skip',
      tools: await renderTools(spec.target.kubernetes),
    });
    const facts = targetFacts(spec);
    const { manifests, platform } = renderPlatform({ spec, facts, lock });
    const missing = known.filter(
      (definition) => !manifests.some(({ object }) => object.metadata.name === definition.metadata.name),
    );
    const checked = manifests.filter(({ object }) => !unchecked.includes(object.kind));
    const written = [...checked, ...delivered(deliveryFiles(platform))];
    const all = [...missing.map(standIn), ...written];
    const external = [...facts.external, ...platform.rooms.flatMap((room) => room.external)];
    const { controllers, rejections } = await applyManifests(plane, all, { external });
    expect(rejections).toEqual([]);
    for (const component of Object.keys(lock.addOns)) seen(accepted, component, place);
    for (const component of writtenFor(checked))
      if (lock.addOns[component] === undefined) seen(accepted, component, place);
    for (const { name } of controllers) seen(reconciled, COMPONENT_OF[name] ?? name, place);
    for (const { component } of platform.addOns) seen(rendered, component.name, place);
  } finally {
    await plane.stop();
  }
}

describe('a platform on a fresh API server is accepted in one pass, without a rejected object', () => {
  test.each(TARGET_KINDS)('the example %s', async (target) => {
    const { spec } = await loadPlatform(`examples/${target}/platform.yaml`);
    await appliesWithoutRejection(spec, target);
  });

  test.each(Object.entries(VARIANTS))('%s', async (name, input) => {
    await appliesWithoutRejection(parsePlatform(input).spec, name);
  });

  test.skipIf(unchecked.length > 0)('leaves the evidence that docs/coverage.md is made from', async () => {
    const words = (where: Map<string, string[]>, what: string) =>
      Object.fromEntries(
        [...where]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, targets]) => [name, `${what} in ${targets.join(', ')}`]),
      );
    const evidence = {
      rendered: words(rendered, 'installed'),
      accepted: words(accepted, 'objects accepted'),
      reconciled: words(reconciled, 'its controller ran against the objects'),
    };
    await expect(`${JSON.stringify(evidence, null, 2)}\n`).toMatchFileSnapshot('../../docs/coverage.json');
  });
});

/** Engines that are named otherwise than their component. */
const COMPONENT_OF: Readonly<Record<string, string>> = {
  'ai-gateway': 'envoy-ai-gateway',
  lws: 'leaderworkerset',
  trainer: 'kubeflow-trainer',
};
/** API groups of custom resources that we write for components whose charts no Go module carries. */
const GROUP_OF: Readonly<Record<string, string>> = {
  'amd.com': 'amd-gpu-operator',
  'argoproj.io': 'argo-cd',
  'karpenter.azure.com': 'karpenter-azure',
  'karpenter.k8s.aws': 'karpenter',
  'kustomize.toolkit.fluxcd.io': 'flux',
  'mellanox.com': 'nvidia-network-operator',
};

/** Components of which our own objects speak: by their group, by a sandbox's class, or by the image that they run. */
function writtenFor(manifests: readonly Manifest[]): Set<string> {
  const objects = manifests.map(({ object }) => object);
  const groups = objects.map(({ apiVersion }) => apiVersion.split('/')[0] ?? '');
  const sandboxes = objects.flatMap(({ kind, metadata }) => (kind === 'RuntimeClass' ? [metadata.name] : []));
  const text = JSON.stringify(objects);
  return new Set([
    ...groups.flatMap((group) => GROUP_OF[group] ?? []),
    ...(sandboxes.includes('gvisor') ? ['gvisor'] : []),
    ...(sandboxes.includes('kata') ? ['kata-deploy'] : []),
    ...Object.values<Component>(components)
      .filter(({ images }) => images.some((image) => text.includes(`"${image}"`)))
      .map(({ name }) => name),
  ]);
}

/** A definition that no lock brought, as an object of the first wave. */
function standIn(object: KubernetesObject): Manifest {
  return { wave: 'crds', room: 'stand-in', construct: 'stand-in', object };
}

/** Objects of Argo CD or Flux, applied last as an administrator would. */
function delivered(files: ReadonlyMap<string, readonly KubernetesObject[]>): Manifest[] {
  return [...files].flatMap(([file, objects]) =>
    objects.map((object): Manifest => ({ wave: 'tenants', room: 'delivery', construct: file, object })),
  );
}
