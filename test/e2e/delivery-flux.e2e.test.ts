import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { components } from '../../catalog/index.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import { chartFromModule } from '../../rehearsal/chart-from-module.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { rendered } from '../sample.ts';
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
import { Flux, fluxDefinitions, isReady } from './flux-plane.ts';
import { GitServer } from './git-server.ts';
import { cluster } from './pulumi-cluster.ts';
import { present } from './pulumi-views.ts';

/** Files that `flux bootstrap` would have Flux apply: the source and the steps. */
const BEGINNING = /^flux\/(?!add-ons|platform-add-ons|kustomization)/;

describe('the real controllers of Flux, before the folder that synth writes', () => {
  const planes: ControlPlane[] = [];
  let plane: ControlPlane;
  let git: GitServer;
  let delivered: DeliveredPlatform;
  let flux: Flux;

  beforeAll(async () => {
    await buildEngines(['core', 'tools']);
    await buildPrograms([engine('kueue'), engine('kustomize-controller'), engine('helm-controller')]);
    git = await GitServer.start();
    plane = await cluster(planes);
    delivered = new DeliveredPlatform(plane, ({ component }) => {
      throw new Error(`nothing stands in for ${component.name}`);
    });
    await define(plane, await fluxDefinitions());
    flux = await Flux.start(plane);
  }, 1_800_000);

  afterAll(async () => {
    await Promise.all(planes.map((each) => each.stop()));
    await git?.stop();
  });

  function input(teams: readonly string[]): PlatformInput {
    return smallPlatform({ kind: 'flux', repository: git.repository, path: PATH }, teams);
  }

  async function apply(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects)
      expect((await plane.client.apply(object)).status, describeObject(object)).toBeLessThan(300);
  }

  /** Commits the folder and does what the source controller does: hands it out under its revision. */
  async function commit(files: ReadonlyMap<string, string>): Promise<string> {
    const revision = `main@sha1:${await git.commit(PATH, files)}`;
    const [source] = objectsIn(files.get('flux/source.yaml') ?? '');
    if (source === undefined) throw new Error('there is no source');
    await apply([source]);
    await flux.serve(source, revision, await git.archive());
    return revision;
  }

  function allStand(revision: string): Promise<true> {
    return flux.until('all steps to be ready', async () => {
      const steps = await flux.steps();
      return (
        steps.length === STEPS.length &&
        steps.every((each) => isReady(each) && each.status?.lastAppliedRevision === revision)
      );
    });
  }

  test('waits at a wave that is not healthy: what follows is not applied', async () => {
    const files = await delivered.synth(input(['speech', 'vision']));
    await commit(withChange(files, KUEUE, unschedulable));
    await apply([...files].filter(([path]) => BEGINNING.test(path)).flatMap(([, text]) => objectsIn(text)));
    await delivered.startControllers();
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    const steps = new Map((await flux.steps()).map((each) => [each.metadata.name, each]));
    expect([...steps].filter(([, each]) => isReady(each)).map(([name]) => name)).toEqual(['lab-00-crds']);
    const later = [...files].filter(([path]) => /^[23]0-/.test(path)).flatMap(([, text]) => objectsIn(text));
    expect(await present(plane, later)).toEqual([]);
  }, 240_000);

  test('goes on when it is mended: every step is ready', async () => {
    const files = await delivered.synth(input(['speech', 'vision']));
    await allStand(await commit(files));
    const objects = objectsOfWaves(files);
    expect(await present(plane, objects)).toEqual(objects.map(describeObject).sort());
  }, 240_000);

  test('removes what left the spec, and leaves the rest as it was', async () => {
    const before = objectsOfWaves(await delivered.synth(input(['speech', 'vision'])));
    const files = await delivered.synth(input(['vision']));
    const queue = '/apis/kueue.x-k8s.io/v1beta2/clusterqueues/vision';
    const { metadata } = await plane.client.get<{ metadata: { uid: string } }>(queue);
    await allStand(await commit(files));
    const left = new Set(objectsOfWaves(files).map(describeObject));
    const gone = before.filter((object) => !left.has(describeObject(object)));
    expect(gone.length).toBeGreaterThan(5);
    const those = gone.filter(kept).map(describeObject).sort();
    await expect.poll(() => present(plane, gone), { timeout: 30_000 }).toEqual(those);
    expect(await plane.client.get(queue)).toMatchObject({ metadata: { uid: metadata.uid } });
  }, 240_000);

  test('takes itself down from the last step to the first, and leaves only what is meant to be kept', async () => {
    const objects = objectsOfWaves(await delivered.synth(input(['vision'])));
    for (const step of STEPS.toReversed()) await flux.takeDown(step);
    expect(await present(plane, objects)).toEqual(objects.filter(kept).map(describeObject).sort());
  }, 300_000);

  test('installs an add-on that no lock holds from its chart, with our values, and takes it away again', async () => {
    const { platform } = rendered(input(['vision']));
    const [source, release] = deliveryFiles(platform).get('flux/add-ons/kueue.yaml') ?? [];
    if (source === undefined || release === undefined) throw new Error('there is no release');
    await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kueue-system' } }, source]);
    await flux.serve(source, `${components.kueue.source.version}@sha256:${'0'.repeat(64)}`, await kueueChart());
    await apply([release]);
    await flux.until('the release to be ready', async () => (await flux.releases()).some(isReady));
    const deployment = '/apis/apps/v1/namespaces/kueue-system/deployments/kueue-controller-manager';
    expect((await plane.client.send({ method: 'GET', path: deployment })).status).toBe(200);
    await plane.client.send({ method: 'DELETE', path: await plane.client.pathOf(release) });
    await flux.until('the release to be gone', async () => (await flux.releases()).length === 0);
    expect((await plane.client.send({ method: 'GET', path: deployment })).status).toBe(404);
  }, 240_000);
});

/** Kueue's chart as an archive, as it lies in a registry. */
async function kueueChart(): Promise<Buffer> {
  const { chart, path, version } = components.kueue.module;
  const { folder } = await chartFromModule({ path, version, folder: chart });
  const args = ['-cz', '-C', dirname(folder), basename(folder)];
  const options = { encoding: 'buffer', maxBuffer: 2 ** 26 } as const;
  return (await promisify(execFile)('tar', args, options)).stdout;
}

/** Namespaces of teams with what closes them. */
function kept({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
}
