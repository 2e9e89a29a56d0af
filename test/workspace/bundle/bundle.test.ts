import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBundleIndex } from '../../../workspace/bundle/bundle-index.ts';
import { loadBundle } from '../../../workspace/bundle/load-bundle.ts';
import { type MakeBundleOptions, makeBundle } from '../../../workspace/bundle/make-bundle.ts';
import { codesOfRefusal } from '../../refusal-codes.ts';
import { closedPlatform } from './closed-platform.ts';
import { FakeRegistry, MANIFEST } from './fake-registry.ts';

const SHARED = Buffer.alloc(300_000, 'shared');
const MIRROR = 'mirror.example.org/all';
const access = { wait: async () => {} };

let outside: FakeRegistry;
let inside: FakeRegistry;
let out: string;
const folders: string[] = [];

beforeEach(async () => {
  outside = await FakeRegistry.start();
  inside = await FakeRegistry.start();
  out = mkdtempSync(join(tmpdir(), 'plinth-bundle-'));
  folders.push(out);
});
afterEach(() => {
  outside.stop();
  inside.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function platform(props: Partial<Parameters<typeof closedPlatform>[0]> = {}) {
  const runs = `${outside.host}/ops/manager:v1`;
  const starts = `${outside.host}/ops/worker:v1`;
  const digests = {
    [runs]: outside.image('ops/manager', 'v1', SHARED, ['amd64', 'arm64']),
    [starts]: outside.image('ops/worker', 'v1', Buffer.from('worker')),
  };
  const made = await closedPlatform({ runs, starts, digests, mirror: MIRROR, ...props });
  folders.push(made.folder);
  return { ...made, runs, starts, digests };
}

function make(file: string, change: Partial<MakeBundleOptions> = {}) {
  return makeBundle({ file, out, tool: false, access, ...change });
}

function layers(): string[] {
  return readdirSync(join(out, 'blobs/sha256'));
}

describe('a bundle', () => {
  test('carries what pods run and what operators start, for the machines’ architecture, and is loaded with proof', async () => {
    const { digests, file, runs } = await platform();
    const made = await make(file);
    expect(made.images.map(({ image }) => image.split('/')[2])).toEqual(['manager:v1', 'worker:v1']);
    const loaded = await loadBundle({ folder: out, to: inside.host, digest: made.digest, access });
    const path = `all/${outside.host.replace(':', '_')}/ops/`;
    expect(Object.keys(loaded.resolved)).toEqual(
      ['manager', 'worker'].map((name) => `mirror.example.org/${path}${name}:v1`),
    );
    expect(inside.digest(`${path}worker`, 'v1')).toBe(Object.values(digests)[1]);
    // Only one of two architectures is carried, so the list is another; its part is not.
    const [manager] = made.images;
    expect(inside.digest(`${path}manager`, 'v1')).toBe(manager?.manifest.digest);
    expect(manager?.manifest.digest).not.toBe(digests[runs]);
    expect(manager?.parts.length).toBe(1);
    expect(readFileSync(join(out, 'manifests/10-operators/queueing.yaml'), 'utf8')).toContain(
      `--worker-image=mirror.example.org/${path}worker:v1`,
    );
  });

  test('has papers, spec and lock, each in the list with its digest, and is an OCI layout', async () => {
    await make((await platform()).file);
    const { index } = await readBundleIndex(out);
    const paths = index.files.map(({ path }) => path);
    for (const path of [
      'papers/sbom.cdx.json',
      'papers/conformance.yaml',
      'papers/licences.json',
      'spec/platform.yaml',
      'spec/platform.lock/lock.json',
      'oci-layout',
      'index.json',
      'manifests/plinth.manifest.json',
    ])
      expect(paths).toContain(path);
    expect(index.leftOut).toEqual(['charts', 'tool']);
    expect(index.blobs.length).toBe(layers().length);
  });

  test('carries every architecture where a digest is named: those very bytes are meant', async () => {
    const digest = outside.image('ops/manager', 'v1', SHARED, ['amd64', 'arm64']);
    const pinned = `${outside.host}/ops/manager@${digest}`;
    const { file } = await platform({
      runs: pinned,
      digests: { [`${outside.host}/ops/worker:v1`]: outside.image('ops/worker', 'v1', Buffer.from('worker')) },
    });
    const [manager] = (await make(file)).images;
    expect(manager).toMatchObject({ digest, manifest: { digest } });
    expect(manager?.parts.length).toBe(2);
    await loadBundle({ folder: out, to: inside.host, access });
  });

  test('carries signatures under the tag that cosign looks for', async () => {
    const { digests, file, starts } = await platform();
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      ...outside.blob('ops/worker', Buffer.from('{}')),
    };
    const tag = `${digests[starts]?.replace(':', '-')}.sig`;
    const signature = outside.put(
      'ops/worker',
      { schemaVersion: 2, mediaType: MANIFEST, config, layers: [] },
      MANIFEST,
      tag,
    );
    await make(file);
    await loadBundle({ folder: out, to: inside.host, access });
    expect(inside.digest(`all/${outside.host.replace(':', '_')}/ops/worker`, tag)).toBe(signature);
  });
});

describe('a bundle that was cut', () => {
  test('has no list, is refused, and the next run fetches the rest only', async () => {
    const { file } = await platform();
    outside.cutAfter = 100_000;
    await expect(make(file)).rejects.toThrow();
    expect(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, access }))).toEqual(['BUNDLE_UNFINISHED']);
    expect(outside.moved).toBe(100_000);
    outside.cutAfter = undefined;
    await make(file);
    const whole = SHARED.length + 'amd64workeramd64'.length;
    expect(outside.moved).toBeLessThan(whole + 400);
    await loadBundle({ folder: out, to: inside.host, access });
  });

  test('asks for no layer twice: a run over a finished one fetches nothing', async () => {
    const { file } = await platform();
    const first = await make(file);
    const before = outside.moved;
    const second = await make(file);
    expect([outside.moved - before, second.fetched]).toEqual([0, 0]);
    expect(second.digest).toBe(first.digest);
  });

  test('goes on with an upload where the registry says it is', async () => {
    const { file } = await platform();
    await make(file);
    inside.dropPieces = 2;
    await loadBundle({ folder: out, to: inside.host, access });
    expect(inside.moved).toBeLessThan(SHARED.length + 1_000);
  });
});

