import type { Recording } from '../recording/recording.ts';
import { heldUnits, lifeOf } from './held-units.ts';
import { waitingSpans } from './job-life.ts';
import type { Fragmentation } from './pool-figures.ts';
import { HOUR } from './spans.ts';

/** Something that changes what is free, or who waits. */
interface Change {
  readonly at: number;
  readonly make: (state: State) => void;
}

/** Adds up when units were free and yet of no use to the jobs that waited for a pool. */
export function fragmentation(recording: Recording, pool: string): Fragmentation {
  const { endedAt } = recording;
  const state = new State();
  let blocked = 0;
  let stranded = 0;
  let now = 0;
  for (const { at, make } of changesOf(recording, pool)) {
    const passed = Math.min(at, endedAt) - now;
    if (passed > 0) {
      if (state.isBlocked()) blocked += passed;
      stranded += passed * state.strandedUnits();
      now += passed;
    }
    make(state);
  }
  return {
    blockedShare: endedAt > 0 ? blocked / endedAt : 0,
    blockedSeconds: blocked,
    strandedUnitHours: stranded / HOUR,
  };
}

function changesOf(recording: Recording, pool: string): Change[] {
  const { endedAt, jobs, nodes } = recording;
  const free = (node: string, by: number) => (state: State) => state.change(node, by);
  const changes: Change[] = [];
  for (const node of nodes.filter((each) => each.pool === pool)) {
    const life = lifeOf(node, endedAt);
    if (life === undefined) continue;
    changes.push(
      { at: life.from, make: free(node.name, node.units) },
      { at: life.to, make: free(node.name, -node.units) },
    );
  }
  for (const { amount, from, node, to } of heldUnits(recording).filter((each) => each.pool === pool))
    changes.push({ at: from, make: free(node, -amount) }, { at: to, make: free(node, amount) });
  for (const job of jobs.filter((each) => each.pool === pool && each.units > 0))
    for (const { from, to } of waitingSpans(job, endedAt)) {
      const shape = { pods: Math.max(1, job.nodes), each: job.units / Math.max(1, job.nodes) };
      changes.push(
        { at: from, make: (state) => state.wait(shape, 1) },
        { at: to, make: (state) => state.wait(shape, -1) },
      );
    }
  return changes.sort((a, b) => a.at - b.at);
}

interface Shape {
  readonly pods: number;
  /** Units of one pod. */
  readonly each: number;
}

/** Free units of a pool's nodes, and the shapes of the jobs that wait: few of either, however many nodes and jobs there are. */
class State {
  readonly #freeOf = new Map<string, number>();
  /** Free units of one node to how many nodes have as many. */
  readonly #nodes = new Map<number, number>();
  readonly #waiting = new Map<string, { readonly shape: Shape; jobs: number }>();

  public change(node: string, by: number): void {
    const before = this.#freeOf.get(node) ?? 0;
    this.#freeOf.set(node, before + by);
    this.#count(before, -1);
    this.#count(before + by, 1);
  }

  public wait(shape: Shape, by: number): void {
    const key = `${shape.pods}x${shape.each}`;
    const entry = this.#waiting.get(key) ?? { shape, jobs: 0 };
    entry.jobs += by;
    if (entry.jobs > 0) this.#waiting.set(key, entry);
    else this.#waiting.delete(key);
  }

  public isBlocked(): boolean {
    if (this.#waiting.size === 0) return false;
    const free = this.#unitsWhere(() => true);
    return [...this.#waiting.values()].some(({ shape }) => shape.pods * shape.each <= free && !this.#fits(shape));
  }

  /** Mean over the waiting jobs of the free units on nodes that have too few for a pod of the job. */
  public strandedUnits(): number {
    let jobs = 0;
    let units = 0;
    for (const waiting of this.#waiting.values()) {
      jobs += waiting.jobs;
      units += waiting.jobs * this.#unitsWhere((free) => free < waiting.shape.each);
    }
    return jobs === 0 ? 0 : units / jobs;
  }

  #fits({ each, pods }: Shape): boolean {
    let places = 0;
    for (const [free, nodes] of this.#nodes) places += nodes * Math.floor(free / each);
    return places >= pods;
  }

  #unitsWhere(counts: (free: number) => boolean): number {
    let units = 0;
    for (const [free, nodes] of this.#nodes) if (counts(free)) units += free * nodes;
    return units;
  }

  #count(free: number, by: number): void {
    if (free <= 0) return;
    const nodes = (this.#nodes.get(free) ?? 0) + by;
    if (nodes > 0) this.#nodes.set(free, nodes);
    else this.#nodes.delete(free);
  }
}
