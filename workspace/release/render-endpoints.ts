import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trafficFiles } from './endpoint-state.ts';
import type { TrafficDesk } from './promote.ts';
import { alone } from './release-lock.ts';
import { teamFolder } from './release-paths.ts';
import { readTraffic } from './stored-release.ts';
import { allEndpoints } from './team-endpoints.ts';
import { writeTeam } from './write-team.ts';

/** What endpoints are rendered with. */
export type RenderingDesk = Pick<TrafficDesk, 'folder' | 'render' | 'spec'>;

/** Files below `releases/` that are not what the traffic and the platform render to. */
export async function staleFiles(desk: RenderingDesk): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [team, files] of await renderedTeams(desk))
    for (const [path, text] of files)
      if ((await readFile(join(teamFolder(desk.folder, team), path), 'utf8').catch(() => '')) !== text)
        stale.push(`releases/${team}/${path}`);
  return stale.sort();
}

/**
 * Renders the objects of all endpoints anew from their traffic, for example after the platform changed.
 *
 * @returns files that changed
 */
export async function renderEndpoints(desk: RenderingDesk): Promise<readonly string[]> {
  return alone(desk.folder, async () => {
    const stale = await staleFiles(desk);
    for (const [team, files] of await renderedTeams(desk)) {
      if (!stale.some((path) => path.startsWith(`releases/${team}/`))) continue;
      await writeTeam(desk.folder, team, files);
    }
    return stale;
  });
}

async function renderedTeams({
  folder,
  render,
  spec,
}: RenderingDesk): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const teams = new Map<string, Map<string, string>>();
  for (const key of await allEndpoints(folder)) {
    const traffic = await readTraffic(folder, key);
    if (traffic === undefined) continue;
    const files = teams.get(key.team) ?? new Map<string, string>();
    for (const [path, text] of await trafficFiles(folder, spec, traffic, render)) files.set(path, text);
    teams.set(key.team, files);
  }
  return teams;
}
