import type { DeliveryKind } from '../spec/delivery.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { lockFindings } from './lock/lock-findings.ts';
import { lockFolderOf, readLock } from './lock/lock-folder.ts';
import { loadPlatform } from './platform-file.ts';
import { type RenderedFolder, renderFolder } from './rendered-folder.ts';

/** A platform that can be written, and the warnings about it. */
export interface PreparedPlatform {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** Its files. */
  readonly folder: RenderedFolder;
  /** Warnings only. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a spec file and its lock and renders it in memory.
 *
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} with every error of the spec, its overrides and its lock.
 */
export async function preparePlatform(file: string, delivery?: DeliveryKind): Promise<PreparedPlatform> {
  const { findings, spec: written } = await loadPlatform(file);
  const spec = delivery === undefined ? written : delivered(written, delivery);
  const lock = await readLock(lockFolderOf(file));
  const folder = renderFolder(spec, lock);
  const all = [...findings, ...lockFindings(spec, folder.platform.addOns, lock)];
  if (all.some(({ level }) => level === 'error')) throw new PlatformError(all);
  return { spec, folder, findings: all };
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
