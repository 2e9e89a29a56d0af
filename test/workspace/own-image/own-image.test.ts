import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engine, engineFile } from '../../../rehearsal/engines.ts';
import { RegistryClients } from '../../../workspace/bundle/registry-clients.ts';
import { buildImage } from '../../../workspace/own-image/build-image.ts';
import type { ImageRecipe } from '../../../workspace/own-image/image-recipe.ts';
import { ownImage } from '../../../workspace/own-image/own-image.ts';
import { pushImage } from '../../../workspace/own-image/push-image.ts';
import { codesOfRefusal } from '../../refusal-codes.ts';
import { FakeRegistry } from '../bundle/fake-registry.ts';

let folder: string;
let registry: FakeRegistry;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-own-image-'));
  registry = await FakeRegistry.start();
});
afterEach(() => {
  registry.stop();
  rmSync(folder, { recursive: true });
});

/** An image with one file, which says for which processor it is. */
const RECIPE: ImageRecipe = {
  purpose: 'A test',
  entrypoint: ['/say'],
  path: '/bin',
  field: 'edge.image',
  fill: async (root, architecture) => {
    mkdirSync(join(root, 'etc'));
    await writeFile(join(root, 'etc/processor'), architecture);
  },
};

const BOTH = { architectures: ['amd64', 'arm64'], registries: new RegistryClients({}) } as const;

function contentOf(out: string, digest: string) {
  return readFileSync(join(out, 'blobs/sha256', digest.replace('sha256:', '')));
}

function jsonOf(out: string, digest: string) {
  return JSON.parse(contentOf(out, digest).toString('utf8'));
}

describe('an image of Plinth’s own', () => {
  test('is the same to the bit when it is built again, for each processor with its own files', async () => {
    const outs = ['a', 'b'].map((name) => join(folder, name));
    const [first, second] = await Promise.all(outs.map((out) => buildImage(RECIPE, { ...BOTH, out })));
    expect(first).toEqual(second);
    const [out = ''] = outs;
    for (const { digest, platform } of first?.manifests ?? []) {
      const { config, layers } = jsonOf(out, digest);
      expect(jsonOf(out, config.digest)).toMatchObject({
        ...platform,
        config: { User: '65532:65532', Entrypoint: ['/say'], Env: ['PATH=/bin'] },
      });
      const tar = execFileSync('tar', ['-xzO', 'etc/processor'], { input: contentOf(out, layers[0].digest) });
      expect(tar.toString()).toBe(platform?.architecture);
    }
  });

  test('stands on another image, whose layers come first and whose digest it names', async () => {
    const digest = registry.image('library/node', '24', Buffer.from('node'), ['amd64', 'arm64']);
    const base = `${registry.host}/library/node:24`;
    const built = await buildImage({ ...RECIPE, base }, { ...BOTH, out: folder });
    const [manifest] = built.manifests;
    const { annotations, layers } = jsonOf(folder, manifest?.digest ?? '');
    expect(layers).toHaveLength(2);
    expect(contentOf(folder, layers[0].digest).toString()).toBe('nodeamd64');
    expect(annotations).toMatchObject({ 'org.opencontainers.image.base.digest': digest });
  });

  test('is put into a registry, and nothing is sent a second time', async () => {
    const built = await buildImage(RECIPE, { ...BOTH, out: folder });
    const to = `${registry.host}/platform/test:1`;
    await pushImage(folder, built, to, BOTH.registries);
    expect(registry.digest('platform/test', '1')).toBe(built.index.digest);
    const before = registry.moved;
    await pushImage(folder, built, to, BOTH.registries);
    expect(registry.moved).toBe(before);
  });

  test('is compiled apart for each processor, and shares the engine of this one', () => {
    const own = engine('plinth-edge');
    const files = [{ ...own, architecture: 'amd64' } as const, { ...own, architecture: 'arm64' } as const].map(
      engineFile,
    );
    expect(new Set(files).size).toBe(2);
    if (process.platform === 'linux') expect(files).toContain(engineFile(own));
  });

  test('whose base lacks a processor, or is not there, is refused with what there is', async () => {
    registry.image('library/node', '24', Buffer.from('node'), ['amd64', 's390x']);
    const base = `${registry.host}/library/node:24`;
    await expect(codesOfRefusal(buildImage({ ...RECIPE, base }, { ...BOTH, out: folder }))).resolves.toEqual([
      'BUNDLE_ARCHITECTURE_MISSING',
    ]);
    const gone = `${registry.host}/library/node:22`;
    await expect(codesOfRefusal(buildImage({ ...RECIPE, base: gone }, { ...BOTH, out: folder }))).resolves.toEqual([
      'BUNDLE_IMAGE_MISSING',
    ]);
  });

  test.each([
    ['goes nowhere', {}, ['IMAGE_PLACE_MISSING']],
    ['has no registry', { to: 'plinth-edge:1' }, ['IMAGE_NAME_INVALID']],
    ['has no tag', { to: 'registry.example.org/plinth-edge' }, ['IMAGE_NAME_INVALID']],
    ['has a digest', { to: `registry.example.org/plinth-edge@sha256:${'0'.repeat(64)}` }, ['IMAGE_NAME_INVALID']],
    ['is for a processor that is none', { out: 'x', architectures: ['arm'] }, ['IMAGE_ARCHITECTURE_UNKNOWN']],
  ])('that %s is refused before anything is built', async (_, wrong, codes) => {
    const options = { architectures: ['amd64'], access: {}, ...wrong } as Parameters<typeof ownImage>[1];
    await expect(codesOfRefusal(ownImage('edge', options))).resolves.toEqual(codes);
  });
});
