import { readFile } from 'node:fs/promises';
import type { EdgeRollout } from '../../spec/edge-rollout.ts';
import type { ReleasesSpec } from '../../spec/releases.ts';
import { signerKey } from '../../spec/signer-key.ts';
import { digestOf } from '../digest.ts';
import { folderError } from '../release/release-finding.ts';
import { inlineBundle, readBundle } from '../release/signature/bundle.ts';
import { keySignatureProblem } from '../release/signature/key-signature.ts';
import { edgeError } from './edge-paths.ts';
import { checkFolder, type ModelFile, manifestFiles } from './model-manifest.ts';
import type { RolloutRow } from './rollout-rows.ts';

/** Where something signed lies. */
export interface SignedFiles {
  /** Folder with the files. */
  readonly from: string;
  /** File with their manifest: what was signed. */
  readonly manifest: string;
  /** File with the signature's bundle. */
  readonly bundle: string;
  /** Who signed. @default - the only one who may */
  readonly signer?: string | undefined;
}

/** Files whose signature holds, and that are those of the manifest. */
export type SignedCargo = Omit<EdgeRollout['model'], 'indexes'> & {
  /** The files, by the manifest. */
  readonly files: readonly ModelFile[];
};

/**
 * Checks the signature, then every file. Nothing that was not checked so is ever cut into pieces.
 *
 * @throws {PlatformError} `EDGE_MODEL_UNSIGNED`, `EDGE_SIGNER_UNKNOWN`, or as `manifestFiles` and `checkFolder` do.
 */
export async function signedCargo(
  { carries, workload }: RolloutRow,
  releases: ReleasesSpec | undefined,
  { bundle: bundleFile, from, manifest: manifestFile, signer: named }: SignedFiles,
): Promise<SignedCargo> {
  const bytes = await bytesOf(manifestFile);
  const files = manifestFiles(bytes.toString('utf8'), carries);
  const digest = digestOf(bytes);
  const manifest = bytes.toString('base64');
  const signer = signerFor(workload, releases, named);
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

function signerFor(
  { name, team }: RolloutRow['workload'],
  releases: ReleasesSpec | undefined,
  named: string | undefined,
) {
  const may = (releases?.signers ?? []).flatMap((each) =>
    each.kind === 'key' && (each.teams === undefined || each.teams.includes(team)) ? [each] : [],
  );
  const found = named === undefined && may.length === 1 ? may[0] : may.find((each) => each.name === named);
  if (found !== undefined) return found;
  throw edgeError('EDGE_SIGNER_UNKNOWN', named ?? '(signer)', {
    problem:
      named === undefined ? `several may sign for ${team}` : `${named} may not sign models of ${name} with a key`,
    fix: `name one with --signer: ${may.map((each) => each.name).join(', ')}`,
  });
}

function unsigned(file: string, problem: string) {
  return edgeError('EDGE_MODEL_UNSIGNED', file, {
    problem: `${problem}, so no site would activate it`,
    fix: 'sign the manifest by cosign sign-blob with a key of releases.signers; plinth edge manifest --help shows how',
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
