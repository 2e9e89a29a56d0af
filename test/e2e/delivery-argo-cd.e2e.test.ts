import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ArgoCdValues } from '../../constructs/delivery/argo-cd-values.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { type Application, ArgoCd, argoCdDefinitions, argoCdStandIn, hasRedis } from './argo-cd-plane.ts';
import {
  DeliveredPlatform,
  define,
  KUEUE,
  objectsIn,
  objectsOfWaves,
  PATH,
  STEPS,
  smallPlatform,
  unschedulable,
  withChange,
} from './delivered-platform.ts';
import { GitServer } from './git-server.ts';
import { cluster } from './pulumi-cluster.ts';
import { present } from './pulumi-views.ts';

describe.skipIf(!hasRedis())('the real Argo CD, before the folder that synth writes', () => {
  const planes: ControlPlane[] = [];
  let plane: ControlPlane;
  let git: GitServer;
  let delivered: DeliveredPlatform;
  let argoCd: ArgoCd;

  beforeAll(async () => {
    await buildEngines(['core', 'tools']);
    await buildPrograms([engine('kueue'), engine('argo-cd')]);
    git = await GitServer.start();
    plane = await cluster(planes);
    const definitions = await argoCdDefinitions();
    delivered = new DeliveredPlatform(plane, argoCdStandIn(definitions));
    await define(plane, definitions);
  }, 1_800_000);

  afterAll(async () => {
    await Promise.all(planes.map((each) => each.stop()));
    await git?.stop();
  });

  function input(teams: readonly string[]): PlatformInput {
    return smallPlatform({ kind: 'argocd', repository: git.repository, path: PATH }, teams);
  }

  const named = (name: string) => (each: Application) => each.metadata.name === name;
  const stands = ({ status }: Application) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy';

  /** Every Application has the commit and is content with it. */
  function allStand(commit: string): Promise<true> {
    return argoCd.until('all Applications to be synced and healthy', (found) =>
      ['lab', ...STEPS].every((name) =>
        found.some((each) => named(name)(each) && stands(each) && each.status?.sync?.revision === commit),
      ),
    );
  }

  async function uidOf(path: string): Promise<string> {
    const { metadata } = await plane.client.get<{ metadata: { uid: string } }>(path);
    return metadata.uid;
  }

  test('waits at a wave that is not healthy: what follows is not there', async () => {
    const files = await delivered.synth(input(['speech', 'vision']));
    const values = parse(files.get('argocd/bootstrap/values.yaml') ?? '') as ArgoCdValues;
    await git.commit(PATH, withChange(files, KUEUE, unschedulable));
    argoCd = await ArgoCd.start(plane, git, values.configs.cm);
    for (const file of ['argocd/project.yaml', 'argocd/root.yaml'])
      for (const object of objectsIn(files.get(file) ?? ''))
        expect((await plane.client.apply(object)).status, file).toBeLessThan(300);
    const controllers = delivered.startControllers();
    await argoCd.until('the second wave to be applied', (found) =>
      found.some((each) => named('lab-10-operators')(each) && each.status?.operationState?.phase === 'Succeeded'),
    );
    await controllers;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const found = await argoCd.applications();
    expect(found.find(named('lab-10-operators'))?.status?.health?.status).toBe('Progressing');
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(['lab', 'lab-00-crds', 'lab-10-operators']);
  }, 240_000);

  test('goes on when it is mended: everything is synced and healthy', async () => {
    const files = await delivered.synth(input(['speech', 'vision']));
    const commit = await git.commit(PATH, files);
    await allStand(commit);
    const objects = objectsOfWaves(files);
    expect(await present(plane, objects)).toEqual(objects.map(describeObject).sort());
  }, 240_000);

  test('removes what left the spec, and leaves the rest as it was', async () => {
    const before = objectsOfWaves(await delivered.synth(input(['speech', 'vision'])));
    const files = await delivered.synth(input(['vision']));
    const queue = '/apis/kueue.x-k8s.io/v1beta2/clusterqueues/vision';
    const uid = await uidOf(queue);
    await allStand(await git.commit(PATH, files));
    const left = new Set(objectsOfWaves(files).map(describeObject));
    const gone = before.filter((object) => !left.has(describeObject(object)));
    expect(gone.length).toBeGreaterThan(5);
    expect(await present(plane, gone)).toEqual(gone.filter(kept).map(describeObject).sort());
    expect(await uidOf(queue)).toBe(uid);
  }, 240_000);

  test('takes itself down in the reverse order, and leaves only what is meant to be kept', async () => {
    const objects = objectsOfWaves(await delivered.synth(input(['vision'])));
    const seen: string[] = [];
    await argoCd.takeDown('lab');
    await argoCd.until(
      'the root to be gone',
      (found) => {
        for (const { metadata } of found)
          if (metadata.deletionTimestamp !== undefined && !seen.includes(metadata.name)) {
            // A wave is touched only when those after it are gone.
            const later = STEPS.slice(STEPS.indexOf(metadata.name) + 1);
            if (STEPS.includes(metadata.name))
              expect(found.map((each) => each.metadata.name).filter((name) => later.includes(name))).toEqual([]);
            seen.push(metadata.name);
          }
        return found.length === 0;
      },
      180,
    );
    expect(seen).toContain('lab-30-tenants');
    expect(await present(plane, objects)).toEqual(objects.filter(kept).map(describeObject).sort());
  }, 300_000);
});

/** Definitions, which Argo CD never deletes, Argo CD itself, and namespaces of teams with what closes them. */
function kept({ kind, metadata }: KubernetesObject): boolean {
  const options = metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '';
  return kind === 'CustomResourceDefinition' || options.includes('Delete=false');
}
