import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { writeImageLayout } from '../image-layout.ts';
import { seededBytes } from './edge-models.ts';
import { EdgeWorld } from './edge-world.ts';

const SITE = 'near';
/** Most memory that what gives images may take. Unit: KiB. */
const MOST_MEMORY = 70 * 1_024;

describe('images that come to a site in pieces', () => {
  const world = new EdgeWorld();
  const layers = [seededBytes('first layer', 4), seededBytes('second layer', 24)];
  let address = '';
  let pid = 0;
  let digests: readonly string[] = [];

  beforeAll(async () => {
    await buildEngines(['edge', 'tools']);
    world.sites = [{ name: SITE, ring: 'first' }];
    world.rings = ['first'];
    await world.start();
    await world.startSite(SITE);
    mkdirSync(world.dataOf(SITE), { recursive: true });
    ({
      address,
      process: { pid = 0 },
    } = await world.startImages(SITE));
  });
  afterAll(() => world.stop());

  test('are given by nobody before all of them came, and the link is cut meanwhile', async () => {
    digests = layout('first', 0);
    await world.addToxic('thin', 'bandwidth', { rate: 200 });
    const model = await world.rollOutImages(join(world.home, 'first'));
    const chunks = join(world.dataOf(SITE), 'chunks');
    await waitFor(async () => readdirSync(chunks).length > 10 || undefined, {
      what: 'a part of it',
      timeoutMilliseconds: 30_000,
    });
    await world.cut(false);
    expect(pull(digests[0], 'early')).toContain('MANIFEST_UNKNOWN');
    await sleep(500);
    expect(world.imagesOf(SITE)).toBe('');
    await world.cut(true);
    await world.until('the images', ({ sites }) => row(sites).active === model);
    await world.removeToxic('thin');
  });

  test('are pulled by their digests by a real client of registries, without a link and without an agent', async () => {
    await world.cut(false);
    await world.killSite(SITE);
    expect(pull(digests[0], 'pulled')).toBe('');
    expect(pulledLayer('pulled', layers[0]?.length).equals(layers[0] ?? Buffer.alloc(0))).toBe(true);
    await world.startSite(SITE);
    await world.cut(true);
  });

  test('stay to be pulled when others come, and are given within little memory', async () => {
    const next = layout('next', 1);
    const model = await world.rollOutImages(join(world.home, 'next'));
    await world.until('the next images', ({ sites }) => row(sites).active === model);
    expect(pull(next[0], 'pulled-next')).toBe('');
    expect(pull(digests[0], 'pulled-again')).toBe('');
    expect(pulledLayer('pulled-next', layers[1]?.length).equals(layers[1] ?? Buffer.alloc(0))).toBe(true);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    expect(Number(peak)).toBeLessThan(MOST_MEMORY);
  });

  function layout(name: string, which: number): readonly string[] {
    return writeImageLayout(join(world.home, name), [{ layers: { amd64: layers[which] ?? '' } }]);
  }

  /** Pulls an image by its digest with cosign, whose client is that of crane. @returns why it could not */
  function pull(digest: string | undefined, into: string): string {
    const dir = join(world.home, into);
    const image = `${address}/vision/defects@${digest}`;
    const { status, stderr } = spawnSync(
      engineBinary('cosign'),
      ['save', '--allow-http-registry', '--dir', dir, image],
      {
        env: { ...process.env, HOME: world.home },
        encoding: 'utf8',
      },
    );
    return status === 0 ? '' : stderr;
  }

  /** The blob of a size in a folder of images. */
  function pulledLayer(folder: string, size = 0): Buffer {
    const blobs = join(world.home, folder, 'blobs/sha256');
    const all = existsSync(blobs) ? readdirSync(blobs).map((name) => readFileSync(join(blobs, name))) : [];
    const found = all.find(({ length }) => length === size);
    if (found === undefined) throw new Error(`no blob of ${size} bytes was pulled into ${folder}`);
    return found;
  }
});

/** What the hub says of the images of the only site. */
function row(sites: Awaited<ReturnType<EdgeWorld['status']>>['sites']) {
  return sites[0]?.workloads[1] ?? { active: '' };
}