describe('a bundle is refused', () => {
  test('when it is made without a map, a digest, or an image that is there', async () => {
    const { digests, file, runs, starts } = await platform();
    const without = await closedPlatform({ runs, starts, digests });
    const unknown = await closedPlatform({ runs, starts, digests: {}, mirror: MIRROR });
    const partly = await closedPlatform({
      runs,
      starts,
      digests,
      change: { images: { mirrors: [{ source: 'quay.io', mirror: 'm.example.org' }] } },
    });
    folders.push(without.folder, unknown.folder, partly.folder);
    expect(await codesOfRefusal(make(without.file))).toEqual(['BUNDLE_NO_MIRRORS']);
    expect(await codesOfRefusal(make(unknown.file))).toEqual(['BUNDLE_DIGEST_UNKNOWN']);
    expect((await codesOfRefusal(make(partly.file))).filter((code) => code.startsWith('BUNDLE'))).toEqual([
      'BUNDLE_IMAGE_NOT_MAPPED',
    ]);
    outside.forget('ops/worker', digests[starts] ?? '');
    expect(await codesOfRefusal(make(file))).toEqual(['BUNDLE_IMAGE_MISSING']);
    expect(await codesOfRefusal(make(file, { architectures: ['riscv64'] }))).toEqual([
      'BUNDLE_ARCHITECTURE_MISSING',
      'BUNDLE_IMAGE_MISSING',
    ]);
  });

  test('when a registry gives other bytes than asked for, and keeps none of them', async () => {
    const { file } = await platform();
    outside.corrupt();
    expect(new Set(await codesOfRefusal(make(file)))).toEqual(new Set(['BUNDLE_DIGEST_DIFFERS']));
    expect(existsSync(join(out, 'plinth.bundle.json'))).toBe(false);
    expect(layers().filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('when a file of it is altered, cut or missing, before anything is sent', async () => {
    const { file } = await platform();
    await make(file);
    const { index } = await readBundleIndex(out);
    const layer = index.blobs.find(({ size }) => size > 100_000)?.digest.replace('sha256:', '') ?? '';
    const path = join(out, 'blobs/sha256', layer);
    const bytes = readFileSync(path);
    for (const [other, code] of [
      [Buffer.from(bytes.map((byte, place) => (place === 5 ? byte ^ 1 : byte))), 'BUNDLE_FILE_ALTERED'],
      [bytes.subarray(1), 'BUNDLE_FILE_ALTERED'],
      [Buffer.concat([bytes, Buffer.from('x')]), 'BUNDLE_FILE_ALTERED'],
      [undefined, 'BUNDLE_FILE_MISSING'],
    ] as const) {
      if (other === undefined) rmSync(path);
      else writeFileSync(path, other);
      expect(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, access }))).toEqual([code]);
    }
    expect(inside.calls).toEqual([]);
  });

  test('when it is another than the one that was announced, or a list without layers', async () => {
    const { file } = await platform();
    await make(file, { layers: false });
    expect(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, access }))).toEqual([
      'BUNDLE_WITHOUT_LAYERS',
    ]);
    await make(file);
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, digest, access }))).toEqual([
      'BUNDLE_ANOTHER',
    ]);
  });

  test('when a manifest in it names what nobody carries', async () => {
    const { file } = await platform();
    await make(file);
    const { index } = await readBundleIndex(out);
    writeFileSync(join(out, 'plinth.bundle.json'), JSON.stringify({ ...index, images: index.images.slice(1) }));
    expect(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, access }))).toEqual(['BUNDLE_NOT_RESOLVED']);
  });
});

