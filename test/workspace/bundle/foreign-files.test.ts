import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { foreignFiles } from '../../../workspace/bundle/foreign-files.ts';
import { drawPlatform } from '../../../workspace/drawn-platform.ts';
import { closedPlatform } from './closed-platform.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const [runs, starts] = ['docker.io/ops/manager:v1', 'quay.io/ops/worker:v1'];

async function written(tools: { readonly zarf?: boolean; readonly hauler?: boolean }) {
  const digests = { [runs]: digest, [starts]: digest };
  const { file, folder } = await closedPlatform({ runs, starts, digests, mirror: 'm.example.org/all' });
  try {
    const drawn = await drawPlatform(file);
    const images = [
      { image: runs, name: 'm.example.org/all/docker.io/ops/manager:v1', digest, kind: 'image' as const, usedBy: [] },
    ];
    return await foreignFiles({ file, drawn, images, architectures: ['amd64'] }, tools);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('Hauler takes each image by digest, and puts it where the mirror has it', async () => {
  const files = await written({ hauler: true });
  expect(parse(files.get('hauler.yaml') ?? '')).toEqual({
    apiVersion: 'content.hauler.cattle.io/v1',
    kind: 'Images',
    metadata: { name: 'lab' },
    spec: {
      images: [
        {
          name: `docker.io/ops/manager:v1@${digest}`,
          platform: 'linux/amd64',
          rewrite: 'all/docker.io/ops/manager:v1',
        },
      ],
    },
  });
});

test('Zarf takes each image by digest, and manifests with the names from outside, which its agent renames itself', async () => {
  const files = await written({ zarf: true });
  const { components, ...rest } = parse(files.get('zarf.yaml') ?? '') as { components: object[] };
  expect(rest).toMatchObject({
    apiVersion: 'zarf.dev/v1alpha1',
    kind: 'ZarfPackageConfig',
    metadata: { architecture: 'amd64' },
  });
  expect(components.slice(0, 2)).toEqual([
    { name: 'images', required: true, images: [`${runs}@${digest}`] },
    {
      name: '10-operators',
      required: true,
      files: [{ source: 'zarf/10-operators', target: '10-operators' }],
      actions: {
        onDeploy: { after: [{ cmd: './zarf tools kubectl apply --server-side --force-conflicts -k 10-operators' }] },
      },
    },
  ]);
  const text = files.get('zarf/10-operators/queueing.yaml') ?? '';
  expect(text).toContain(`--worker-image=${starts}`);
  expect(text).not.toContain('m.example.org');
});

test('nobody who does not ask gets such files', async () => {
  expect(await written({})).toEqual(new Map());
});
