import { holds, type ObservedNode } from './observed.ts';
import type { RecordedNode } from './recording.ts';

/** A pool, as far as its nodes are told by it. */
export interface RecordedPool {
  readonly name: string;
  /** Labels that its nodes carry, all of them. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Resource that the pool is counted in. */
  readonly resource: string;
  /** Units that one node offers. */
  readonly unitsPerNode: number;
}

type Open = { -readonly [Key in keyof RecordedNode]: RecordedNode[Key] };

/** When nodes came and went. */
export class NodeLog {
  readonly #pools: readonly RecordedPool[];
  readonly #nodes: Open[] = [];
  readonly #there = new Map<string, Open>();

  public constructor(pools: readonly RecordedPool[]) {
    this.#pools = pools;
  }

  /** A node changed. @returns whether it is the first that one hears of it as ready. */
  public seen(node: ObservedNode, at: number): boolean {
    const { labels = {}, name } = node.metadata;
    const pool = this.#pools.find(({ nodeLabels }) =>
      Object.entries(nodeLabels).every(([key, value]) => labels[key] === value),
    );
    // Nodes of the platform itself belong to no pool.
    if (pool === undefined || this.#there.has(name) || holds(node, 'Ready') === undefined) return false;
    const zone = labels['topology.kubernetes.io/zone'];
    const units = pool.unitsPerNode;
    const found: Open = { name, pool: pool.name, units, from: at, ...(zone === undefined ? {} : { zone }) };
    this.#nodes.push(found);
    this.#there.set(name, found);
    return true;
  }

  /** A node went. */
  public gone(name: string, at: number): void {
    const node = this.#there.get(name);
    if (node === undefined) return;
    node.to = at;
    this.#there.delete(name);
  }

  /** Whether a node of a pool is there. */
  public isThere(name: string): boolean {
    return this.#there.has(name);
  }

  /** Every node that was ever there, by when it came. */
  public get nodes(): readonly RecordedNode[] {
    return this.#nodes;
  }
}
