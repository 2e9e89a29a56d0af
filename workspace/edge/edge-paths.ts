import { join } from 'node:path';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';

/** Folder of rollouts among the released models; no team has a name that begins so. */
export const EDGE_TEAM = 'plinth-edge';
/** What shall become of the rollouts of a workload. */
export const STATE_FILE = 'state.yaml';
/** ConfigMap that the hub reads. */
export const ROLLOUTS_FILE = 'rollouts.yaml';
/** Folder with what runs at the sites, one below it for each. */
export const SITES_FOLDER = 'edge';

/** Settings of a site's machines, beside what is applied to its cluster. */
export const MIRRORS_FILE = { k3s: 'registries.yaml', talos: 'talos-registries.yaml' } as const;

/** File of a rollout below the folder of all of them: `defects/0002.yaml`, or `defects.images/0001.yaml`. */
export function rolloutFile(row: string, number: number): string {
  return `${row}/${String(number).padStart(4, '0')}.yaml`;
}

/** A file of rollouts, as the user finds it. */
export function edgePath(folder: string, file: string): string {
  return join(folder, RELEASES_FOLDER, EDGE_TEAM, file);
}

/** Something that is wrong with rollouts, as what stops the verb. */
export function edgeError(
  code: `EDGE_${Uppercase<string>}`,
  at: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): PlatformError {
  return new PlatformError([{ code, level: 'error', at, problem, fix }]);
}
