import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Container } from '../../constructs/imports/kubernetes.gen.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { objectOf, samplePlatform } from '../sample.ts';
import { answers } from './answers.ts';
import { putBlob, putManifest } from './generated-image.ts';
import { missingPrograms, PeerWorld, REGISTRY } from './peer-world.ts';

const missing = missingPrograms();
if (missing.length > 0)
  console.log(`skipped: nodes that hand images to one another need ${missing.join(', ')} on the path`);

const SOON = { timeout: 30_000, interval: 500 };

/** The containers of an agent, as a platform has them. */
function rendered(): readonly [Container, Container] {
  const peers = { kind: 'spegel', registries: [REGISTRY], trust: 'shared', prepared: true } as const;
  const { spec } = objectOf(
    samplePlatform({ images: { peers } }),
    'DaemonSet',
    'image-peers',
    'plinth-image-peers',
  ) as {
    spec?: { template: { spec: { initContainers: [Container]; containers: [Container] } } };
  };
  const pod = spec?.template.spec;
  if (pod === undefined) throw new Error('bug: an agent has a pod');
  return [pod.initContainers[0], pod.containers[0]];
}

describe.skipIf(missing.length > 0)('two real nodes that hand images to one another, the registry away', () => {
  const world = new PeerWorld();
  const images: { name: string; digest: string; layer: string }[] = [];

  beforeAll(async () => {
    await buildEngines(['tools']);
    const [port = 0] = await freePorts(1);
    const outside = world.fillRegistry(`127.0.0.1:${port}`);
    await answers(`http://127.0.0.1:${port}/v2/`);
    for (const name of ['vision/model', 'speech/model'])
      images.push(await push(`http://127.0.0.1:${port}/v2/${name}`, name));
    outside.kill();
    await world.open(...rendered());
    await world.startRegistry();
  }, 600_000);
  afterAll(() => world.close());

  test('one pulls from the registry, the other from it, whatever the repository it names', async () => {
    const [first] = images;
    // By its tag, which the first node so knows too.
    expect(world.pull(1, `${REGISTRY}/vision/model:v1`)).toBe('');
    await world.stopRegistry();
    // What a node has, it tells the others a moment later.
    await vi.waitFor(() => expect(world.pull(2, `${REGISTRY}/vision/model@${first?.digest}`)).toBe(''), SOON);
    expect(world.has(2, first?.layer ?? '')).toBe(true);
    expect(world.figures(2)).toMatch(/^spegel_mirror_requests_total\{cache="hit",registry="registry\.test"\} [3-9]/m);
    // Why several teams need `trust: shared`: a digest is all that a peer asks for.
    expect(world.ask(1, `/v2/speech/other/manifests/${first?.digest}?ns=${REGISTRY}`)).toBe('200');
  });

  test('neither tells what a tag means, nor has what nobody pulled: that is the registry’s', async () => {
    const [, second] = images;
    const other = `${REGISTRY}/speech/model@${second?.digest}`;
    expect(world.pull(2, `${REGISTRY}/vision/model:v1`)).toContain('connection refused');
    expect(world.pull(2, other)).not.toBe('');
    await world.startRegistry();
    expect(world.pull(2, other)).toBe('');
    expect(world.pull(2, `${REGISTRY}/vision/model:v1`)).toBe('');
  });
});

/** Pushes an image with one layer of its own content. @param address - of its repository */
async function push(address: string, content: string) {
  // Spegel knows an image's settings by these three and gives nobody other JSON.
  const settings = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } };
  const config = await putBlob(address, Buffer.from(JSON.stringify(settings)));
  const bytes = Buffer.alloc(5_000_000, createHash('sha512').update(content).digest());
  const layer = await putBlob(address, bytes);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  };
  const { digest } = await putManifest(address, 'v1', manifest);
  return { name: content, digest, layer: layer.digest };
}