describe('a bundle that adds to an older one', () => {
  test('carries only what is new, and takes the rest from the registry', async () => {
    const { file } = await platform();
    await make(file);
    const older = out;
    await loadBundle({ folder: older, to: inside.host, access });
    const runs = `${outside.host}/ops/manager:v1`;
    const starts = `${outside.host}/ops/other:v1`;
    const next = await platform({
      runs,
      starts,
      digests: {
        [runs]: outside.image('ops/manager', 'v1', SHARED, ['amd64', 'arm64']),
        [starts]: outside.image('ops/other', 'v1', Buffer.from('new')),
      },
    });
    out = mkdtempSync(join(tmpdir(), 'plinth-bundle-'));
    folders.push(out);
    const made = await make(next.file, { since: older });
    expect(made.size).toBeLessThan(5_000);
    const empty = await FakeRegistry.start();
    expect(await codesOfRefusal(loadBundle({ folder: out, to: empty.host, access }))).toEqual(['BUNDLE_OLDER_MISSING']);
    empty.stop();
    const before = inside.moved;
    await loadBundle({ folder: out, to: inside.host, access });
    expect(inside.moved - before).toBeLessThan(5_000);
  });
});

describe('a bundle on several media', () => {
  test('is laid into folders of that size, read from all of them, and refused when one is missing', async () => {
    const { file } = await platform();
    const made = await make(file, { split: 100_000 });
    expect(made.volumes).toBeGreaterThan(3);
    const sizes = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.includes('volume-002'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000);
    await loadBundle({ folder: out, to: inside.host, access });
    expect(await codesOfRefusal(make(file))).toEqual(['BUNDLE_SPLIT_ALREADY']);
    rmSync(join(out, 'volume-003'), { recursive: true });
    expect(new Set(await codesOfRefusal(loadBundle({ folder: out, to: inside.host, access })))).toEqual(
      new Set(['BUNDLE_FILE_MISSING']),
    );
  });
});
