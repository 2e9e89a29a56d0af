import { dirname, join } from 'node:path';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import type { FleetMember, FleetSpec } from '../../spec/fleet.ts';
import type { WorkerChoice } from '../../spec/fleet-order.ts';
import { mergedPlatform, type PlatformLayer } from '../../spec/merged-platform.ts';
import { fixByName } from '../../spec/nearest.ts';
import { parseFleet } from '../../spec/parse-fleet.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { API_VERSION, type PlatformInput } from '../../spec/platform.ts';
import { readSource, type SourceFile } from '../../spec/source-file.ts';
import { fileBytes } from '../file-bytes.ts';
import { addressText, type FleetAddress } from './fleet-address.ts';
import { betweenPlatforms } from './fleet-findings.ts';
import { replicationRules } from './fleet-replication.ts';
import { fleetRoles } from './fleet-roles.ts';
import type { LoadedMember } from './loaded-member.ts';
import { attempted, ofPlatform, type PlatformAttempt } from './platform-attempt.ts';

/** A fleet, and what its files say of each platform. */
export interface FleetPlatforms {
  /** The fleet. */
  readonly fleet: FleetSpec;
  /** Where each part of its file stands. */
  readonly source: SourceFile;
  /** Its platforms, in the order of the file. */
  readonly members: readonly LoadedMember[];
}

/** A fleet, every platform of it put together. */
export interface LoadedFleet extends FleetPlatforms {
  /** Where each team's jobs may go, and why in this order. */
  readonly orders: ReadonlyMap<string, readonly WorkerChoice[]>;
  /** Warnings, of the fleet and of all its platforms. */
  readonly findings: readonly Finding[];
}

/** Reads a file that stands beside others. @throws {PlatformError} if it cannot. */
export type FileReader = (file: string) => Promise<Uint8Array>;

/**
 * Reads a fleet file and the files that it names, and puts each platform together.
 *
 * @param read - where files come from. Default: the disk
 * @throws {PlatformError} with every mistake of the fleet and of all its platforms, each with its place.
 */
export async function loadFleet(file: string, read: FileReader = fileBytes): Promise<LoadedFleet> {
  const { fleet, members, source } = await fleetPlatforms(file, read);
  const between = betweenPlatforms(fleet, members);
  if (between.some(({ level }) => level === 'error')) throw new PlatformError(told(between));
  const { orders, roles } = fleetRoles(fleet, members);
  const whole = all(
    await Promise.all(
      members.map((each) => {
        const { name } = each.member;
        const copies = replicationRules(fleet, members, each);
        return attempted(name, () => completed({ loaded: each, role: roles.get(name), copies }));
      }),
    ),
  );
  const warnings = whole.flatMap(({ findings, member }) => findings.map((finding) => ofPlatform(member.name, finding)));
  return { fleet, source, members: whole, orders, findings: told([...warnings, ...between]) };
}

/**
 * Reads a fleet file and the files that it names, and each platform as these say; what only the fleet knows is not worked out.
 *
 * @throws {PlatformError} as {@link loadFleet} does, but for what must hold between platforms.
 */
export async function fleetPlatforms(file: string, read: FileReader): Promise<FleetPlatforms> {
  const source = readSource(file, await read(file));
  const fleet = parseFleet(source.content, source);
  const members = all(
    await Promise.all(
      fleet.platforms.map(({ name }, index) => attempted(name, () => loadOne({ fleet, file, index, read, source }))),
    ),
  );
  return { fleet, members, source };
}

/**
 * One platform of a fleet.
 *
 * @throws {PlatformError} `FLEET_PLATFORM_UNKNOWN`, and everything that is wrong with the fleet.
 */
export async function loadMember(address: FleetAddress, read?: FileReader): Promise<LoadedMember> {
  const { members } = await loadFleet(address.file, read);
  const found = members.find(({ member }) => member.name === address.platform);
  if (found !== undefined) return found;
  throw new PlatformError([
    {
      code: 'FLEET_PLATFORM_UNKNOWN',
      level: 'error',
      at: '(file)',
      problem: `no platform of ${address.file} is called ${address.platform === '' ? '“”' : address.platform}`,
      fix: fixByName(
        address.platform,
        members.map(({ member }) => member.name),
      ),
      place: { file: address.file, line: 1, column: 1 },
    },
  ]);
}

interface Loading {
  readonly fleet: FleetSpec;
  readonly file: string;
  readonly index: number;
  readonly read: FileReader;
  readonly source: SourceFile;
}

async function loadOne({ fleet, file, index, read, source }: Loading): Promise<LoadedMember> {
  const member = fleet.platforms[index] as FleetMember;
  const address = addressText({ file, platform: member.name });
  const own = member.file === undefined ? [] : [await ownFile(join(dirname(file), member.file), read)];
  const basis = { apiVersion: API_VERSION, kind: 'Platform', metadata: { name: member.name } };
  const merged = mergedPlatform(address, [
    { content: basis, at: [] },
    { content: fleet.shared, source, at: ['shared'] },
    ...own,
    { content: member.spec, source, at: ['platforms', index, 'spec'] },
  ]);
  return { member, address, input: merged.content, source: merged, ...parsePlatform(merged.content, merged) };
}

async function ownFile(file: string, read: FileReader): Promise<PlatformLayer> {
  const source = readSource(file, await read(file));
  return { content: source.content, source, at: [] };
}

/** What was made of all platforms. @throws {PlatformError} with what is wrong with any of them. */
function all<T>(attempts: readonly PlatformAttempt<T>[]): T[] {
  const broken = attempts.flatMap(({ findings }) => findings);
  if (broken.length > 0) throw new PlatformError(told(broken));
  return attempts.flatMap(({ value }) => value ?? []);
}

interface Completion {
  readonly loaded: LoadedMember;
  /** What it is in the fleet. @default - it stands alone */
  readonly role?: unknown;
  /** What its registry copies for the fleet. */
  readonly copies: readonly { readonly name: string }[];
}

/** Adds what only the fleet knows; what a platform says itself of copies goes before what the fleet derives. */
function completed({ copies, loaded, role }: Completion): LoadedMember {
  if (role === undefined && copies.length === 0) return loaded;
  const given = loaded.input as PlatformInput;
  const own = given.registry?.replications ?? [];
  const derived = copies.filter(({ name }) => own.every((each) => each.name !== name));
  const input = {
    ...given,
    ...(role === undefined ? {} : { fleet: role }),
    ...(derived.length === 0 ? {} : { registry: { ...given.registry, replications: [...own, ...derived] } }),
  };
  return { ...loaded, input, ...parsePlatform(input, loaded.source) };
}

/** What is shared goes wrong in every platform in the same way: it is told once. */
function told(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map(
    (finding) => [JSON.stringify([finding.code, finding.problem, finding.place]), finding] as const,
  );
  return keyed.filter(([key], index) => keyed.findIndex(([other]) => other === key) === index).map(([, each]) => each);
}
