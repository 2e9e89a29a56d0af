import type { PlatformSpec } from '../../spec/platform.ts';
import { readingDesk } from '../release/open-desk.ts';
import { alone } from '../release/release-lock.ts';
import { writeTeam } from '../release/write-team.ts';
import { EDGE_TEAM, rolloutFile, STATE_FILE } from './edge-paths.ts';
import { allRollouts, commonFiles, rolloutText, stateText } from './rollout-files.ts';
import type { RolloutRow } from './rollout-rows.ts';
import type { StoredRollouts } from './stored-rollouts.ts';

/** Where rollouts are read and written. */
export interface RolloutDesk {
  /** Git folder that `synth` writes. */
  readonly folder: string;
  /** The platform. */
  readonly spec: PlatformSpec;
}

/** Opens a Git folder to read and change its rollouts. @throws {PlatformError} as `readingDesk` does. */
export async function rolloutDesk(file: string, folder: string): Promise<RolloutDesk> {
  const { spec } = await readingDesk({ file, folder });
  return { folder, spec };
}

/**
 * Changes the rollouts of one row, all or nothing, one program at a time.
 *
 * @param change - from what is there to what shall be; the same value: nothing is written
 * @returns what is there now, and whether it was written
 */
export async function changeRollouts(
  desk: RolloutDesk,
  row: RolloutRow,
  change: (stored: StoredRollouts) => StoredRollouts | Promise<StoredRollouts>,
): Promise<{ readonly stored: StoredRollouts; readonly changed: boolean }> {
  return alone(desk.folder, async () => {
    const all = await allRollouts(desk.folder, desk.spec);
    const before = all.find((each) => each.row === row.name);
    if (before === undefined) throw new Error(`bug: ${row.name} is a row of the spec`);
    const stored = await change(before);
    if (stored === before) return { stored, changed: false };
    const files = new Map(
      commonFiles(
        all.map((each) => (each === before ? stored : each)),
        desk.spec.metadata.name,
      ),
    );
    files.set(`${row.name}/${STATE_FILE}`, stateText(stored.state));
    for (const rollout of stored.rollouts.slice(before.rollouts.length))
      files.set(rolloutFile(row.name, rollout.metadata.number), rolloutText(rollout));
    await writeTeam(desk.folder, EDGE_TEAM, files);
    return { stored, changed: true };
  });
}
