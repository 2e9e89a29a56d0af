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
 * Objects that nobody waits for are made one after the other, in a row, and the last stands for all of them. An object that
 * Pulumi's provider waits for stands in no row: it could wait for what comes after it.
 *
 * A row costs about a tenth of a second for each object, once. Side by side they would be faster, and `pulumi destroy` would
 * not end: when a deletion is refused or fails, the engine (seen in 3.200) follows every path through what the object depends on,
 * without remembering where it was, and steps of objects that all stand between two others multiply to 10^17 paths.
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

/** Objects whose presence says that a whole step is done: the last of its row, or all of them. */
function standIns({ objects }: Step): readonly PlacedObject[] {
  return isRow(objects) ? objects.slice(-1) : objects;
}

/** Whether nobody waits for any of the objects, so that one can stand for those before it. */
function isRow(objects: readonly PlacedObject[]): boolean {
  return !objects.some(({ object }) => isWaitedFor(object));
}

function edges({ before, objects }: Step): OrderedObject[] {
  const earlier = before.flatMap(standIns);
  if (isRow(objects)) return inRow(objects, earlier);
  const gate = earlier.length > 1 ? objects.find(({ object }) => !isWaitedFor(object)) : undefined;
  const rest = objects.filter((each) => each !== gate);
  return [
    ...(gate === undefined ? [] : [{ placed: gate, after: earlier }]),
    ...rest.map((placed) => ({ placed, after: gate === undefined ? earlier : [gate] })),
  ];
}

/** One after the other. */
function inRow(objects: readonly PlacedObject[], earlier: readonly PlacedObject[]): OrderedObject[] {
  return objects.map((placed, index) => ({ placed, after: index === 0 ? earlier : objects.slice(index - 1, index) }));
}

/** Groups by a key, in the order of the keys; within a group the order is kept. */
function inOrder<T>(list: readonly T[], keyOf: (each: T) => string): T[][] {
  const groups = Map.groupBy(list, keyOf);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
