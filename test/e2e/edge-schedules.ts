import { setTimeout as sleep } from 'node:timers/promises';
import { seededBytes, seededNumbers } from './edge-models.ts';
import { EdgeWorld } from './edge-world.ts';

/** How many schedules of faults run: each site has its own in each round. */
export interface SchedulesProps {
  /** Sites side by side. */
  readonly sites: number;
  /** Versions of the model, one after another, each with its faults. */
  readonly rounds: number;
}

/** What schedules came to. */
export interface Schedules {
  /** How many ran. */
  readonly schedules: number;
  /** How often a site's model was loaded, as its server would. */
  readonly loads: number;
  /** Loads of anything but a whole, signed model, and sites that did not end with the newest. */
  readonly wrongs: readonly string[];
}

/** Time in which a round has its faults. Unit: milliseconds. */
const FAULTS = 2_000;
/** How long a round may take to end well after them. Unit: seconds. */
const CONVERGES = 120;

/** Runs seeded schedules of faults with the real parts: power goes, the link is cut, chunks are wrong. */
export async function seededSchedules({ rounds, sites }: SchedulesProps): Promise<Schedules> {
  const world = new EdgeWorld();
  const names = Array.from({ length: sites }, (_, at) => `sufferer-${at}`);
  world.sites = names.map((name) => ({ name, ring: 'first' }));
  world.rings = ['first'];
  // The machine is busy with many sites: a server that answers late is no bad model.
  world.patience = 8;
  const contents: Buffer[] = [];
  const wrongs: string[] = [];
  let loads = 0;
  try {
    await world.start();
    await Promise.all(names.map((name) => world.startSite(name)));
    for (let round = 0; round < rounds; round += 1) {
      const content = seededBytes(`round ${round}`, 0.4);
      contents.push(content);
      loads += await faultyRound({ world, names, contents, wrongs }, round, content);
      for (const name of names)
        if (world.loaded(name)?.equals(content) !== true)
          wrongs.push(`${name} does not end round ${round} with its model`);
    }
  } finally {
    await world.stop();
  }
  return { schedules: rounds * sites, loads, wrongs };
}

interface Stage {
  readonly world: EdgeWorld;
  readonly names: readonly string[];
  /** Every content that may ever be loaded, the newest last. */
  readonly contents: readonly Buffer[];
  readonly wrongs: string[];
}

/** Rolls a version out amid faults, and waits until every site has it. @returns how often a model was loaded */
async function faultyRound(stage: Stage, round: number, content: Buffer): Promise<number> {
  const { names, world } = stage;
  const model = world.publish(content);
  const random = seededNumbers(round);
  const mend = round % 3 === 0 ? world.corruptChunks() : () => undefined;
  const number = world.rollOut(model);
  const faults = names.map((name) => suffer(world, name, random()));
  const cuts = cutFor(world, random);
  let loads = 0;
  for (const end = Date.now() + FAULTS; Date.now() < end; await sleep(50)) loads += look(stage);
  await Promise.all([...faults, cuts]);
  mend();
  await world.until(`round ${round}`, ({ rollouts }) => rollouts[number - 1]?.phase === 'done', CONVERGES);
  return loads;
}

/** Loads every site's model as its server would. */
function look({ contents, names, world, wrongs }: Stage): number {
  let loads = 0;
  for (const name of names) {
    const loaded = world.loaded(name);
    if (loaded === undefined) continue;
    loads += 1;
    if (!contents.some((content) => content.equals(loaded))) wrongs.push(`${name} loads ${world.activeOf(name)}`);
  }
  return loads;
}

/** Takes power from a site once or twice at a seeded moment. */
async function suffer(world: EdgeWorld, name: string, fate: number): Promise<void> {
  for (const moment of [fate, fate * 7 - Math.floor(fate * 7)]) {
    await sleep(100 + moment * 1_000);
    await world.killSite(name);
    await sleep(50);
    await world.startSite(name);
    if (fate < 0.5) return;
  }
}

async function cutFor(world: EdgeWorld, random: () => number): Promise<void> {
  for (let cuts = 0; cuts < 3; cuts += 1) {
    await sleep(random() * 500);
    await world.cut(false);
    await sleep(random() * 200);
    await world.cut(true);
  }
}
