import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { seededBytes } from './edge-models.ts';
import { HubOfAnotherTime } from './edge-other-time.ts';
import { EdgeWorld } from './edge-world.ts';

const HOUR = 3_600_000;
/** So far is a clock off: years, and half a day, so that a window that is open in one time is shut in the other. */
const FAR = 5 * 365 * 24 * HOUR + 12 * HOUR;
const BEHIND = 'behind';
const AHEAD = 'ahead';

describe('a site whose clock is wrong by years', () => {
  const world = new EdgeWorld();
  const hubs: HubOfAnotherTime[] = [];

  beforeAll(async () => {
    await buildEngines(['edge']);
    world.rings = ['first'];
    world.sites = [
      { name: BEHIND, ring: 'first', link: { kbit: 0, windows: [windowAt(FAR)] } },
      { name: AHEAD, ring: 'first', link: { kbit: 0, windows: [windowAt(-FAR)] } },
    ];
    world.gate = { healthyShare: 0.5, soakSeconds: 1, maxOfflineShare: 0.5 };
    await world.start();
  });
  afterAll(async () => {
    for (const each of hubs) each.close();
    await world.stop();
  });

  test('behind: finds its hub all the same, and keeps windows by the hub’s time', async () => {
    const hub = await HubOfAnotherTime.start(world, BEHIND, FAR);
    hubs.push(hub);
    await world.startSite(BEHIND, { port: hub.port });
    const content = seededBytes('clock', 1);
    world.rollOut(world.publish(content));
    await world.until('the model', () => world.loaded(BEHIND)?.equals(content) === true);
  });

  test('ahead, before it ever heard of its hub: says what is wrong, and activates nothing', async () => {
    const hub = await HubOfAnotherTime.start(world, AHEAD, -FAR);
    hubs.push(hub);
    await world.startSite(AHEAD, { port: hub.port });
    const log = () => readFileSync(join(world.home, `agent-${AHEAD}.log`), 'utf8');
    await waitFor(async () => log().includes('set this machine') || undefined, {
      what: 'the agent to say why',
      timeoutMilliseconds: 20_000,
    });
    expect(log()).toContain('certificate has expired or is not yet valid');
    expect(world.activeOf(AHEAD)).toBe('');
    await world.killSite(AHEAD);
  });
});

const hasMounts = spawnSync('unshare', ['-m', 'true']).status === 0;
if (!hasMounts) console.log('skipped: a small disk needs root and unshare');

describe.runIf(hasMounts)('a site whose disk is full', () => {
  const world = new EdgeWorld();
  const SITE = 'small';
  let pid = 0;

  beforeAll(async () => {
    await buildEngines(['edge']);
    world.rings = ['first'];
    world.sites = [{ name: SITE, ring: 'first' }];
    await world.start();
    mkdirSync(world.dataOf(SITE), { recursive: true });
    const disk = `mount -t tmpfs -o size=6m none ${world.dataOf(SITE)} && exec "$@"`;
    ({ pid = 0 } = await world.startSite(SITE, { before: ['unshare', '-m', 'sh', '-c', disk, 'sh'] }));
  });
  afterAll(() => world.stop());

  /** What a server on the site would load; its disk is seen by the agent alone. */
  const loaded = () =>
    readFileSync(join(`/proc/${pid}/root`, world.dataOf(SITE), 'workloads/defects/current/model.bin'));

  test('says so, keeps what it has, and takes what fits when that comes', async () => {
    const [first, large, next] = [seededBytes('fits', 2), seededBytes('large', 9), seededBytes('fits too', 1.5)];
    world.rollOut(world.publish(first));
    await world.until('the first', ({ rollouts }) => rollouts[0]?.phase === 'done');
    world.rollOut(world.publish(large));
    const full = await world.until('the full disk', ({ sites }) => sites[0]?.workloads[0]?.cause === 'disk');
    expect(full.sites[0]?.workloads[0]).toMatchObject({ outcome: 'blocked' });
    expect(full.rollouts[1]?.phase).toBe('running');
    expect(loaded().equals(first)).toBe(true);
    world.rollOut(world.publish(next));
    await world.until('what fits', ({ rollouts }) => rollouts[2]?.phase === 'done');
    expect(loaded().equals(next)).toBe(true);
  });
});

/** A window of four hours around now, as a clock that is off by so much says it. */
function windowAt(shift: number) {
  const clock = (hours: number) => new Date(Date.now() + shift + hours * HOUR).toISOString().slice(11, 16);
  return { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: clock(-2), to: clock(2) };
}
