import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import { changeRollout } from '../../../workspace/edge/change-rollout.ts';
import { imagesManifest, readLayout } from '../../../workspace/edge/image-layout.ts';
import { manifestFiles } from '../../../workspace/edge/model-manifest.ts';
import { newRollout } from '../../../workspace/edge/new-rollout.ts';
import { edgeStatus } from '../../../workspace/edge/rollout-status.ts';
import { type EdgeInput, edgePlatform, edgeServer, edgeSite } from '../../edge-sample.ts';
import { writeImageLayout } from '../../image-layout.ts';
import { codesOfRefusal } from '../../refusal-codes.ts';
import { edgeDesk, ownFolder, signedFiles, signedImages, signedModel } from './edge-folder.ts';

const ARM = [{ layers: { arm64: 'server' } }];
const desk = (edge: Partial<EdgeInput> = {}, images: object = { size: '1Gi' }) =>
  edgeDesk(edgePlatform({ workloads: [edgeServer({ images })], ...edge }));

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof PlatformError
    ? error.findings.map(({ code, problem }) => `${code}: ${problem}`).join('\n')
    : '';
}

describe('a folder of images', () => {
  test('names its images with their architectures, and what they need and nothing else', async () => {
    const folder = ownFolder();
    const digests = writeImageLayout(folder, [{ layers: { arm64: 'a', amd64: 'b' } }, { layers: { arm64: 'c' } }]);
    writeFileSync(join(folder, 'blobs/sha256', '0'.repeat(64)), 'left over');
    const { files, images } = await readLayout(folder);
    expect(images).toEqual([
      { digest: digests[0], architectures: ['amd64', 'arm64'] },
      { digest: digests[1], architectures: ['arm64'] },
    ]);
    // Three images of a manifest, a configuration and a layer, a list of two of them, and the two files of the folder.
    expect(files).toHaveLength(12);
    expect(files.map(({ path }) => path)).not.toContain(`blobs/sha256/${'0'.repeat(64)}`);
    const manifest = await imagesManifest(folder);
    expect(manifestFiles(manifest, 'images').map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    expect(await codesOfRefusal((async () => manifestFiles(manifest))())).toEqual(['EDGE_MANIFEST_INVALID']);
  });

  test('goes without those of a list that are for other machines, and is still pulled by the digest of the list', async () => {
    const folder = ownFolder();
    const [digest] = writeImageLayout(folder, [{ layers: { arm64: 'small', amd64: 'other' } }]);
    const signed = await signedFiles(ownFolder(), folder, await imagesManifest(folder, ['arm64']));
    const files = manifestFiles(readFileSync(signed.manifest, 'utf8'), 'images');
    // The list, a manifest, a configuration, a layer, and the two files of the folder.
    expect(files).toHaveLength(6);
    const made = await newRollout(desk(), 'defects', { ...signed, carries: 'images' });
    expect(made.images).toEqual([{ digest, architectures: ['arm64'] }]);
    const none = await signedFiles(ownFolder(), folder, await imagesManifest(folder, ['riscv64']));
    expect(await codesOfRefusal(newRollout(desk(), 'defects', { ...none, carries: 'images' }))).toEqual([
      'EDGE_IMAGES_ARCHITECTURE',
    ]);
  });

  test.each<[string, (folder: string, blob: string) => void, string]>([
    ['without its mark', (folder) => rmSync(join(folder, 'oci-layout')), 'oci-layout is missing'],
    ['without an index', (folder) => writeFileSync(join(folder, 'index.json'), '{}'), 'index.json: manifests'],
    ['without a blob', (_, blob) => rmSync(blob), 'is missing'],
    ['with half a blob', (_, blob) => writeFileSync(blob, 'ser'), 'is not what its name says: 3 bytes'],
    ['with another blob', (_, blob) => writeFileSync(blob, 'sErver'), 'is not what its name says: sha256:'],
  ])('%s is refused with its place', async (_, change, problem) => {
    const folder = ownFolder();
    writeImageLayout(folder, ARM);
    const layer = (await readLayout(folder)).files.find(({ size }) => size === 'server'.length);
    change(folder, join(folder, layer?.path ?? ''));
    expect(await problemOf(readLayout(folder))).toMatch(new RegExp(`^EDGE_IMAGES_LAYOUT: .*${problem}`));
  });
});

describe('a rollout of images', () => {
  test('is a row of its own, which the hub is told of beside the model', async () => {
    const at = desk();
    await newRollout(at, 'defects', await signedModel('one'));
    const made = await newRollout(at, 'defects', await signedImages(ARM));
    expect(made).toMatchObject({
      number: 1,
      file: 'releases/plinth-edge/defects.images/0001.yaml',
      images: [{ architectures: ['arm64'] }],
    });
    const text = (file: string) => readFileSync(join(at.folder, 'releases/plinth-edge', file), 'utf8');
    expect(load(text('defects.images/0001.yaml'))).toMatchObject({
      metadata: { workload: 'defects', carries: 'images' },
    });
    const { data } = load(text('rollouts.yaml')) as { data: Record<string, string> };
    expect(JSON.parse(data['rollouts.json'] ?? '').rollouts).toMatchObject([
      { workload: 'defects', number: 1 },
      { workload: 'defects.images', number: 1, model: made.model },
    ]);
    expect((await edgeStatus(at)).rollouts.map(({ wanted, workload }) => [workload, wanted])).toEqual([
      ['defects', 'leads'],
      ['defects.images', 'leads'],
    ]);
  });

  test('is paused and taken back apart from the model', async () => {
    const at = desk();
    await newRollout(at, 'defects', await signedModel('one'));
    await newRollout(at, 'defects', await signedImages(ARM));
    await newRollout(at, 'defects', { ...(await signedImages([{ layers: { arm64: 'next' } }])), supersede: true });
    const changed = await changeRollout(at, 'defects', { kind: 'rollback' }, 'images');
    expect(changed).toEqual({ workload: 'defects.images', number: 2, changed: true, leads: 1 });
    expect((await edgeStatus(at)).rollouts.map(({ wanted }) => wanted)).toEqual(['leads', 'leads', 'withdrawn']);
  });

  test('is refused where the spec does not have them sent, or there is no such workload', async () => {
    const at = edgeDesk();
    expect(await codesOfRefusal(newRollout(at, 'defects', await signedImages(ARM)))).toEqual(['EDGE_IMAGES_UNPLANNED']);
    expect(await codesOfRefusal(newRollout(at, 'defect', await signedImages(ARM)))).toEqual(['EDGE_WORKLOAD_UNKNOWN']);
  });

  test('is refused if what was signed is a model, or not all of the images', async () => {
    const model = await signedModel('one');
    expect(await codesOfRefusal(newRollout(desk(), 'defects', { ...model, carries: 'images' }))).toEqual([
      'EDGE_MANIFEST_INVALID',
    ]);
    const images = await signedImages(ARM);
    const signed = JSON.parse(readFileSync(images.manifest, 'utf8'));
    const less = JSON.stringify({ ...signed, layers: signed.layers.slice(1) });
    const half = { ...(await signedFiles(ownFolder(), images.from, less)), carries: 'images' as const };
    expect(await problemOf(newRollout(desk(), 'defects', half))).toContain('does not name it');
  });

  test('is refused if the images are not for the machines of a site', async () => {
    const amd = await signedImages([{ layers: { amd64: 'server' } }]);
    const at = desk();
    expect(await problemOf(newRollout(at, 'defects', amd))).toMatch(
      /^EDGE_IMAGES_ARCHITECTURE: no image of it is for arm64, and box-1 of plant-7 is: there are sha256:.{12}… \(amd64\)$/,
    );
    expect(existsSync(amd.store)).toBe(false);
  });

  test('is refused by its real size where the disk is too small, with the arithmetic', async () => {
    const site = edgeSite({ disk: '4Gi' });
    const at = desk({
      rings: [{ name: 'canary' }],
      sites: [site],
      workloads: [edgeServer({ images: { size: '512Mi' } })],
    });
    const large = await signedImages([{ layers: { arm64: Buffer.alloc(1) } }]);
    await newRollout(at, 'defects', large);
    const { checkImagesFit } = await import('../../../workspace/edge/images-fit.ts');
    const layout = await readLayout(large.from);
    const check = (bytes: number) => async () =>
      checkImagesFit(at.spec, { workload: 'defects', layout, folder: large.from, bytes, first: true });
    expect(await problemOf(check(2 ** 29)())).toBe('');
    expect(await problemOf(check(3 * 2 ** 30)())).toBe(
      'EDGE_DISK_SMALL: 4Gi is too little: active and previous models and images take 8Gi, the one that comes 3Gi, together 11Gi (these images have 3221225472 bytes)',
    );
  });
});
