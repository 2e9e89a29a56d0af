import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { type EdgeModel, seededBytes } from './edge-models.ts';
import { seededSchedules } from './edge-schedules.ts';
import type { HubStatus, SiteStatus } from './edge-status.ts';
import { EdgeWorld } from './edge-world.ts';

/** Sites of the story. */
const NEAR = 'near';
const FAR = 'far';

describe('sites, a hub and a chunk store behind a bad link', () => {
  const world = new EdgeWorld();
  const first = seededBytes('first', 8);
  const second = changed(first, 'second', 4);
  let good: EdgeModel;

  beforeAll(async () => {
    await buildEngines(['edge']);
    world.sites = [
      { name: NEAR, ring: 'first' },
      { name: FAR, ring: 'rest' },
    ];
    await world.start();
    await world.startSite(NEAR);
    await world.startSite(FAR);
  });
  afterAll(() => world.stop());

  test('a signed model comes to the first ring, and after its gate to the rest', async () => {
    good = world.publish(first);
    world.rollOut(good);
    await world.until('the first ring', (status) => site(status, NEAR).workloads[0]?.outcome === 'healthy');
    await world.until('the rest', ({ rollouts }) => rollouts[0]?.phase === 'done');
    expect(world.loaded(FAR)?.equals(first)).toBe(true);
  });

  test('a new version sends only what changed', async () => {
    const before = site(await world.status(), FAR).link.receivedBytes;
    good = world.publish(second);
    world.rollOut(good);
    const status = await world.until('version 2', ({ rollouts }) => rollouts[1]?.phase === 'done');
    expect(world.loaded(FAR)?.equals(second)).toBe(true);
    // Half of the file is new; chunks at the edges of what changed go too.
    expect((site(status, FAR).link.receivedBytes - before) / first.length).toBeLessThan(0.6);
  });

  test('a link that is cut again and again costs at most a chunk each time', async () => {
    const content = seededBytes('third', 4);
    const before = site(await world.status(), NEAR).link;
    await world.addToxic('thin', 'bandwidth', { rate: 250 });
    good = world.publish(content);
    const number = world.rollOut(good);
    const cutter = cutAgainAndAgain(world);
    const status = await world.until('version 3', ({ rollouts }) => rollouts[number - 1]?.phase === 'done', 120);
    await cutter.stop();
    await world.removeToxic('thin');
    const link = site(status, NEAR).link;
    expect(link.cuts).toBeGreaterThan(before.cuts);
    // What came of a chunk is kept: what is sent again is what was on its way, and a TLS session for each connection.
    expect(link.receivedBytes - before.receivedBytes).toBeLessThan(content.length * 1.15);
    expect(world.loaded(NEAR)?.equals(content)).toBe(true);
  });

  test('corrupted chunks are never used, and a mended store is', async () => {
    const content = seededBytes('fourth', 1);
    const next = world.publish(content);
    const mend = world.corruptChunks();
    const number = world.rollOut(next);
    await world.until('corruption to be seen', (status) => site(status, NEAR).link.corruptChunks > 0);
    expect(world.activeOf(NEAR)).toBe(good.digest);
    mend();
    await world.until('version 4', ({ rollouts }) => rollouts[number - 1]?.phase === 'done', 90);
    good = next;
    expect(world.loaded(NEAR)?.equals(content)).toBe(true);
  });

  test.each([
    ['unsigned', { signed: false }],
    ['signed with another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['signed by somebody whom no site knows', { signer: 'stranger' }],
  ])('a model that is %s is refused by the hub already', async (name, publishing) => {
    const number = world.rollOut(world.publish(seededBytes(name, 0.2), publishing));
    await world.until('the refusal', ({ rollouts }) => rollouts[number - 1]?.phase === 'refused');
    expect(world.activeOf(NEAR)).toBe(good.digest);
  });

  test('a model that only the hub trusts is refused by its sites', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    world.hubSigners = { stolen: publicKey };
    const model = world.publish(seededBytes('hub', 0.2), { key: privateKey, signer: 'stolen' });
    const number = world.rollOut(model);
    const status = await world.until('the roll back', ({ rollouts }) => rollouts[number - 1]?.phase === 'rolled-back');
    expect(status.rollouts[number - 1]?.reason).toContain('near (signature)');
    expect(world.activeOf(NEAR)).toBe(good.digest);
  });

  test('a model whose chunks make other bytes than were signed never becomes active, and is rolled back', async () => {
    const number = world.rollOut(world.publish(seededBytes('promised', 0.5), { chunksOf: seededBytes('sent', 0.5) }));
    const status = await world.until(
      'the roll back',
      ({ rollouts }) => rollouts[number - 1]?.phase === 'rolled-back',
      90,
    );
    expect(status.rollouts[number - 1]?.reason).toContain('near (digest)');
    expect([NEAR, FAR].map((name) => world.activeOf(name))).toEqual([good.digest, good.digest]);
  });

  test('a model that its server is unwell with hurts the first ring only, which goes back by itself', async () => {
    const bad = world.publish(seededBytes('unwell', 0.5));
    world.unwell.add(bad.digest);
    const number = world.rollOut(bad);
    const status = await world.until(
      'the roll back',
      ({ rollouts }) => rollouts[number - 1]?.phase === 'rolled-back',
      90,
    );
    expect(status.rollouts[number - 1]?.reason).toContain('near (unhealthy)');
    await world.until('the way back', (now) => site(now, NEAR).workloads[0]?.active === good.digest);
    expect(world.activeOf(FAR)).toBe(good.digest);
    expect(await world.metrics()).toContain('plinth_edge_rollbacks_total{workload="defects"} 3');
  });

  test('a site without a link starts again with what it had', async () => {
    await world.cut(false);
    await world.killSite(NEAR);
    await world.startSite(NEAR);
    await sleep(1_500);
    expect(world.activeOf(NEAR)).toBe(good.digest);
    await world.cut(true);
    await world.until('the link', (status) => site(status, NEAR).online);
  });

  test('a revoked model is left for the one before it; a revoked identity is refused on its open connection', async () => {
    const worse = world.publish(seededBytes('revoked', 0.5));
    const number = world.rollOut(worse);
    await world.until('a good rollout', ({ rollouts }) => rollouts[number - 1]?.phase === 'done', 90);
    world.revoked = { models: [worse.digest] };
    world.writeConfig();
    await world.until('the one before', (status) => site(status, FAR).workloads[0]?.active === good.digest);
    world.revoked = { models: [worse.digest], sites: [FAR] };
    world.writeConfig();
    await waitFor(
      async () => /refused_identities_total\{reason="revoked"\} [1-9]/.test(await world.metrics()) || undefined,
      { what: 'the refusal', timeoutMilliseconds: 10_000 },
    );
    expect(site(await world.status(), FAR).online).toBe(false);
    expect(world.activeOf(FAR)).toBe(good.digest);
  });
});

