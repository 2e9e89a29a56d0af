import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { LockedAddOn } from '../constructs/core/index.ts';
import { renderPlatform } from '../constructs/render.ts';
import { imageName } from '../spec/image-name.ts';
import { parsePlatform } from '../spec/parse-platform.ts';
import type { PlatformInput } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';
import { FakeRegistry } from '../test/workspace/bundle/fake-registry.ts';
import { makeBundle } from '../workspace/bundle/make-bundle.ts';
import { digestOfValue } from '../workspace/digest.ts';
import { imageList, listedBy } from '../workspace/image-list.ts';
import { lockFolderOf, writeLock } from '../workspace/lock/lock-folder.ts';

/** What the list of a bundle took. */
export interface BundleFigures {
  /** Images of the platform. */
  readonly images: number;
  /** The bundle without layers: every manifest asked for, every file written. Unit: milliseconds, middle of three. */
  readonly indexMs: number;
}

/** The list of a bundle of the reference platform, of a registry in this process; its time counts as well. */
export async function bundleFigures(): Promise<BundleFigures> {
  const home = mkdtempSync(join(tmpdir(), 'plinth-bench-bundle-'));
  const registry = await FakeRegistry.start();
  try {
    const file = join(home, 'platform.yaml');
    const input = reference();
    writeFileSync(file, stringify(input));
    const images = await lockOf(file, input, registry);
    const samples: number[] = [];
    for (const run of [1, 2, 3]) {
      const begun = performance.now();
      await makeBundle({ file, out: join(home, `bundle-${run}`), from: registry.host, layers: false, tool: false });
      samples.push(performance.now() - begun);
    }
    return { images, indexMs: Math.round(samples.sort((a, b) => a - b)[1] ?? 0) };
  } finally {
    registry.stop();
    rmSync(home, { recursive: true });
  }
}

/** The reference platform on a cluster that is there, closed; its drivers come with its nodes’ system, its models by releases. */
function reference(): PlatformInput {
  const example = parse(readFileSync('examples/existing/platform.yaml', 'utf8')) as PlatformInput;
  const also = ['nvcr.io/nvidia/driver:595.91.07-ubuntu24.04'];
  const endpoints = example.serving?.endpoints?.map(({ model: _, ...endpoint }) => endpoint) as NonNullable<
    PlatformInput['serving']
  >['endpoints'];
  return {
    ...example,
    serving: { ...example.serving, endpoints },
    images: { mirrors: [{ source: '*', mirror: 'registry.internal.example.org/mirror' }], also },
  };
}

/** A lock in which each chart runs what the catalogue says of it, and a registry that has all of it. @returns number of images */
async function lockOf(file: string, input: PlatformInput, registry: FakeRegistry): Promise<number> {
  const { spec } = parsePlatform(input);
  const props = { spec, facts: targetFacts(spec) };
  const { manifests, platform } = renderPlatform(props);
  const addOns = platform.addOns.map(({ component, values, version }): [string, LockedAddOn] => {
    const objects = component.images.map((image, index) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${component.name}-${index}`, namespace: 'default' },
      spec: { template: { spec: { containers: [{ name: 'it', image }] } } },
    }));
    const locked = { component: component.name, version, digest: 'sha256:0', valuesDigest: digestOfValue(values) };
    return [component.name, { ...locked, crds: [], objects }];
  });
  const names = imageList(platform, manifests, undefined, listedBy(spec)).map(({ image }) => image);
  const images = names.map((image) => {
    const { host, repository, tag = 'latest' } = imageName(image);
    return [image, registry.image(`${host}/${repository}`, tag, Buffer.from(image), ['amd64', 'arm64'])];
  });
  await writeLock(lockFolderOf(file), { addOns: Object.fromEntries(addOns), images: Object.fromEntries(images) });
  return names.length;
}
