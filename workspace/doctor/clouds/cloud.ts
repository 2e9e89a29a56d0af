import type { Finding } from '../../../spec/finding.ts';
import { type CheckLine, found, ok, type Patient } from '../check.ts';
import type { PoolNeed } from '../pool-need.ts';

/** What a cloud can be asked through its own command line. */
export interface Cloud {
  /** Its command line. */
  readonly cli: string;
  /** Names of variables of the environment any of which holds credentials. */
  readonly variables: readonly string[];
  /** Files below the home folder any of which holds credentials. */
  readonly files: readonly string[];
  /** How one signs in. */
  readonly signIn: string;
  /** Whom the command line is signed in as, and whether it is the place that the spec names. */
  readonly whoami: (patient: Patient) => Promise<CheckLine>;
  /** Whether the region, and the zones, offer an instance type to this account. */
  readonly offered: (patient: Patient, need: PoolNeed) => Promise<CheckLine>;
  /** Whether quotas leave room for the pools at their largest. */
  readonly quotas: (patient: Patient, needs: readonly PoolNeed[]) => Promise<readonly CheckLine[]>;
}

/** An instance type that nobody gets there. */
export function notOffered(need: PoolNeed, problem: string, fix: string): CheckLine {
  return found(need.instance, { code: 'DOCTOR_INSTANCE_NOT_OFFERED', level: 'error', at: need.at, problem, fix });
}

/** The zones that a pool names and that do not offer its machines. */
export function missingZones(need: PoolNeed, offered: readonly string[]): readonly string[] {
  return need.zones.filter((zone) => !offered.includes(zone));
}

/** What the zones of a region that offer an instance type mean for a pool. */
export function offeredInZones(need: PoolNeed, region: string, zones: readonly string[], type: string): CheckLine {
  const { instance } = need;
  if (zones.length === 0)
    return notOffered(need, `${region} does not offer ${instance}`, `choose another region, or another ${type}`);
  const missing = missingZones(need, zones);
  if (missing.length === 0) return ok(instance, `offered in ${zones.join(', ')}`);
  const problem = `${missing.join(', ')} does not offer ${instance}; ${zones.join(', ')} does`;
  return notOffered(need, problem, 'name those zones');
}

/** A quota that the pools do not fit into. A warning: pools may never be at their largest together. */
export function quotaShort(
  about: string,
  at: string,
  wanted: number,
  unit: string,
  left: number,
  fix: string,
): CheckLine {
  const level: Finding['level'] = left <= 0 ? 'error' : 'warning';
  const problem = `the pools at their largest want ${wanted} ${unit}, and the quota leaves ${Math.max(0, left)}`;
  return found(about, { code: 'DOCTOR_QUOTA_SHORT', level, at, problem, fix });
}

/** Needs by a key; those without one are left out. */
export function byKey<T>(needs: readonly PoolNeed[], keyOf: (need: PoolNeed) => T | undefined): [T, PoolNeed[]][] {
  const groups = new Map<T, PoolNeed[]>();
  for (const need of needs) {
    const key = keyOf(need);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups];
}

/** Sum of a figure of several pools; nothing where one of them is unknown. */
export function sumOf(needs: readonly PoolNeed[], figure: (need: PoolNeed) => number | undefined): number | undefined {
  return needs.reduce<number | undefined>((sum, need) => {
    const one = figure(need);
    return sum === undefined || one === undefined ? undefined : sum + one;
  }, 0);
}
