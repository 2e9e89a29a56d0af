import type { PoolFacts, TargetFacts } from '../spec/facts.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import type { PoolSpec } from '../spec/pool.ts';

/** Where a guarded thing stands in the spec: a list, and the name of its item. @default name - the list itself */
export interface GuardedPlace {
  readonly list: 'access' | 'pools' | 'registry' | 'target' | 'target.machines' | 'teams';
  readonly name?: string;
}

/** A resource that no run takes away or makes anew unless somebody allowed it by name. Plain data: it is kept among the stack's outputs. */
export interface Guarded {
  /** Type of the resource. */
  readonly type: string;
  /** Its name: the last part of its URN. */
  readonly name: string;
  /** What it is to people: a noun for findings. */
  readonly what: 'pool' | 'machine' | 'data' | 'cluster';
  /** Names that allow it in `plinth:allow`; the first is the one to tell people. */
  readonly allow: readonly [string, ...string[]];
  /** Its place in the spec. */
  readonly place: GuardedPlace;
  /** What it is made from, as far as another value means another one, or other machines. */
  readonly from: Readonly<Record<string, string>>;
}

/** A pool whose accelerators may not come back. */
export function guardedPool(
  type: string,
  name: string,
  pool: PoolSpec,
  from: Readonly<Record<string, string>>,
): Guarded {
  return { type, name, what: 'pool', allow: [pool.name, name], place: { list: 'pools', name: pool.name }, from };
}

/** What holds data, or keys without which data cannot be read. @param place - @default - the target itself */
export function guardedData(
  type: string,
  name: string,
  from: Readonly<Record<string, string>> = {},
  place: GuardedPlace = { list: 'target' },
): Guarded {
  return { type, name, what: 'data', allow: [name], place, from };
}

/** Buckets of the teams and of the registry, where a bucket is a resource of its own. */
export function guardedBuckets(
  type: string,
  { cluster, registryStore, teams }: TargetFacts,
  region: string,
): Guarded[] {
  const name = `${cluster}-storage`;
  const registry =
    registryStore === undefined || registryStore.kind === 'azure'
      ? []
      : [guardedData(type, `${name}-registry`, { bucket: registryStore.bucket, region }, { list: 'registry' })];
  const ofTeams = teams.flatMap(({ bucket, name: team }) => {
    const place: GuardedPlace = { list: 'teams', name: team };
    return bucket === undefined
      ? []
      : [guardedData(type, `${name}-bucket-${team}`, { bucket: bucket.name, region }, place)];
  });
  return [...registry, ...ofTeams];
}

/** The cluster itself. */
export function guardedCluster(type: string, name: string, from: Readonly<Record<string, string>>): Guarded {
  return { type, name, what: 'cluster', allow: [name], place: { list: 'target' }, from };
}

/** What every cloud makes a pool's machines anew for. */
export function usualFrom({ capacity, instance = '', zones }: PoolSpec): Record<string, string> {
  return { instance, capacity: inWords(capacity), zones: [...zones].sort().join(', ') };
}

/** A choice of the spec as text: its kind, and what belongs to it. */
export function inWords(choice: Readonly<Record<string, unknown>>): string {
  return Object.entries(choice)
    .map(([key, value]) => (key === 'kind' ? `${value}` : `${key} ${value}`))
    .join(', ');
}

/** Pools with accelerators, and what the target says of each. */
export function acceleratedPools(spec: PlatformSpec, facts: TargetFacts): readonly (readonly [PoolSpec, PoolFacts])[] {
  return spec.pools.flatMap((pool, index) => {
    const known = facts.pools[index];
    return known === undefined || known.resource === 'cpu' ? [] : [[pool, known] as const];
  });
}
