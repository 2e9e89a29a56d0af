import { rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PlatformError } from '../../../spec/finding.ts';
import { readSource } from '../../../spec/source-file.ts';
import { fileBytes } from '../../file-bytes.ts';
import { fleetAddress, isFleetContent } from '../fleet-address.ts';
import { type FileReader, fleetPlatforms, type LoadedFleet, loadFleet } from '../load-fleet.ts';
import { revisionReader } from '../revision-reader.ts';
import { editedFiles } from './edited-files.ts';
import type { GateOutcome, GateScene } from './gate-outcome.ts';
import { lookAtGates } from './look-at-gates.ts';
import { isNewer, planOf, type StagePlan, stagePlan } from './stage-plan.ts';
import { versionsOf } from './stage-versions.ts';

/** What to promote, and by what. */
export interface PromotionArgs extends Pick<GateScene, 'file' | 'given' | 'now'> {
  /** Name of the stage. @default - the first that is behind */
  readonly to?: string | undefined;
}

/** What a stage takes, and whether it may. */
export interface Promotion {
  readonly plan: StagePlan;
  /** Its gates, in the order of the file. */
  readonly gates: readonly GateOutcome[];
  /** What an approval is looked at with, and the rest. */
  readonly scene: GateScene;
}

/** Looks at the gates of the next stage. Nothing is written. @returns nothing where no stage is behind */
export async function examinePromotion({ file, given, now, to }: PromotionArgs): Promise<Promotion | undefined> {
  const loaded = await wholeFleet(file);
  const plan = stagePlan(loaded, to);
  return plan === undefined || plan.changes.length === 0 ? undefined : examined({ file, given, now, loaded, plan });
}

/**
 * Looks at the gates of every stage whose versions are newer than at a Git revision, whoever wrote them: what a pull request is
 * held against.
 *
 * @throws {PlatformError} `GIT_REVISION_UNKNOWN`.
 */
export async function examineSince(
  { file, given, now, to }: PromotionArgs,
  revision: string,
): Promise<readonly Promotion[]> {
  const loaded = await wholeFleet(file);
  const earlier = await fleetPlatforms(file, revisionReader(dirname(resolve(file)), revision));
  const found: Promotion[] = [];
  for (const stage of loaded.fleet.promotion.filter(({ gates, name }) => gates.length > 0 && (to ?? name) === name)) {
    const changes = risen(loaded, earlier.members, stage.platforms);
    if (changes.length > 0)
      found.push(await examined({ file, given, now, loaded, plan: { ...planOf(loaded, stage), changes } }));
  }
  return found;
}

/** A fleet, named as a whole. */
async function wholeFleet(file: string): Promise<LoadedFleet> {
  const address = fleetAddress(file);
  const { content } = address === undefined ? readSource(file, await fileBytes(file)) : { content: undefined };
  if (isFleetContent(content)) return loadFleet(file);
  throw new PlatformError([
    {
      code: 'FLEET_NEEDED',
      level: 'error',
      at: '(file)',
      problem: `${file} is ${address === undefined ? 'no fleet' : 'one platform of a fleet'}, and this is about a whole one`,
      fix: `name the fleet${address === undefined ? ', such as fleet.yaml' : `: ${address.file}`}`,
      place: { file: address?.file ?? file, line: 1, column: 1 },
    },
  ]);
}

async function examined(scene: GateScene): Promise<Promotion> {
  return { plan: scene.plan, gates: await lookAtGates(scene), scene };
}

/** Versions of some platforms that are newer than they were. */
function risen(
  { members }: LoadedFleet,
  earlier: LoadedFleet['members'],
  names: readonly string[],
): StagePlan['changes'] {
  return members.flatMap((loaded) => {
    const then = earlier.find(({ member }) => member.name === loaded.member.name);
    if (then === undefined || !names.includes(loaded.member.name)) return [];
    const before = new Map(versionsOf(then).map(({ name, version }) => [name, version]));
    return versionsOf(loaded).flatMap(({ pinned: _, ...now }) => {
      const from = before.get(now.name);
      return from !== undefined && isNewer(now.version, from) ? [{ ...now, from, platform: loaded.member.name }] : [];
    });
  });
}

/** Whether everything that must hold holds. */
export function mayPass({ gates }: Promotion): boolean {
  return gates.every(({ findings }) => findings.length === 0);
}

/**
 * Writes the versions into the files of the fleet. What comes out is read as a fleet before anything is written.
 *
 * @returns the files that were changed
 * @throws {PlatformError} `FLEET_FILE_EDIT`, and everything that would be wrong with the fleet then; nothing is written.
 */
export async function writePromotion({ plan, scene }: Promotion): Promise<readonly string[]> {
  const texts = await editedFiles(scene.file, scene.loaded, plan.changes, fileBytes);
  const read: FileReader = async (path) => {
    const text = texts.get(path);
    return text === undefined ? fileBytes(path) : new TextEncoder().encode(text);
  };
  await loadFleet(scene.file, read);
  for (const [path, text] of texts) {
    const fresh = `${path}.${process.pid}.new`;
    await writeFile(fresh, text);
    await rename(fresh, path);
  }
  return [...texts.keys()];
}
