import type { EdgeRollout, EdgeRolloutEntry } from '../../spec/edge-rollout.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { releaseDigest } from '../../spec/release-digest.ts';
import { chunkModel } from './chunk-model.ts';
import { EDGE_TEAM, edgeError, rolloutFile } from './edge-paths.ts';
import { hubStatus } from './hub-status.ts';
import { type ImageLayout, type LayoutImage, readLayout } from './image-layout.ts';
import { type ComingImages, checkImagesFit } from './images-fit.ts';
import { changeRollouts, type RolloutDesk } from './rollout-desk.ts';
import { type RolloutRow, rowNamed } from './rollout-rows.ts';
import { type SignedCargo, type SignedFiles, signedCargo } from './signed-cargo.ts';
import type { StoredRollouts } from './stored-rollouts.ts';

/** What a rollout is made from. */
export interface RolloutInput extends SignedFiles {
  /** Whether the folder holds images in the form of OCI. @default - it holds the files of a model */
  readonly carries?: 'images' | undefined;
  /** Folder that the store is made from. */
  readonly store: string;
  /** Program that cuts files into pieces. @default - desync, else casync */
  readonly engine?: string | undefined;
  /** Whether it goes to all rings at once, outside of windows too. @default false */
  readonly urgent?: boolean | undefined;
  /** Whether it takes the place of one that may be under way. @default false */
  readonly supersede?: boolean | undefined;
  /** Address of the hub, which knows whether the one before is done. @default - nobody is asked */
  readonly hub?: string | undefined;
  /** Anything worth knowing. @default - nothing */
  readonly note?: string | undefined;
}

/** A rollout that was made. */
export interface MadeRollout {
  /** Number of it. */
  readonly number: number;
  /** Digest of its file. */
  readonly digest: string;
  /** Digest of the model, or of the set of images. */
  readonly model: string;
  /** Images that come, by their digests. @default - a model comes */
  readonly images?: readonly LayoutImage[] | undefined;
  /** Path of its file below the Git folder. */
  readonly file: string;
  /** Whether the newest rollout was of the same model already: nothing was written. */
  readonly repeated: boolean;
}

/**
 * Appends a rollout to a workload, after signature and files were checked and the pieces lie in the store. The same model or
 * images again change nothing.
 *
 * @throws {PlatformError} with what is wrong; the Git folder is as before.
 */
export async function newRollout(desk: RolloutDesk, workload: string, input: RolloutInput): Promise<MadeRollout> {
  const row = rowNamed(desk.spec, workload, input.carries ?? 'model');
  const cargo = await signedCargo(row, desk.spec.releases, input);
  const layout = row.carries === 'images' ? await signedLayout(input.from, cargo) : undefined;
  const { changed, stored } = await changeRollouts(desk, row, async (before) => {
    if (before.rollouts.at(-1)?.model.digest === cargo.digest) return before;
    if (layout !== undefined) checkImagesFit(desk.spec, coming(workload, layout, cargo, input, before));
    await refuseSecond(before, input);
    const indexes = await chunkModel(input.from, cargo.files, input.store, input.engine);
    return appended(before, row, { ...cargo, indexes }, input);
  });
  const entry = stored.state.rollouts.at(-1);
  if (entry === undefined) throw new Error('bug: a rollout was appended');
  const file = `releases/${EDGE_TEAM}/${rolloutFile(row.name, entry.number)}`;
  const { digest, number } = entry;
  const made = { number, digest, model: cargo.digest, file, repeated: !changed };
  return layout === undefined ? made : { ...made, images: layout.images };
}

/** The images of a folder, every file of which was signed; images of a list that were left out were meant to be. */
async function signedLayout(folder: string, { files }: SignedCargo): Promise<ImageLayout> {
  const signed = new Set(files.map(({ digest }) => digest));
  const layout = await readLayout(folder, ({ digest }) => signed.has(digest));
  const missing = layout.files.find(({ digest }) => !signed.has(digest));
  if (missing === undefined) return layout;
  throw edgeError('EDGE_MODEL_DIFFERS', missing.path, {
    problem: 'an image needs it, and the manifest that was signed does not name it: no site would have the image whole',
    fix: 'make the manifest anew and sign it: plinth edge manifest --images',
  });
}

function coming(
  workload: string,
  layout: ImageLayout,
  { bytes }: SignedCargo,
  { from }: RolloutInput,
  { rollouts }: StoredRollouts,
): ComingImages {
  return { workload, layout, folder: from, bytes, first: rollouts.length === 0 };
}

/** Two rollouts at once would leave nobody knowing which of them is bad. */
async function refuseSecond({ row, state }: StoredRollouts, { hub, supersede }: RolloutInput): Promise<void> {
  const last = state.rollouts.at(-1);
  if (last === undefined || last.withdrawn || supersede === true) return;
  const phase =
    hub === undefined
      ? undefined
      : (await hubStatus(hub)).rollouts.find((each) => each.workload === row && each.number === last.number)?.phase;
  if (phase !== undefined && ENDED.includes(phase)) return;
  throw edgeError('EDGE_ROLLOUT_OPEN', `${row} ${last.number}`, {
    problem:
      phase === undefined
        ? `rollout ${last.number} of ${row} may be under way, and a second one at once would hide which is bad`
        : `rollout ${last.number} of ${row} is ${phase}`,
    fix: 'name the hub with --hub so that it can be asked, take the one before back with plinth edge rollback, or write --supersede',
  });
}

/** What the hub calls a rollout that moves no site any more. */
const ENDED = ['done', 'rolled-back', 'withdrawn', 'superseded', 'revoked', 'refused'];

function appended(
  before: StoredRollouts,
  { carries, workload: { name: workload } }: RolloutRow,
  { files: _, ...model }: SignedCargo & Pick<EdgeRollout['model'], 'indexes'>,
  { note, urgent }: RolloutInput,
): StoredRollouts {
  const { rollouts, state } = before;
  const number = state.rollouts.length + 1;
  const previous = state.rollouts.at(-1)?.digest;
  const { bytes, digest, indexes, manifest, signature } = model;
  const rollout: EdgeRollout = {
    apiVersion: API_VERSION,
    kind: 'EdgeRollout',
    metadata: { workload, ...(carries === 'images' ? { carries } : {}), number },
    ...(previous === undefined ? {} : { previous }),
    model: { digest, bytes, indexes, signature, manifest },
    ...(note === undefined ? {} : { note }),
  };
  const entry: EdgeRolloutEntry = {
    number,
    digest: releaseDigest(rollout),
    attempt: 1,
    ...{ paused: false, withdrawn: false, urgent: urgent === true, verdicts: {} },
  };
  return {
    ...before,
    rollouts: [...rollouts, rollout],
    state: { ...state, rollouts: [...state.rollouts, entry] },
  };
}
