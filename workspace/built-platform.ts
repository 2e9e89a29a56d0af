import type { RoomProps } from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';
import { buildPlatform } from '../constructs/render.ts';
import type { DeliveryKind } from '../spec/delivery.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { withCarriedModels } from '../spec/model-artefact.ts';
import { placed } from '../spec/parse-platform.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import type { SourceFile } from '../spec/source-file.ts';
import { targetFacts } from '../stacks/facts.ts';
import { hookFindings } from './lock/chart-hooks.ts';
import { lockFindings } from './lock/lock-findings.ts';
import { lockFolderOf, readLock } from './lock/lock-folder.ts';
import { type LoadedPlatform, loadPlatform } from './platform-file.ts';

/** A spec file as a tree of constructs, with everything that there is to find about it. */
export interface BuiltPlatform extends RoomProps {
  /** The tree; none of its objects is rendered yet. */
  readonly platform: Platform;
  /** Warnings about the platform. */
  readonly findings: readonly Finding[];
  /** What is wrong or worth knowing about its lock, errors included: whether they matter is the verb's to say. */
  readonly lockFindings: readonly Finding[];
  /** The file, for the lines of what is found later. @default - a program, which has no lines */
  readonly source?: SourceFile;
}

/**
 * Reads a spec file and its lock and builds the platform, as far as findings need it.
 *
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} with every error of the spec, or of the rooms and overrides, each with its line.
 */
export async function buildFromFile(file: string, delivery?: DeliveryKind): Promise<BuiltPlatform> {
  return buildLoaded(file, await loadPlatform(file), delivery);
}

/**
 * Builds a platform that was read, with the lock that belongs to it.
 *
 * @param file - its file, or its address in a fleet
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} with every error of the rooms and overrides, each with its line.
 */
export async function buildLoaded(
  file: string,
  loaded: LoadedPlatform,
  delivery?: DeliveryKind,
): Promise<BuiltPlatform> {
  const lock = await readLock(lockFolderOf(file));
  const chosen = delivery === undefined ? loaded.spec : delivered(loaded.spec, delivery);
  const spec = withCarriedModels(chosen, lock?.models);
  const props = { spec, facts: targetFacts(spec), lock };
  const platform = build(loaded, props);
  const { addOns } = platform;
  const hooks = hookFindings(
    addOns.map(({ component }) => component.name),
    lock,
  );
  const about = placed([...lockFindings(spec, addOns, lock), ...hooks], loaded.source);
  return { ...props, platform, findings: loaded.findings, lockFindings: about, source: loaded.source };
}

function build({ extension, findings, source }: LoadedPlatform, props: RoomProps): Platform {
  try {
    return buildPlatform({ ...extension, ...props });
  } catch (error) {
    if (error instanceof PlatformError) throw new PlatformError(placed([...findings, ...error.findings], source));
    throw error;
  }
}

function delivered(spec: PlatformSpec, kind: DeliveryKind): PlatformSpec {
  if (kind === 'plain' || kind === 'pulumi') return { ...spec, delivery: { kind } };
  if ('repository' in spec.delivery) return { ...spec, delivery: { ...spec.delivery, kind } };
  throw new PlatformError([
    {
      code: 'DELIVERY_REPOSITORY_MISSING',
      level: 'error',
      at: 'delivery',
      problem: `delivery ${kind} pulls from Git, but the spec names no repository`,
      fix: 'add delivery.repository and delivery.path to the spec',
    },
  ]);
}
