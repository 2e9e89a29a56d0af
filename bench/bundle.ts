import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { imageName } from '../spec/image-name.ts';
import { writeClosedLock } from '../test/workspace/bundle/closed-lock.ts';
import { closedReference } from '../test/workspace/bundle/closed-reference.ts';
import { FakeRegistry } from '../test/workspace/bundle/fake-registry.ts';
import { makeBundle } from '../workspace/bundle/make-bundle.ts';

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
    const input = closedReference();
    writeFileSync(file, stringify(input));
    const { length: images } = await writeClosedLock(file, input, (image) => {
      const { host, repository, tag = 'latest' } = imageName(image);
      return registry.image(`${host}/${repository}`, tag, Buffer.from(image), ['amd64', 'arm64']);
    });
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
