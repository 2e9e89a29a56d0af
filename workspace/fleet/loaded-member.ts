import type { FleetMember } from '../../spec/fleet.ts';
import type { ParsedPlatform } from '../../spec/parse-platform.ts';
import type { SourceFile } from '../../spec/source-file.ts';

/** A platform of a fleet, as a platform file would be loaded. */
export interface LoadedMember extends ParsedPlatform {
  /** What the fleet says of it. */
  readonly member: FleetMember;
  /** How users name it. */
  readonly address: string;
  /** What its layers say together, before defaults. */
  readonly input: unknown;
  /** Where each part of it was written. */
  readonly source: SourceFile;
}

/** The platform to which the jobs of a fleet are submitted. */
export function managerOf(members: readonly LoadedMember[]): LoadedMember | undefined {
  return members.find(({ member }) => member.role === 'manager');
}

/** The platforms that run the jobs of a fleet, in the order of the file. */
export function workersOf(members: readonly LoadedMember[]): readonly LoadedMember[] {
  return members.filter(({ member }) => member.role === 'worker');
}
