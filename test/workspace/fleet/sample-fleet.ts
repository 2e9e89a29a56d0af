import { stringify } from 'yaml';
import type { Finding } from '../../../spec/finding.ts';
import { PlatformError } from '../../../spec/finding.ts';
import type { FleetInput } from '../../../spec/fleet.ts';
import { type FileReader, type LoadedFleet, loadFleet } from '../../../workspace/fleet/load-fleet.ts';

type Member = FleetInput['platforms'][number];

/** A worker of two machines with eight GPUs each, where each team may hold half and borrow the other. */
export function worker(name: string, change: Partial<Member> = {}, spec: Record<string, unknown> = {}): Member {
  return {
    name,
    role: 'worker',
    region: name,
    ...change,
    spec: {
      target: { kind: 'existing', cluster: name, networkPolicy: 'cilium' },
      pools: [pool(32)],
      teams: ['vision', 'speech'].map((team) => ({
        name: team,
        quota: { 'train-h100': { guaranteed: 8, borrowable: 8 } },
      })),
      ...spec,
    },
  };
}

/** A pool of two machines with eight GPUs each. @param usdPerHour - price of a machine; undefined: unknown */
export function pool(usdPerHour: number | undefined) {
  return {
    name: 'train-h100',
    machine: {
      accelerator: 'nvidia-h100-80gb',
      count: 8,
      vcpus: 192,
      memory: '2Ti',
      fabric: 'infiniband',
      ...(usdPerHour === undefined ? {} : { usdPerHour }),
    },
    nodes: { min: 2, max: 2 },
  };
}

/** A manager without accelerators. */
export const MANAGER: Member = {
  name: 'control',
  role: 'manager',
  region: 'paris',
  spec: {
    target: { kind: 'existing', cluster: 'control', networkPolicy: 'cilium' },
    pools: [{ name: 'desk', machine: { count: 0, vcpus: 16, memory: '64Gi' }, nodes: { min: 1, max: 1 } }],
    teams: [{ name: 'vision', quota: { desk: { guaranteed: 16 } } }],
  },
};

/** A manager and two workers. */
export function sampleFleet(change: Partial<FleetInput> = {}): FleetInput {
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Fleet',
    metadata: { name: 'world' },
    shared: {
      teams: [
        { name: 'vision', groups: ['oidc:vision'], quota: {} },
        { name: 'speech', groups: ['oidc:speech'], quota: {} },
      ],
      delivery: { kind: 'pulumi' },
    },
    platforms: [MANAGER, worker('paris'), worker('oslo')],
    ...change,
  };
}

/** Reads a fleet from texts instead of files. @param files - further files, by path */
export function load(input: FleetInput | string, files: Readonly<Record<string, string>> = {}): Promise<LoadedFleet> {
  const all: Record<string, string> = { 'fleet.yaml': typeof input === 'string' ? input : stringify(input), ...files };
  const read: FileReader = async (file) => {
    const text = all[file];
    if (text === undefined) throw new Error(`no file ${file}`);
    return new TextEncoder().encode(text);
  };
  return loadFleet('fleet.yaml', read);
}

/** Everything that is found about a fleet, errors and warnings. */
export async function findingsOf(
  input: FleetInput | string,
  files?: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> {
  try {
    return (await load(input, files)).findings;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

/** Codes of what is found about the fleet itself; those of single platforms have tests of their own. */
export async function codesOf(change: Partial<FleetInput>, level: 'error' | 'warning' = 'error'): Promise<string[]> {
  const found = await findingsOf(sampleFleet(change));
  return found.filter((each) => each.level === level && each.code.startsWith('FLEET_')).map(({ code }) => code);
}

/** Spec of one platform of a fleet. */
export function specOf(loaded: Awaited<ReturnType<typeof load>>, name: string) {
  const found = loaded.members.find(({ member }) => member.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.spec;
}
