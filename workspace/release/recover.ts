import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';

/** Ending of a folder that has not taken its place yet. */
export const FRESH = '.new';
/** Ending of a folder whose place is being taken. */
export const OLD = '.old';

/** Ends what a crash left: a team whose new folder had not taken its place yet gets the old one back. */
export async function recover(folder: string): Promise<void> {
  const releases = join(folder, RELEASES_FOLDER);
  const names: readonly string[] = await readdir(releases).catch(() => []);
  for (const name of names) {
    const [, team, kind] = /^\.(.+)\.plinth-[0-9a-f]{8}(\.new|\.old)$/.exec(name) ?? [];
    if (team === undefined) continue;
    if (kind === OLD && !names.includes(team)) await rename(join(releases, name), join(releases, team));
    else await rm(join(releases, name), { recursive: true, force: true });
  }
}
