import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Lock } from '../../../constructs/core/index.ts';
import { imageName } from '../../../spec/image-name.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { readBundleIndex } from '../../../workspace/bundle/bundle-index.ts';
import { loadBundle } from '../../../workspace/bundle/load-bundle.ts';
import { type MakeBundleOptions, makeBundle } from '../../../workspace/bundle/make-bundle.ts';
import { pinModels } from '../../../workspace/bundle/models/pin-models.ts';
import { modelFindings } from '../../../workspace/bundle/models/wanted-models.ts';
import { digestOf } from '../../../workspace/digest.ts';
import { drawPlatform } from '../../../workspace/drawn-platform.ts';
import { readLock, writeLock } from '../../../workspace/lock/lock-folder.ts';
import { CLASSIC, type EndpointInput, LANGUAGE, servingPlatform } from '../../constructs/serving/serving-sample.ts';
import { codesOfRefusal } from '../../refusal-codes.ts';
import { writeClosedLock } from './closed-lock.ts';
import { ACCOUNT, FakeModelStore } from './fake-model-store.ts';
import { FakeRegistry } from './fake-registry.ts';

const COMMIT = '0f3a'.repeat(10);
const HUGGING_FACE = `hf://Acme/Chat-7B:${COMMIT}`;
const S3 = 's3://models/Team A/defects';
const WEIGHTS = Buffer.alloc(50_000, 'weights');
/** Large enough for a layer of its own. */
const LARGE = Buffer.alloc(17 * 1_024 * 1_024, 'weights');

let home: string;
let outside: FakeRegistry;
let store: FakeModelStore;
let file: string;
let out: string;
let images: readonly string[];
/** The lock without models: it does not depend on what endpoints name. */
let lock: Lock;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'plinth-models-'));
  outside = await FakeRegistry.start();
  file = join(home, 'platform.yaml');
  const input = write(endpoints());
  images = await writeClosedLock(file, input, (image) => {
    const { host, repository, tag = 'latest' } = imageName(image);
    return outside.image(`${host}/${repository}`, tag, Buffer.from(image));
  });
  lock = await lockThere();
  cpSync(join(home, 'platform.lock'), join(home, 'without-models.lock'), { recursive: true });
});
afterAll(() => {
  outside.stop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  store = await FakeModelStore.start();
  store.models.set(`Acme/Chat-7B@${COMMIT}`, {
    'config.json': Buffer.from('{"a":1}'),
    'tokenizer/vocab.json': Buffer.alloc(5_000, 'vocab'),
    'weights-1.safetensors': WEIGHTS,
    'empty.txt': Buffer.alloc(0),
  });
  store.objects.set('models/Team A/defects/model.onnx', Buffer.alloc(3_000, 'onnx'));
  store.objects.set('models/Team A/defects/labels + names.txt', Buffer.from('labels'));
  store.objects.set('models/Team A/defects-old/model.onnx', Buffer.from('a neighbour'));
  out = mkdtempSync(join(home, 'bundle-'));
  await platform(endpoints());
});
afterEach(() => store.stop());

function endpoints(models: readonly [string, string] = [HUGGING_FACE, S3]): EndpointInput[] {
  return [
    { ...LANGUAGE, model: models[0] },
    { ...CLASSIC, model: models[1] },
  ];
}

function write(written: readonly EndpointInput[], kubernetes = '1.36'): PlatformInput {
  const base = servingPlatform(written);
  const input = {
    ...base,
    target: { ...base.target, kubernetes } as typeof base.target,
    delivery: { kind: 'plain' as const },
    images: {
      mirrors: [{ source: '*', mirror: 'mirror.example.org/all' }],
      also: ['nvcr.io/nvidia/driver:595.91.07-ubuntu24.04'],
    },
  };
  writeFileSync(file, stringify(input));
  return input;
}

async function platform(written: readonly EndpointInput[], models?: Lock['models']): Promise<void> {
  write(written);
  if (models !== undefined) await writeLock(join(home, 'platform.lock'), { ...lock, models });
  else cpSync(join(home, 'without-models.lock'), join(home, 'platform.lock'), { recursive: true });
}

async function lockThere(): Promise<Lock> {
  const found = await readLock(join(home, 'platform.lock'));
  if (found === undefined) throw new Error('there is no lock');
  return found;
}

