import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { EDGE_TEAM } from '../edge/edge-paths.ts';
import { type EndpointKey, teamFolder } from './release-paths.ts';

/** Endpoints of a team that have a folder, sorted. */
export async function endpointsBelow(folder: string, team: string): Promise<readonly string[]> {
  return foldersIn(teamFolder(folder, team));
}

/** Every endpoint that has a folder, by team and name. */
export async function allEndpoints(folder: string): Promise<readonly EndpointKey[]> {
  const teams = await foldersIn(join(folder, RELEASES_FOLDER));
  const lists = await Promise.all(
    teams.map(async (team) => (await endpointsBelow(folder, team)).map((endpoint) => ({ team, endpoint }))),
  );
  return lists.flat();
}

async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== EDGE_TEAM)
    .map(({ name }) => name)
    .sort();
}
