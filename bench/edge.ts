import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectTo, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildEngines, engineBinary } from '../rehearsal/engines.ts';
import { freePorts } from '../rehearsal/free-ports.ts';
import { seededBytes } from '../test/e2e/edge-models.ts';
import { seededSchedules } from '../test/e2e/edge-schedules.ts';
import { EdgeWorld } from '../test/e2e/edge-world.ts';

const MEBIBYTE = 1 << 20;
/** Size of the model that changes in part. Unit: MiB. */
const MODEL = 1_024;
/** Runs of bytes that change, and their share of the model. */
const RUNS = 100;
const CHANGED = 0.05;
/** The thin link: its cap, what goes over it, and how it is cut. */
const KBIT = 2_000;
const THIN_MODEL = 30;
const CUT_EVERY_SECONDS = 60;
const CUT_SECONDS = 5;
/** Polls that idle traffic is taken from, a second apart, and how far apart they are usually. */
const IDLE_POLLS = 40;
const USUAL_POLL_SECONDS = 60;
const SIMULATED = 2_000;
/** Seeded schedules with the real parts: sites side by side, and versions one after another. */
const REAL = { sites: 20, rounds: 50 } as const;
const SITE = 'site';

/** What model sync to sites costs. */
export interface EdgeFigures {
  /** Bytes that came, TLS and all, of those of a model of 1 GiB of which 5 % changed in 100 runs. */
  readonly deltaShare: number;
  /** Most memory that the agent had while it took 2 GiB of models. Unit: MiB. */
  readonly agentPeakMiB: number;
  /** Share of the time in which a link of 2 Mbit/s was there that its bytes would have taken at best. */
  readonly usefulShare: number;
  /** Traffic both ways of a site that has nothing to do, asked once a minute. Unit: bit/s. */
  readonly idleBitsPerSecond: number;
  /** Seeded schedules of faults with the real parts, what was wrong in them, and how long they took side by side. Unit: seconds. */
  readonly real: {
    readonly schedules: number;
    readonly loads: number;
    readonly wrongs: number;
    readonly seconds: number;
  };
  /** What `plinth-edge simulate` says. */
  readonly simulation: unknown;
}

/** Measures with the real agent, hub and engine. */
export async function edgeFigures(): Promise<EdgeFigures> {
  await buildEngines(['edge']);
  const big = await delta();
  return {
    ...big,
    usefulShare: await usefulShare(),
    idleBitsPerSecond: await idle(),
    real: await real(),
    simulation: JSON.parse(
      execFileSync(engineBinary('plinth-edge'), ['simulate', '--schedules', `${SIMULATED}`, '--sites', '1000'], {
        encoding: 'utf8',
      }),
    ),
  };
}

async function delta(): Promise<Pick<EdgeFigures, 'deltaShare' | 'agentPeakMiB'>> {
  return inWorld({ kbit: 0 }, async (world) => {
    const content = seededBytes('old', MODEL);
    await world.startSite(SITE);
    await rolledOut(world, content);
    const before = await received(world);
    const run = Math.floor((content.length * CHANGED) / RUNS);
    const fresh = seededBytes('new', Math.ceil(MODEL * CHANGED + 1));
    for (let at = 0; at < RUNS; at += 1)
      fresh.copy(content, Math.floor((content.length / RUNS) * at) + 12_345, at * run, (at + 1) * run);
    await rolledOut(world, content);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${world.pidOf(SITE)}/status`, 'utf8'))?.[1];
    return {
      deltaShare: round(((await received(world)) - before) / content.length),
      agentPeakMiB: Math.round(Number(peak) / 1_024),
    };
  });
}

async function usefulShare(): Promise<number> {
  return inWorld({ kbit: KBIT }, async (world) => {
    await world.startSite(SITE);
    await world.until('the site', ({ sites }) => sites[0]?.online === true);
    let cut = 0;
    let going = true;
    const cuts = (async () => {
      for (let second = 1; going; second += 1) {
        await sleep(1_000);
        if (second % CUT_EVERY_SECONDS !== 0) continue;
        await world.cut(false);
        await sleep(CUT_SECONDS * 1_000);
        await world.cut(true);
        cut += CUT_SECONDS;
      }
    })();
    const begun = performance.now();
    const model = world.publish(seededBytes('thin', THIN_MODEL));
    world.rollOut(model);
    await world.until('the model', ({ sites }) => sites[0]?.workloads[0]?.active === model.digest, 600);
    const seconds = (performance.now() - begun) / 1_000 - cut;
    going = false;
    await cuts;
    return round((THIN_MODEL * MEBIBYTE * 8) / (KBIT * 1_000) / seconds);
  });
}

async function idle(): Promise<number> {
  return inWorld({ kbit: 0 }, async (world) => {
    const counter = await counted(world.hubPort);
    await world.startSite(SITE, { port: counter.port });
    await rolledOut(world, seededBytes('idle', 1));
    await sleep(3_000);
    const before = counter.bytes();
    await sleep(IDLE_POLLS * 1_000);
    const perPoll = (counter.bytes() - before) / IDLE_POLLS;
    counter.server.close();
    return Math.round((perPoll * 8) / USUAL_POLL_SECONDS);
  });
}

async function real(): Promise<EdgeFigures['real']> {
  const begun = performance.now();
  const { loads, schedules, wrongs } = await seededSchedules(REAL);
  for (const wrong of wrongs) console.error(wrong);
  return { schedules, loads, wrongs: wrongs.length, seconds: Math.round((performance.now() - begun) / 1_000) };
}

/** A port that passes everything on, and counts it both ways. */
async function counted(to: number): Promise<{ port: number; bytes: () => number; server: Server }> {
  const [port = 0] = await freePorts(1);
  let total = 0;
  const server = createServer((near) => {
    const far = connectTo(to, '127.0.0.1');
    near.on('data', (data) => (total += data.length)).pipe(far);
    far.on('data', (data) => (total += data.length)).pipe(near);
    for (const one of [near, far]) one.on('error', () => [near.destroy(), far.destroy()]);
  }).listen(port, '127.0.0.1');
  return { port, bytes: () => total, server };
}

async function inWorld<T>(link: { kbit: number }, work: (world: EdgeWorld) => Promise<T>): Promise<T> {
  const world = new EdgeWorld();
  world.rings = ['first'];
  world.sites = [{ name: SITE, ring: 'first', link }];
  try {
    await world.start();
    return await work(world);
  } finally {
    await world.stop();
  }
}

async function rolledOut(world: EdgeWorld, content: Buffer): Promise<void> {
  const number = world.rollOut(world.publish(content));
  await world.until('the rollout', ({ rollouts }) => rollouts[number - 1]?.phase === 'done', 600);
}

async function received(world: EdgeWorld): Promise<number> {
  return (await world.status()).sites[0]?.link.receivedBytes ?? Number.NaN;
}

function round(share: number): number {
  return Number(share.toFixed(4));
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await edgeFigures(), null, 2));
