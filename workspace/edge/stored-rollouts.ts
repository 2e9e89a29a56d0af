import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { edgeRow } from '../../spec/edge-cargo.ts';
import { type EdgeRollout, type EdgeRolloutState, edgeRollout, edgeRolloutState } from '../../spec/edge-rollout.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { releaseDigest } from '../../spec/release-digest.ts';
import { readSource } from '../../spec/source-file.ts';
import { edgeError, edgePath, rolloutFile, STATE_FILE } from './edge-paths.ts';
import type { RolloutRow } from './rollout-rows.ts';

/** The rollouts of a row as they lie in the folder. */
export interface StoredRollouts {
  /** Name of the row: that of its workload, or of its images. */
  readonly row: string;
  /** What shall become of them. */
  readonly state: EdgeRolloutState;
  /** The rollouts by number; as many as the state has. */
  readonly rollouts: readonly EdgeRollout[];
}

/**
 * Reads the rollouts of a row; none where there is no folder.
 *
 * @throws {PlatformError} `EDGE_ROLLOUT_INVALID` for a file that is not what it must be, `EDGE_ROLLOUT_CHANGED` where a rollout is
 * not the one that the state names.
 */
export async function readRollouts(
  folder: string,
  { carries, name: row, workload: { name: workload } }: RolloutRow,
): Promise<StoredRollouts> {
  const images = carries === 'images' ? ({ carries } as const) : {};
  const empty = { apiVersion: API_VERSION, kind: 'EdgeRolloutState', workload, ...images, rollouts: [] } as const;
  const state = (await read(edgeRolloutState, edgePath(folder, join(row, STATE_FILE)))) ?? empty;
  const rollouts: EdgeRollout[] = [];
  let previous: string | undefined;
  for (const [index, { digest, number }] of state.rollouts.entries()) {
    const file = edgePath(folder, rolloutFile(row, index + 1));
    const rollout = await read(edgeRollout, file);
    const right =
      number === index + 1 &&
      rollout !== undefined &&
      edgeRow(rollout.metadata.workload, rollout.metadata.carries) === row &&
      rollout.metadata.number === number &&
      rollout.previous === previous &&
      releaseDigest(rollout) === digest;
    if (!right)
      throw edgeError('EDGE_ROLLOUT_CHANGED', file, {
        problem: `it is not rollout ${number} of ${row} as it was written, ${digest}`,
        fix: `restore it: git checkout -- ${file}`,
      });
    previous = digest;
    rollouts.push(rollout);
  }
  return { row, state, rollouts };
}

async function read<S extends z.ZodType>(form: S, file: string): Promise<z.output<S> | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const found = form.safeParse(readSource(file, bytes).content);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw edgeError('EDGE_ROLLOUT_INVALID', file, {
    problem: `${issue?.path.join('.') || 'its form'}: ${issue?.message ?? 'unknown'}`,
    fix: `restore it: git checkout -- ${file}`,
  });
}
