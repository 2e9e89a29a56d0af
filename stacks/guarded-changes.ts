import type { Finding } from '../spec/finding.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import type { Guarded, GuardedPlace } from './guarded.ts';

/** A guarded resource as the last run left it. */
export interface GuardedBefore extends Guarded {
  /** Whether it was allowed then: the state says of it that the engine may delete it. */
  readonly letGo: boolean;
}

/** What two runs are compared by. */
export interface GuardedRuns {
  /** What the last run that ended well left. Empty: there was none, or one of a Plinth that did not say. */
  readonly before: readonly GuardedBefore[];
  /** What this run will make. */
  readonly now: readonly Guarded[];
  /** Names in `plinth:allow`. */
  readonly allowed: ReadonlySet<string>;
  /** Name of the cluster; allowed, it allows everything. */
  readonly cluster: string;
}

/** Everything that a run would make anew or take away, and nobody has allowed. Found before the first resource is registered. */
export function guardedChanges(spec: PlatformSpec, runs: GuardedRuns): Finding[] {
  const now = new Map(runs.now.map((each) => [keyOf(each), each]));
  return runs.before.flatMap((before) => {
    const same = now.get(keyOf(before));
    return same === undefined ? gone(spec, before, runs) : replaced(spec, before, same, runs);
  });
}

/** What this run leaves for the next one to compare with. */
export function guardedRecord({ allowed, cluster, now }: Omit<GuardedRuns, 'before'>): GuardedBefore[] {
  return now.map((each) => ({ ...each, letGo: isAllowed(each, allowed, cluster) }));
}

/** Whether somebody allowed it: by one of its own names, or by that of the whole cluster. */
export function isAllowed({ allow }: Guarded, allowed: ReadonlySet<string>, cluster: string): boolean {
  return [...allow, cluster].some((name) => allowed.has(name));
}

function replaced(spec: PlatformSpec, before: Guarded, now: Guarded, { allowed, cluster }: GuardedRuns): Finding[] {
  const changes = changed(before.from, now.from);
  if (changes.length === 0 || isAllowed(now, allowed, cluster)) return [];
  return [
    {
      code: CODES[now.what].replaced,
      level: 'error',
      at: pathOf(spec, now.place),
      problem: `${describe(now)} would be made anew, because ${changes.join(' and ')}; ${LOST[now.what]}`,
      fix: `take the change back, or allow it: ${command(now, allowed)}`,
    },
  ];
}

function gone(spec: PlatformSpec, before: GuardedBefore, { allowed, cluster }: GuardedRuns): Finding[] {
  const isMeant = isAllowed(before, allowed, cluster);
  if (isMeant && before.letGo) return [];
  const steps = `put it back, run ${command(before, allowed)} and pulumi up, and only then take it out`;
  return [
    {
      code: CODES[before.what].deleted,
      level: 'error',
      at: pathOf(spec, before.place),
      problem: `${describe(before)} would be deleted; ${LOST[before.what]}`,
      fix: before.letGo
        ? `put it back, or allow it: ${command(before, allowed)}`
        : isMeant
          ? 'it is allowed, but was still protected when it was last there: put it back, run pulumi up, and only then take it out'
          : steps,
    },
  ];
}

/** A thing is the same as long as type and name are. */
function keyOf({ name, type }: Guarded): string {
  return `${type}::${name}`;
}

function changed(before: Guarded['from'], now: Guarded['from']): string[] {
  // What the last run did not write down yet cannot have changed.
  return Object.entries(before).flatMap(([key, value]) =>
    now[key] === undefined || now[key] === value ? [] : [`${key} ${value || 'none'} becomes ${now[key] || 'none'}`],
  );
}

/** Path of what stands for a thing in the spec; if nothing does any more, of the list that it stood in. */
function pathOf({ pools, target, teams }: PlatformSpec, { list, name }: GuardedPlace): string {
  if (name === undefined) return list;
  const machines = target.kind === 'baremetal' ? target.machines : [];
  const lists: Partial<Record<GuardedPlace['list'], readonly { readonly name: string }[]>> = {
    pools,
    teams,
    'target.machines': machines,
  };
  const index = lists[list]?.findIndex((each) => each.name === name) ?? -1;
  return index < 0 ? list : `${list}[${index}]`;
}

function describe({ allow, name, what }: Guarded): string {
  const [short] = allow;
  return short === name ? `${NOUNS[what]} ${name}` : `${NOUNS[what]} ${short} (${name})`;
}

function command({ allow }: Guarded, allowed: ReadonlySet<string>): string {
  return `pulumi config set --path 'plinth:allow[${allowed.size}]' '${allow[0]}'`;
}

const NOUNS: Readonly<Record<Guarded['what'], string>> = {
  pool: 'pool',
  machine: 'machine',
  data: 'data of',
  cluster: 'cluster',
};

/** What is lost with it. */
const LOST: Readonly<Record<Guarded['what'], string>> = {
  pool: 'its accelerators are given up and may not come back',
  machine: 'it would run on by itself, and nobody would hold it',
  data: 'what it holds cannot be made again',
  cluster: 'everything in it goes with it',
};

/** Codes by what it is: a literal for each, because people search for them. */
const CODES = {
  pool: { replaced: 'STACK_POOL_REPLACED', deleted: 'STACK_POOL_DELETED' },
  machine: { replaced: 'STACK_MACHINE_REPLACED', deleted: 'STACK_MACHINE_DELETED' },
  data: { replaced: 'STACK_DATA_REPLACED', deleted: 'STACK_DATA_DELETED' },
  cluster: { replaced: 'STACK_CLUSTER_REPLACED', deleted: 'STACK_CLUSTER_DELETED' },
} as const;
