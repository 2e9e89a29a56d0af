import { readFile } from 'node:fs/promises';
import { edgeSigners } from '../../constructs/edge/index.ts';
import type { EdgeRollout, EdgeRolloutEntry } from '../../spec/edge-rollout.ts';
import type { EdgeServer } from '../../spec/edge-workload.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { releaseDigest } from '../../spec/release-digest.ts';
import type { ReleasesSpec } from '../../spec/releases.ts';
import { signerKey } from '../../spec/signer-key.ts';
import { digestOf } from '../digest.ts';
import { folderError } from '../release/release-finding.ts';
import { inlineBundle, readBundle } from '../release/signature/bundle.ts';
import { keySignatureProblem } from '../release/signature/key-signature.ts';
import { chunkModel } from './chunk-model.ts';
import { EDGE_TEAM, edgeError, rolloutFile } from './edge-paths.ts';
import { hubStatus } from './hub-status.ts';
import { checkFolder, manifestFiles } from './model-manifest.ts';
import { changeRollouts, type RolloutDesk, serverNamed } from './rollout-desk.ts';
import type { StoredRollouts } from './stored-rollouts.ts';

/** What a rollout is made from. */
export interface RolloutInput {
  /** Folder with the files of the model. */
  readonly from: string;
  /** File with its manifest: what was signed. */
  readonly manifest: string;
  /** File with the signature's bundle. */
  readonly bundle: string;
  /** Folder that the store is made from. */
  readonly store: string;
  /** Who signed. @default - the only one who may */
  readonly signer?: string | undefined;
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
  /** Digest of the model. */
  readonly model: string;
  /** Path of its file below the Git folder. */
  readonly file: string;
  /** Whether the newest rollout was of the same model already: nothing was written. */
  readonly repeated: boolean;
}

/**
 * Appends a rollout to a workload, after signature and files were checked and the pieces lie in the store. The same model again
 * changes nothing.
 *
 * @throws {PlatformError} with what is wrong; the Git folder is as before.
 */
export async function newRollout(desk: RolloutDesk, workload: string, input: RolloutInput): Promise<MadeRollout> {
  const server = serverNamed(desk, workload);
  const model = await signedModel(server, desk.spec.releases, input);
  const { changed, stored } = await changeRollouts(desk, workload, async (before) => {
    if (before.rollouts.at(-1)?.model.digest === model.digest) return before;
    await refuseSecond(before, input);
    const indexes = await chunkModel(input.from, model.files, input.store, input.engine);
    return appended(before, { ...model, indexes }, input);
  });
  const entry = stored.state.rollouts.at(-1);
  if (entry === undefined) throw new Error('bug: a rollout was appended');
  const file = `releases/${EDGE_TEAM}/${rolloutFile(workload, entry.number)}`;
  return { number: entry.number, digest: entry.digest, model: model.digest, file, repeated: !changed };
}

type CheckedModel = Omit<EdgeRollout['model'], 'indexes'> & { readonly files: ReturnType<typeof manifestFiles> };

/** A model whose signature holds and whose files are those of its manifest. Nothing else is ever cut into pieces. */
async function signedModel(
  server: EdgeServer,
  releases: ReleasesSpec | undefined,
  { bundle: bundleFile, from, manifest: manifestFile, signer: named }: RolloutInput,
): Promise<CheckedModel> {
  const bytes = await bytesOf(manifestFile);
  const files = manifestFiles(bytes.toString('utf8'));
  const digest = digestOf(bytes);
  const manifest = bytes.toString('base64');
  const signer = signerFor(server, releases, named);
  const read = readBundle((await bytesOf(bundleFile)).toString('utf8'));
  if (typeof read === 'string') throw unsigned(bundleFile, `the bundle ${read}`);
  const key = signerKey(signer.publicKey);
  const inline = inlineBundle(read);
  // Looked at as it will stand in the file, without what a key does not need.
  const kept = readBundle(Buffer.from(inline, 'base64').toString('utf8'));
  if (typeof key === 'string' || typeof kept === 'string')
    throw unsigned(bundleFile, `the key or bundle cannot be read`);
  const problem = keySignatureProblem(kept, key, { digest, manifest });
  if (problem !== undefined) throw unsigned(bundleFile, `the bundle ${problem} (${signer.name}, ${digest})`);
  await checkFolder(from, files);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return { digest, manifest, bytes: total, files, signature: { signer: signer.name, bundle: inline } };
}

function signerFor({ name, team }: EdgeServer, releases: ReleasesSpec | undefined, named: string | undefined) {
  const may = edgeSigners(releases).filter(({ teams }) => teams === undefined || teams.includes(team));
  const found = named === undefined && may.length === 1 ? may[0] : may.find((each) => each.name === named);
  if (found !== undefined) return found;
  throw edgeError('EDGE_SIGNER_UNKNOWN', named ?? '(signer)', {
    problem:
      named === undefined ? `several may sign for ${team}` : `${named} may not sign models of ${name} with a key`,
    fix: `name one with --signer: ${may.map((each) => each.name).join(', ')}`,
  });
}

/** Two rollouts at once would leave nobody knowing which of them is bad. */
async function refuseSecond({ state, workload }: StoredRollouts, { hub, supersede }: RolloutInput): Promise<void> {
  const last = state.rollouts.at(-1);
  if (last === undefined || last.withdrawn || supersede === true) return;
  const phase =
    hub === undefined
      ? undefined
      : (await hubStatus(hub)).rollouts.find((each) => each.workload === workload && each.number === last.number)
          ?.phase;
  if (phase !== undefined && ENDED.includes(phase)) return;
  throw edgeError('EDGE_ROLLOUT_OPEN', `${workload} ${last.number}`, {
    problem:
      phase === undefined
        ? `rollout ${last.number} of ${workload} may be under way, and a second one at once would hide which is bad`
        : `rollout ${last.number} of ${workload} is ${phase}`,
    fix: 'name the hub with --hub so that it can be asked, take the one before back with plinth edge rollback, or write --supersede',
  });
}

/** What the hub calls a rollout that moves no site any more. */
const ENDED = ['done', 'rolled-back', 'withdrawn', 'superseded', 'revoked', 'refused'];

function appended(
  before: StoredRollouts,
  { files: _, ...model }: CheckedModel & Pick<EdgeRollout['model'], 'indexes'>,
  { note, urgent }: RolloutInput,
): StoredRollouts {
  const { rollouts, state, workload } = before;
  const number = state.rollouts.length + 1;
  const previous = state.rollouts.at(-1)?.digest;
  const { bytes, digest, indexes, manifest, signature } = model;
  const rollout: EdgeRollout = {
    apiVersion: API_VERSION,
    kind: 'EdgeRollout',
    metadata: { workload, number },
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

function unsigned(file: string, problem: string) {
  return edgeError('EDGE_MODEL_UNSIGNED', file, {
    problem: `${problem}, so no site would activate it`,
    fix: 'sign the manifest: cosign sign-blob --bundle model.sigstore.json --key cosign.key manifest.json',
  });
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw folderError('FILE_UNREADABLE', file, {
      problem: (error as Error).message,
      fix: 'name a file that is there',
    });
  }
}
