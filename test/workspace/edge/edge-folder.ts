import { createHash, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { imagesManifest } from '../../../workspace/edge/image-layout.ts';
import { folderManifest } from '../../../workspace/edge/model-manifest.ts';
import type { RolloutInput } from '../../../workspace/edge/new-rollout.ts';
import type { RolloutDesk } from '../../../workspace/edge/rollout-desk.ts';
import { edgePlatform } from '../../edge-sample.ts';
import { type TestImage, writeImageLayout } from '../../image-layout.ts';
import { hintOf, type TestSigner, VISION_CI } from '../release/release-sample.ts';

/** A folder of its own for one test. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-edge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A Git folder of the sample, with nothing rolled out. */
export function edgeDesk(input: PlatformInput = edgePlatform()): RolloutDesk {
  return { folder: ownFolder(), spec: parsePlatform(input).spec };
}

/** What `cosign sign-blob --bundle` would write for a file. */
export function blobBundle(bytes: Buffer, { privateKey, publicKey }: TestSigner = VISION_CI): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: hintOf(publicKey) } },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(bytes).digest('base64') },
      signature: sign('sha256', bytes, privateKey).toString('base64'),
    },
  };
}

/** A signed model in a folder, and everything that a rollout is made from. */
export async function signedModel(content: string, signer: TestSigner = VISION_CI): Promise<RolloutInput> {
  const folder = ownFolder();
  const from = join(folder, 'model');
  mkdirSync(join(from, 'weights'), { recursive: true });
  writeFileSync(join(from, 'weights/model.onnx'), content);
  writeFileSync(join(from, 'labels.txt'), 'scratch\ndent\n');
  return signedFiles(folder, from, await folderManifest(from), signer);
}

/** Signed images in a folder, and everything that a rollout is made from. */
export async function signedImages(
  images: readonly TestImage[],
  signer: TestSigner = VISION_CI,
): Promise<RolloutInput> {
  const folder = ownFolder();
  const from = join(folder, 'images');
  writeImageLayout(from, images);
  return { ...(await signedFiles(folder, from, await imagesManifest(from), signer)), carries: 'images' };
}

/** Signs the manifest of a folder. */
export async function signedFiles(
  folder: string,
  from: string,
  text: string,
  signer: TestSigner = VISION_CI,
): Promise<RolloutInput> {
  const [manifest, bundle] = [join(folder, 'manifest.json'), join(folder, 'model.sigstore.json')];
  writeFileSync(manifest, text);
  writeFileSync(bundle, JSON.stringify(blobBundle(Buffer.from(text), signer)));
  return { from, manifest, bundle, store: join(folder, 'store'), engine: await pretendedEngine(folder) };
}

/** A program that is called as casync is and makes one piece of each file: the tests of every day need no engine. */
async function pretendedEngine(folder: string): Promise<string> {
  const program = join(folder, 'casync-pretended');
  writeFileSync(
    program,
    `#!/bin/sh
set -e
[ "$1" = make ]
store=$(echo "$2" | cut -d= -f2)
mkdir -p "$store/0000"
cp "$5" "$store/0000/piece.cacnk"
{ echo index; cat "$5"; } > "$4"
`,
    { mode: 0o755 },
  );
  return program;
}
