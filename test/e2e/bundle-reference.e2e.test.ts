import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { buildEngines } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';
import { loadBundle } from '../../workspace/bundle/load-bundle.ts';
import { makeBundle } from '../../workspace/bundle/make-bundle.ts';
import { pinModels } from '../../workspace/bundle/models/pin-models.ts';
import { writeClosedLock } from '../workspace/bundle/closed-lock.ts';
import { closedReference } from '../workspace/bundle/closed-reference.ts';
import { ACCOUNT, FakeModelStore } from '../workspace/bundle/fake-model-store.ts';
import { answers } from './answers.ts';
import { pushImage } from './generated-image.ts';
import { namesIn } from './named-images.ts';
import { registryServer } from './registry-server.ts';
import { type Started, startProgram } from './started-program.ts';

const MODELS = ['s3://models/vision/defects', `hf://acme/assistant:${'0f3a'.repeat(10)}`];
const MIRROR = 'registry.internal.example.org/';
const home = mkdtempSync(join(tmpdir(), 'plinth-reference-'));
const file = join(home, 'platform.yaml');
const out = join(home, 'bundle');
const started: Started[] = [];
let store: FakeModelStore;
let outside: string;
let inside: string;

beforeAll(async () => {
  await buildEngines(['tools']);
  const [one = 0, other = 0] = await freePorts(2);
  [outside, inside] = [`localhost:${one}`, `localhost:${other}`];
  for (const [name, port] of [['outside', one] as const, ['inside', other] as const]) {
    const [program, ...args] = registryServer(home, name, `127.0.0.1:${port}`);
    started.push(startProgram(program, args));
    await answers(`http://localhost:${port}/v2/`);
  }
  store = await FakeModelStore.start();
  store.objects.set('models/vision/defects/model.onnx', Buffer.alloc(1_000, 'onnx'));
  store.models.set(`acme/assistant@${'0f3a'.repeat(10)}`, { 'model.safetensors': Buffer.alloc(2_000, 'weights') });
}, 1_800_000);
afterAll(async () => {
  store.stop();
  await Promise.all(started.map((each) => each.stop()));
  rmSync(home, { recursive: true, force: true });
});

test('every image of the reference platform, and every model, goes through a bundle into a registry and resolves there', async () => {
  const input = closedReference(MODELS);
  writeFileSync(file, stringify(input));
  const images = await writeClosedLock(file, input, (image) => {
    const { host, repository, tag = 'latest' } = imageName(image);
    return pushImage(outside, `${host}/${repository}`, tag, 200);
  });
  const modelAccess = {
    huggingFace: { endpoint: store.address },
    s3: { endpoint: `${store.address}/s3`, account: ACCOUNT },
  };
  const { models } = await pinModels({ file, out, access: modelAccess });
  await makeBundle({ file, out, from: outside, tool: false, modelAccess });
  const { resolved } = await loadBundle({ folder: out, to: inside });
  // An operator puts the name of the node’s system behind its driver: of that name there is no image.
  const wanted = images.filter((image) => image !== 'nvcr.io/nvidia/driver:595.91.07');
  expect(wanted.length).toBeGreaterThanOrEqual(60);
  for (const image of wanted) expect(resolved).toHaveProperty([`${MIRROR}mirror/${fullImageName(image)}`]);
  expect(Object.keys(resolved).length).toBe(wanted.length + MODELS.length);
  const named = namesIn(join(out, 'manifests')).filter((name) => name.startsWith(MIRROR));
  for (const { digest } of Object.values(models)) expect(named.join()).toContain(digest);
  const missing = [];
  for (const name of named) {
    const { digest, repository, tag = 'latest' } = imageName(name);
    const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';
    const url = `http://${inside}/v2/${repository}/manifests/${digest ?? tag}`;
    if (!(await fetch(url, { headers: { accept } })).ok) missing.push(name);
  }
  expect(missing).toEqual([`${MIRROR}mirror/nvcr.io/nvidia/driver:595.91.07`]);
  const { images: licences, notKnown } = JSON.parse(readFileSync(join(out, 'papers/licences.json'), 'utf8')) as {
    images: Readonly<Record<string, { licence: string }>>;
    notKnown: readonly string[];
  };
  expect(Object.keys(licences).length).toBe(wanted.length);
  expect(notKnown.map((name) => imageName(name).host)).toEqual(['s3.amazonaws.com']);
});
