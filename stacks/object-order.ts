import { WAVES, type Wave } from '../constructs/core/index.ts';
import { type ClusterObject, objectKey, typeToken } from './kubernetes-object.ts';
import { isWaitedFor, tierOf } from './object-kinds.ts';

/** An object, and where it belongs in the order of installation. */
export interface PlacedObject {
  /** Step of the installation. */
  readonly wave: Wave;
  /** Place within the wave, for add-ons that wait for others. @default 0 */
  readonly depth?: number;
  /** Capability that it serves, for the preview. */
  readonly room: string;
  /** Team that it belongs to. @default - the platform's own */
  readonly team?: string;
  /** The object. */
  readonly object: ClusterObject;
}

/** An object and what is made before it, and deleted after it. */
export interface OrderedObject {
  /** The object. */
  readonly placed: PlacedObject;
  /** Objects of the same set that are there before; each stands earlier in the list. */
  readonly after: readonly PlacedObject[];
}

/** The order of a set of objects. */
export interface ObjectOrder {
  /** Every object, each after what it depends on. */
  readonly objects: readonly OrderedObject[];
  /** What is there when all of them are, as few objects as say it. */
  readonly last: readonly PlacedObject[];
}

/** Objects that need nothing of one another, and the steps that are done before. */
interface Step {
  readonly objects: readonly PlacedObject[];
  readonly before: readonly Step[];
}

/**
 * Orders objects so that each is made when it can work, and deleted while what it needs still does.
 *
 * By wave; in a wave by the add-ons that wait for others; there by kind. Teams of the last wave do not wait for one another.
 * Dependencies are few, about one for each object: a step is joined to the next by one object that stands for it, its
 * last or the other's first. An object that Pulumi's provider waits for never stands for others: it could wait for them.
 *
 * @throws {Error} if two objects have the same type and name.
 */
export function objectOrder(placed: readonly PlacedObject[]): ObjectOrder {
  refuseTwins(placed);
  const steps = stepsOf(placed);
  const followed = new Set(steps.flatMap(({ before }) => before));
  const ends = steps.filter((step) => !followed.has(step));
  return { objects: steps.flatMap(edges), last: ends.flatMap(standIns) };
}

function refuseTwins(placed: readonly PlacedObject[]): void {
  const seen = new Set<string>();
  for (const { object } of placed) {
    const urn = `${typeToken(object)}::${objectKey(object)}`;
    if (seen.has(urn)) throw new Error(`bug: two objects are registered as ${urn}`);
    seen.add(urn);
  }
}

function stepsOf(placed: readonly PlacedObject[]): Step[] {
  const steps: Step[] = [];
  let before: readonly Step[] = [];
  for (const stage of inOrder(placed, stageOf)) {
    const chains = inOrder(stage, ({ team }) => team ?? '').map((chain) => chained(chain, before));
    steps.push(...chains.flat());
    before = chains.flatMap((chain) => chain.slice(-1));
  }
  return steps;
}

/** Stages follow one another: waves, in them the depth of add-ons, and last what belongs to teams. */
function stageOf({ depth = 0, team, wave }: PlacedObject): string {
  return [WAVES.indexOf(wave), `${depth}`.padStart(4, '0'), team === undefined ? 0 : 1].join('-');
}

/** What belongs together and to no other team: one tier of kinds after the other. */
function chained(chain: readonly PlacedObject[], before: readonly Step[]): Step[] {
  const steps: Step[] = [];
  for (const objects of inOrder(chain, ({ object }) => `${tierOf(object)}`))
    steps.push({ objects, before: steps.length === 0 ? before : steps.slice(-1) });
  return steps;
}

/** Objects whose presence says that a whole step is done: its last, which then waits for the others, or else all of them. */
function standIns({ objects }: Step): readonly PlacedObject[] {
  return objects.some(({ object }) => isWaitedFor(object)) ? objects : objects.slice(-1);
}

function edges({ before, objects }: Step): OrderedObject[] {
  const earlier = before.flatMap(standIns);
  const gate = earlier.length > 1 ? objects.find(({ object }) => !isWaitedFor(object)) : undefined;
  const closer = objects.length > 1 ? only(standIns({ before, objects })) : undefined;
  const rest = objects.filter((each) => each !== gate && each !== closer);
  const opened = gate === undefined ? [] : [{ placed: gate, after: earlier }];
  const between = rest.map((placed) => ({ placed, after: gate === undefined ? earlier : [gate] }));
  const closed =
    closer === undefined || closer === gate ? [] : [{ placed: closer, after: [...opened, ...between].map(placedOf) }];
  return [...opened, ...between, ...closed];
}

function placedOf({ placed }: OrderedObject): PlacedObject {
  return placed;
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** Groups by a key, in the order of the keys; within a group the order is kept. */
function inOrder<T>(list: readonly T[], keyOf: (each: T) => string): T[][] {
  const groups = Map.groupBy(list, keyOf);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