/** Debian's engine for the same format, where it is installed. */
const CASYNC = '/usr/bin/casync';

describe.runIf(existsSync(CASYNC))('a site with another engine', () => {
  const world = new EdgeWorld();

  beforeAll(async () => {
    await buildEngines(['edge']);
    world.sites = [{ name: NEAR, ring: 'first' }];
    world.rings = ['first'];
    await world.start();
    await world.startSite(NEAR, { engine: CASYNC });
  });
  afterAll(() => world.stop());

  test('takes the same models from the same store, with what it has as a seed', async () => {
    const first = seededBytes('first', 4);
    const second = changed(first, 'second', 1);
    world.rollOut(world.publish(first));
    const before = await world.until('version 1', ({ rollouts }) => rollouts[0]?.phase === 'done');
    world.rollOut(world.publish(second));
    const after = await world.until('version 2', ({ rollouts }) => rollouts[1]?.phase === 'done');
    expect(world.loaded(NEAR)?.equals(second)).toBe(true);
    const sent = site(after, NEAR).link.receivedBytes - site(before, NEAR).link.receivedBytes;
    expect(sent / first.length).toBeLessThan(0.4);
  });
});

test('a hundred seeded schedules of faults with the real parts never load anything but a whole, signed model, and end with the newest', async () => {
  await buildEngines(['edge']);
  const { loads, schedules, wrongs } = await seededSchedules({ sites: 10, rounds: 10 });
  expect(wrongs).toEqual([]);
  expect(schedules).toBe(100);
  expect(loads).toBeGreaterThan(500);
});

/** A copy of which a part, in the middle, is other bytes. */
function changed(content: Buffer, seed: string, mebibytes: number): Buffer {
  const copy = Buffer.from(content);
  seededBytes(seed, mebibytes).copy(copy, 1 << 20);
  return copy;
}

function site(status: HubStatus, name: string): SiteStatus {
  const found = status.sites.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the hub knows no ${name}`);
  return found;
}

/** Cuts the link for a third of a second, every one and a half. */
function cutAgainAndAgain(world: EdgeWorld): { stop(): Promise<void> } {
  let going = true;
  const work = (async () => {
    while (going) {
      await sleep(1_200);
      await world.cut(false);
      await sleep(300);
      await world.cut(true);
    }
  })();
  return {
    stop: () => {
      going = false;
      return work;
    },
  };
}
