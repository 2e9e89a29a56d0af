import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import { MANIFEST_FILE } from '../manifest-file.ts';
import { compareFolder, type FolderState, writeFolder } from '../output-folder.ts';
import { plinthVersion } from '../plinth-version.ts';
import type { DrawnMember } from './built-fleet.ts';
import type { LoadedFleet } from './load-fleet.ts';

/** File that says what a folder of folders is. */
const FLEET_FILE = 'plinth.fleet.json';

/** How a fleet's folder differs from what would be written. */
export interface FleetState {
  /** By platform: how its folder differs. */
  readonly platforms: ReadonlyMap<string, FolderState>;
  /** Whether the description of the fleet differs. */
  readonly described: 'equal' | 'missing' | 'changed';
  /** Folders of platforms that the fleet no longer has. Nobody removes them: their clusters may still read them. */
  readonly left: readonly string[];
}

/** What stands in the description: who runs whose jobs, in which order, and who gets a version first. Pure. */
function fleetDescription({ fleet, members, orders }: LoadedFleet): string {
  const description = {
    plinth: plinthVersion(),
    fleet: fleet.metadata.name,
    platforms: members.map(({ member, spec }) => ({
      name: member.name,
      role: member.role,
      region: member.region,
      platform: spec.metadata.name,
      environment: spec.metadata.environment,
      target: spec.target.kind,
    })),
    dispatch: fleet.jobs.dispatch,
    orders: Object.fromEntries(orders),
    promotion: fleet.promotion,
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}

/**
 * Compares a fleet's folder with what would be written, without writing.
 *
 * @throws {PlatformError} `FOLDER_FOREIGN_FILES` if files of others stand in one of the folders.
 */
export async function compareFleet(
  out: string,
  loaded: LoadedFleet,
  members: readonly DrawnMember[],
): Promise<FleetState> {
  const platforms = new Map<string, FolderState>();
  for (const { folder, loaded: one } of members)
    platforms.set(one.member.name, await compareFolder(join(out, one.member.name), folder.files, folder.seeds));
  const text = await readFile(join(out, FLEET_FILE), 'utf8').catch(absent);
  const described = text === undefined ? 'missing' : text === fleetDescription(loaded) ? 'equal' : 'changed';
  return { platforms, described, left: await leftFolders(out, members) };
}

/**
 * Writes one folder for each platform. Nothing is written before every folder is rendered and known to be ours; each then takes
 * its place in one step.
 *
 * @throws {PlatformError} `FOLDER_FOREIGN_FILES`; nothing is written or deleted.
 */
export async function writeFleet(
  out: string,
  loaded: LoadedFleet,
  members: readonly DrawnMember[],
): Promise<FleetState> {
  const state = await compareFleet(out, loaded, members);
  await mkdir(out, { recursive: true });
  for (const { folder, loaded: one } of members)
    await writeFolder(join(out, one.member.name), folder.files, folder.seeds);
  const fresh = join(out, `.${FLEET_FILE}.${process.pid}.new`);
  await writeFile(fresh, fleetDescription(loaded));
  await rename(fresh, join(out, FLEET_FILE));
  return state;
}

/** What to do with folders of platforms that are gone. */
export function leftFindings(out: string, { left }: FleetState): readonly Finding[] {
  return left.map((name) => ({
    code: 'FLEET_FOLDER_LEFT',
    level: 'warning',
    at: '(output)',
    problem: `${join(out, name)} is the folder of a platform that the fleet no longer has`,
    fix: 'remove it once nothing reads it; Plinth does not, because a cluster that still does would lose everything in it',
    place: { file: join(out, name), line: 1, column: 1 },
  }));
}

async function leftFolders(out: string, members: readonly DrawnMember[]): Promise<string[]> {
  const entries = (await readdir(out, { withFileTypes: true }).catch(absent)) ?? [];
  const known = members.map(({ loaded }) => loaded.member.name);
  const others = entries.filter((entry) => entry.isDirectory() && !known.includes(entry.name));
  const rendered = await Promise.all(
    others.map(async ({ name }) => {
      const text = await readFile(join(out, name, MANIFEST_FILE), 'utf8').catch(absent);
      return text === undefined ? [] : [name];
    }),
  );
  return rendered.flat().sort();
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (['EISDIR', 'ENOENT', 'ENOTDIR'].includes(error.code ?? '')) return undefined;
  throw error;
}

/** Whether nothing of a fleet's folder differs. */
export function isUpToDate({ described, left, platforms }: FleetState): boolean {
  const differing = [...platforms.values()].flatMap(({ changed, missing, stale }) => [
    ...changed,
    ...missing,
    ...stale,
  ]);
  return described === 'equal' && left.length === 0 && differing.length === 0;
}