/** Gives the model of Hugging Face a file that has a layer of its own. */
function makeLarge(): void {
  const files = store.models.get(`Acme/Chat-7B@${COMMIT}`);
  store.models.set(`Acme/Chat-7B@${COMMIT}`, { ...files, 'weights-1.safetensors': LARGE });
}

const access = { wait: async () => {} };
function modelAccess() {
  return {
    ...access,
    huggingFace: { endpoint: store.address },
    s3: { endpoint: `${store.address}/s3`, region: 'eu-west-1', account: ACCOUNT },
  };
}
const pin = () => pinModels({ file, out, access: modelAccess() });
const make = (change: Partial<MakeBundleOptions> = {}) =>
  makeBundle({
    file,
    out,
    from: outside.host,
    tool: false,
    signatures: false,
    access,
    modelAccess: modelAccess(),
    ...change,
  });

function parts(): string[] {
  return readdirSync(join(out, 'blobs/sha256')).filter((name) => name.endsWith('.part'));
}

describe('models of other stores', () => {
  test('are pinned, carried, loaded as artefacts of the registry, and named there by what synth writes', async () => {
    const { models } = await pin();
    expect(store.unsigned).toEqual([]);
    expect(models[HUGGING_FACE]?.licence).toBe('apache-2.0');
    expect((await pin()).fetched).toBe(0);
    // In another folder they are fetched again, byte for byte as the lock has them.
    out = mkdtempSync(join(home, 'bundle-'));
    await make();
    const inside = await FakeRegistry.start();
    const { resolved } = await loadBundle({ folder: out, to: inside.host, access });
    const chat = `mirror.example.org/all/huggingface.co/acme/chat-7b:${COMMIT}@${models[HUGGING_FACE]?.digest}`;
    expect(resolved[chat]).toBe(models[HUGGING_FACE]?.digest);
    // Of the driver only the image for the nodes' system is there.
    expect(Object.keys(resolved).length).toBe(images.length - 1 + 2);
    const found = Object.keys(resolved).find((name) => name.includes('s3.amazonaws.com')) ?? '';
    expect(found).toMatch(
      /^mirror\.example\.org\/all\/s3\.amazonaws\.com\/models\/team-a\/defects-[0-9a-f]{8}:[0-9a-f]{12}@/,
    );
    const text = [...(await drawPlatform(file)).folder.files.values()].join('');
    for (const name of [chat, found]) expect(text).toContain(`oci+native://${name}`);
    expect(text).not.toMatch(/hf:\/\/|s3:\/\/models/);
    inside.stop();
  });

  test('are images of data, as tar itself reads them, with each file where servers look for it', async () => {
    makeLarge();
    const { models } = await pin();
    const [small, large] = models[HUGGING_FACE]?.layers ?? [];
    const into = join(out, 'unpacked');
    mkdirSync(into);
    for (const layer of [small, large])
      execFileSync('tar', ['-xf', join(out, 'blobs/sha256', layer?.digest.replace('sha256:', '') ?? ''), '-C', into]);
    expect(readFileSync(join(into, 'models/tokenizer/vocab.json'), 'utf8')).toBe(`${Buffer.alloc(5_000, 'vocab')}`);
    expect(digestOf(readFileSync(join(into, 'models/weights-1.safetensors')))).toBe(digestOf(LARGE));
    expect(readFileSync(join(into, 'models/empty.txt')).length).toBe(0);
  });

  test('bring only the layer that differs when a version changes one file', async () => {
    makeLarge();
    const before = (await pin()).models[HUGGING_FACE]?.layers;
    const next = '1b2c'.repeat(10);
    store.models.set(`Acme/Chat-7B@${next}`, {
      ...store.models.get(`Acme/Chat-7B@${COMMIT}`),
      'config.json': Buffer.from('{"a":2}'),
    });
    await platform(endpoints([`hf://Acme/Chat-7B:${next}`, S3]), (await lockThere()).models);
    const { fetched, models } = await pin();
    expect(fetched).toBeLessThan(10_000);
    const [small, large] = models[`hf://Acme/Chat-7B:${next}`]?.layers ?? [];
    expect([small?.digest === before?.[0]?.digest, large?.digest === before?.[1]?.digest]).toEqual([false, true]);
  });
});

