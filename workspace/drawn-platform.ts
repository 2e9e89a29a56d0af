import type { Lock } from '../constructs/core/index.ts';
import type { DeliveryKind } from '../spec/delivery.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { placed } from '../spec/parse-platform.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { lockFindings } from './lock/lock-findings.ts';
import { lockFolderOf, readLock } from './lock/lock-folder.ts';
import { type LoadedPlatform, loadPlatform } from './platform-file.ts';
import { type RenderedFolder, renderFolder } from './rendered-folder.ts';

/** A spec file, rendered in memory. */
export interface DrawnPlatform {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** Its files. */
  readonly folder: RenderedFolder;
  /** What its add-ons contain. @default - there is no lock */
  readonly lock?: Lock;
  /** Warnings about the platform. */
  readonly findings: readonly Finding[];
  /** What is wrong with its lock, errors included: whether they matter is the verb's to say. */
  readonly lockFindings: readonly Finding[];
}

/**
 * Reads a spec file and its lock and renders them in memory; nothing is written.
 *
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} with every error of the spec, or of the rooms and overrides, each with its line.
 */
export async function drawPlatform(file: string, delivery?: DeliveryKind): Promise<DrawnPlatform> {
  const loaded = await loadPlatform(file);
  const spec = delivery === undefined ? loaded.spec : delivered(loaded.spec, delivery);
  const lock = await readLock(lockFolderOf(file));
  const folder = render(loaded, spec, lock);
  const about = placed(lockFindings(spec, folder.platform.addOns, lock), loaded.source);
  return { spec, folder, lock, findings: loaded.findings, lockFindings: about };
}

function render({ findings, source }: LoadedPlatform, spec: PlatformSpec, lock: Lock | undefined): RenderedFolder {
  try {
    return renderFolder(spec, lock);
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
