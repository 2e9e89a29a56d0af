import type { EdgeCargoKind } from '../../spec/edge-cargo.ts';
import type { EdgeRolloutEntry } from '../../spec/edge-rollout.ts';
import { edgeError } from './edge-paths.ts';
import { changeRollouts, type RolloutDesk } from './rollout-desk.ts';
import { rowNamed } from './rollout-rows.ts';
import type { StoredRollouts } from './stored-rollouts.ts';

/** What may be said about the newest rollout of a row. */
export type RolloutChange =
  /** It goes no further; what has it keeps it. */
  | { readonly kind: 'pause' }
  /** It goes on. */
  | { readonly kind: 'resume' }
  /** It is tried again after the hub took it back. */
  | { readonly kind: 'retry' }
  /** Every site goes back to the model before. */
  | { readonly kind: 'rollback' }
  /** What was judged of a ring. */
  | { readonly kind: 'verdict'; readonly ring: string; readonly verdict: 'pass' | 'fail' };

/** A rollout that was changed. */
export interface ChangedRollout {
  /** The row: the workload, or its images. */
  readonly workload: string;
  /** Number of the rollout. */
  readonly number: number;
  /** Whether anything was written. */
  readonly changed: boolean;
  /** The rollout that leads now. @default - none: every one was taken back */
  readonly leads?: number | undefined;
}

/**
 * Changes what shall become of the newest rollout that was not taken back. Said twice it changes nothing.
 *
 * @param carries - whether it is about the models of the workload, or about its images. @default model
 * @throws {PlatformError} `EDGE_ROLLOUT_NONE` without one, `EDGE_ROLLOUT_FIRST` where there is none to go back to,
 * `EDGE_RING_MISSING` for a verdict about a ring that there is not.
 */
export async function changeRollout(
  desk: RolloutDesk,
  workload: string,
  change: RolloutChange,
  carries: EdgeCargoKind = 'model',
): Promise<ChangedRollout> {
  let number = 0;
  const row = rowNamed(desk.spec, workload, carries);
  const { changed, stored } = await changeRollouts(desk, row, (before) => {
    const leading = leadingOf(before);
    if (leading === undefined)
      throw edgeError('EDGE_ROLLOUT_NONE', row.name, {
        problem: `${row.name} has no rollout that was not taken back`,
        fix: 'begin one: plinth edge rollout',
      });
    number = leading.number;
    if (change.kind === 'verdict') knownRing(desk, change.ring);
    const after = changedEntry(before, leading, change);
    if (JSON.stringify(after) === JSON.stringify(leading)) return before;
    const rollouts = before.state.rollouts.map((entry) => (entry === leading ? after : entry));
    return { ...before, state: { ...before.state, rollouts } };
  });
  return { workload: row.name, number, changed, leads: leadingOf(stored)?.number };
}

/** The newest rollout that was not taken back: it alone moves. */
export function leadingOf({ state }: StoredRollouts): EdgeRolloutEntry | undefined {
  return state.rollouts.findLast(({ withdrawn }) => !withdrawn);
}

function changedEntry(
  { row, state }: StoredRollouts,
  entry: EdgeRolloutEntry,
  change: RolloutChange,
): EdgeRolloutEntry {
  switch (change.kind) {
    case 'pause':
      return { ...entry, paused: true };
    case 'resume':
      return { ...entry, paused: false };
    case 'retry':
      return { ...entry, attempt: entry.attempt + 1, verdicts: {} };
    case 'verdict':
      return { ...entry, verdicts: { ...entry.verdicts, [change.ring]: change.verdict } };
    case 'rollback':
      if (state.rollouts.some(({ number, withdrawn }) => number < entry.number && !withdrawn))
        return { ...entry, withdrawn: true };
      throw edgeError('EDGE_ROLLOUT_FIRST', `${row} ${entry.number}`, {
        problem: `there is no rollout before ${entry.number} to go back to, so sites would keep what they have`,
        fix: 'stop it with plinth edge pause, or roll another one out',
      });
  }
}

function knownRing({ spec: { edge } }: RolloutDesk, ring: string): void {
  const names = (edge?.rings ?? []).map(({ name }) => name);
  if (names.includes(ring)) return;
  throw edgeError('EDGE_RING_MISSING', ring, {
    problem: `no ring is called ${ring}`,
    fix: `choose one of ${names.join(', ')}`,
  });
}
