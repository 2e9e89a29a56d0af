import { leadingOf } from './change-rollout.ts';
import { type HubStatus, hubStatus } from './hub-status.ts';
import type { RolloutDesk } from './rollout-desk.ts';
import { allRollouts } from './rollout-files.ts';

/** A rollout as Git says, and as the hub does. */
export interface RolloutLine {
  /** The row: the workload, or its images. */
  readonly workload: string;
  /** Number of the rollout. */
  readonly number: number;
  /** Digest of its model, or of its images. */
  readonly model: string;
  /** Size of it. Unit: bytes. */
  readonly bytes: number;
  /** What Git wants of it: it leads, waits, was taken back, or another has taken its place. */
  readonly wanted: 'leads' | 'paused' | 'withdrawn' | 'superseded';
  /** What the hub says. @default - it was not asked, or has not heard of it */
  readonly hub?: HubStatus['rollouts'][number] | undefined;
}

/** How rollouts and sites are. */
export interface EdgeStatus {
  /** Rollouts, the newest of each workload last. */
  readonly rollouts: readonly RolloutLine[];
  /** What the hub says about itself and its sites. @default - it was not asked */
  readonly hub?: Pick<HubStatus, 'configValid' | 'configProblem' | 'sites'> | undefined;
}

/**
 * How rollouts are, from Git, and from the hub where its address is given.
 *
 * @param hub - address of the hub's figures. @default - only Git is read
 */
export async function edgeStatus(desk: RolloutDesk, hub?: string): Promise<EdgeStatus> {
  const all = await allRollouts(desk.folder, desk.spec);
  const said = hub === undefined ? undefined : await hubStatus(hub);
  const rollouts = all.flatMap((stored) => {
    const leading = leadingOf(stored)?.number;
    return stored.state.rollouts.flatMap(({ number, paused, withdrawn }): RolloutLine[] => {
      const { model } = stored.rollouts[number - 1] ?? {};
      if (model === undefined) return [];
      const { row: workload } = stored;
      const wanted = withdrawn ? 'withdrawn' : number !== leading ? 'superseded' : paused ? 'paused' : 'leads';
      const told = said?.rollouts.find((each) => each.workload === workload && each.number === number);
      return [{ workload, number, model: model.digest, bytes: model.bytes, wanted, hub: told }];
    });
  });
  return { rollouts, hub: said };
}