describe('a model that is cut or altered', () => {
  test('goes on where it was cut, also behind a store that gives the whole only', async () => {
    store.cutAfter = 20_000;
    expect(await codesOfRefusal(pin())).toEqual(['BUNDLE_DOWNLOAD_CUT']);
    store.cutAfter = undefined;
    store.ranges = false;
    const { models } = await pin();
    expect(parts()).toEqual([]);
    store.ranges = true;
    await platform(endpoints());
    out = mkdtempSync(join(home, 'bundle-'));
    expect((await pin()).models).toEqual(models);
  });

  test('is refused when a byte differs from what Hugging Face says of it, and nothing of it is kept', async () => {
    for (const path of ['config.json', 'weights-1.safetensors']) {
      store.altered = path;
      expect(await codesOfRefusal(pin())).toEqual(['BUNDLE_DIGEST_DIFFERS']);
      expect(parts()).toEqual([]);
    }
  });

  test('is refused when the object of S3 is another by now, or its bytes are not those of the lock', async () => {
    await pin();
    out = mkdtempSync(join(home, 'bundle-'));
    store.altered = 'models/Team A/defects/model.onnx';
    expect(await codesOfRefusal(make())).toEqual(['BUNDLE_DIGEST_DIFFERS']);
    store.objects.set('models/Team A/defects/model.onnx', Buffer.alloc(3_000, 'another'));
    expect(await codesOfRefusal(make())).toEqual(['BUNDLE_MODEL_CHANGED']);
    expect(existsSync(join(out, 'plinth.bundle.json'))).toBe(false);
  });
});

describe('a model that nobody would bring', () => {
  test('is a finding with its line, or is left out when somebody says so', async () => {
    expect(await codesOfRefusal(make())).toEqual(['LOCK_MODEL_MISSING', 'BUNDLE_MODEL_NOT_PINNED']);
    const { spec } = parsePlatform(write(endpoints(['models/chat', 'https://example.org/defects.onnx'])));
    const codes = modelFindings(spec, lock, []).map(({ at, code }) => [code, at]);
    expect(codes).toEqual([
      ['BUNDLE_MODEL_IN_BUCKET', 'serving.endpoints[0].model'],
      ['BUNDLE_MODEL_ADDRESS', 'serving.endpoints[1].model'],
    ]);
    await make({ models: false });
    expect((await readBundleIndex(out)).index.leftOut).toEqual(['charts', 'tool', 'models']);
  });

  test('is a finding where the store does not have it, or does not give it', async () => {
    store.models.clear();
    expect(await codesOfRefusal(pin())).toEqual(['BUNDLE_MODEL_MISSING']);
    await platform([{ ...CLASSIC, model: S3 }]);
    const stranger = { ...modelAccess(), s3: { endpoint: `${store.address}/s3` } };
    expect(await codesOfRefusal(pinModels({ file, out, access: stranger }))).toEqual(['BUNDLE_MODEL_DENIED']);
    store.objects.clear();
    expect(await codesOfRefusal(pin())).toEqual(['BUNDLE_MODEL_EMPTY']);
    store.stop();
    expect(await codesOfRefusal(pin())).toEqual(['BUNDLE_MODEL_STORE_GONE']);
  });

  test('is a finding where nodes cannot mount it, the lock was changed by hand, or another tool is to carry it', async () => {
    const { models } = await pin();
    write(endpoints(), '1.34');
    expect((await codesOfRefusal(make())).filter((code) => code.startsWith('BUNDLE_MODEL'))).toEqual([
      'BUNDLE_MODEL_KUBERNETES',
      'BUNDLE_MODEL_KUBERNETES',
    ]);
    write(endpoints());
    expect(await codesOfRefusal(make({ foreign: { hauler: true } }))).toEqual([
      'BUNDLE_MODEL_FOREIGN',
      'BUNDLE_MODEL_FOREIGN',
    ]);
    const [[name, model] = ['', undefined]] = Object.entries(models);
    if (model === undefined) throw new Error('nothing was pinned');
    await platform(endpoints(), { ...models, [name]: { ...model, layers: [] } });
    expect(await codesOfRefusal(make())).toEqual(['BUNDLE_MODEL_LOCK']);
  });
});
