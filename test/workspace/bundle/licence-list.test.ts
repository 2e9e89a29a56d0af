import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type BundleImage, blobPath } from '../../../workspace/bundle/bundle-index.ts';
import { licenceList } from '../../../workspace/bundle/licence-list.ts';
import { digestOf } from '../../../workspace/digest.ts';

const folder = mkdtempSync(join(tmpdir(), 'plinth-licences-'));
afterAll(() => rmSync(folder, { recursive: true }));

function blob(content: object): string {
  const text = JSON.stringify(content);
  const path = join(folder, blobPath(digestOf(text)));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return digestOf(text);
}

function image(name: string, label?: string): BundleImage {
  const labels = label === undefined ? {} : { 'org.opencontainers.image.licenses': label };
  const config = blob({ config: { Labels: labels } });
  const digest = blob({ config: { digest: config }, name });
  const manifest = { digest, size: 1, mediaType: '' };
  return { image: name, name, kind: 'image', digest, manifest, parts: [], blobs: [config], about: [], usedBy: [] };
}

test('each image and model is there, with its licence and who says so, or with the word that nobody does', async () => {
  const model = { ...image('huggingface.co/a/b:1@sha256:0'), kind: 'model' as const };
  const images = [
    image('registry.k8s.io/kueue/kueue:v9.9.9'),
    image('docker.io/library/mysql:8.0.29', 'Apache-2.0'),
    image('registry.example.org/ops/own:v1', 'EUPL-1.2'),
    image('registry.example.org/ops/other:v1'),
    model,
    { ...image('registry.example.org/vision/defects@sha256:0'), kind: 'model' as const },
  ];
  const models = new Map([[model.image, { from: 'hf://a/b:1', digest: '', layers: [], licence: 'llama3.1' }]]);
  const list = JSON.parse(await licenceList({ folder, images, models, platform: { addOns: [] } })) as object;
  expect(list).toMatchObject({
    images: {
      'registry.k8s.io/kueue/kueue:v9.9.9': { licence: 'Apache-2.0', by: 'catalogue' },
      'docker.io/library/mysql:8.0.29': { licence: 'GPL-2.0-only', by: 'catalogue' },
      'registry.example.org/ops/own:v1': { licence: 'EUPL-1.2', by: 'image' },
      'registry.example.org/ops/other:v1': { licence: 'not known' },
    },
    models: {
      'huggingface.co/a/b:1@sha256:0': { licence: 'llama3.1', by: 'store' },
      'registry.example.org/vision/defects@sha256:0': { licence: 'not known' },
    },
    notKnown: ['registry.example.org/ops/other:v1', 'registry.example.org/vision/defects@sha256:0'],
  });
});
