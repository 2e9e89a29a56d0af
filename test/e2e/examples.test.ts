import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { type Definition, definitions } from './stand-in-crds.ts';

let known: Definition[];
beforeAll(async () => {
  await buildEngines(['core', 'tools', 'batch']);
  known = await definitions();
}, 1_800_000);

/** Names of the components that an API server accepted, for docs/coverage.md. */
const accepted = new Map<string, Set<string>>();
afterAll(() => {
  mkdirSync('dist', { recursive: true });
  writeFileSync(
    'dist/accepted.json',
    JSON.stringify(Object.fromEntries([...accepted].map(([name, kinds]) => [name, [...kinds].sort()])), null, 2),
  );
});

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
      const all = [...missing.map(standIn), ...manifests, ...delivered(deliveryFiles(platform))];
      const { controllers, rejections } = await applyPlatform(plane, all);
      expect(rejections).toEqual([]);
      for (const name of controllers) accepted.set(name, new Set([...(accepted.get(name) ?? []), target]));
    } finally {
      await plane.stop();
    }
  });
});

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
