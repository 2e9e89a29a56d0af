import type { DeliveryKind } from '../../spec/delivery.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { buildLoaded } from '../built-platform.ts';
import { folderOf, type RenderedFolder } from '../rendered-folder.ts';
import type { BuiltMember } from './built-member.ts';
import { crdDifferences } from './crd-differences.ts';
import { type FileReader, type LoadedFleet, loadFleet } from './load-fleet.ts';
import { attempted, ofPlatform } from './platform-attempt.ts';

/** A fleet, every platform of it built. */
export interface BuiltFleet {
  /** What was read. */
  readonly loaded: LoadedFleet;
  /** Its platforms, in the order of the file. */
  readonly members: readonly BuiltMember[];
  /** Warnings. */
  readonly findings: readonly Finding[];
  /** What is wrong or worth knowing about the locks, errors included: whether they matter is the verb's to say. */
  readonly lockFindings: readonly Finding[];
}

/** A platform of a fleet, as files. */
export interface DrawnMember extends BuiltMember {
  /** Its files. */
  readonly folder: RenderedFolder;
}

/**
 * Reads a fleet and builds all its platforms, as far as findings need it.
 *
 * @param delivery - another delivery than the specs'. @default - the specs'
 * @param read - where files come from. @default - the disk
 * @throws {PlatformError} with every error of the fleet and of all its platforms.
 */
export async function buildFleet(file: string, delivery?: DeliveryKind, read?: FileReader): Promise<BuiltFleet> {
  const loaded = await loadFleet(file, read);
  const attempts = await Promise.all(
    loaded.members.map((one) =>
      attempted(one.member.name, async () => ({ loaded: one, built: await buildLoaded(one.address, one, delivery) })),
    ),
  );
  const broken = attempts.flatMap(({ findings }) => findings);
  if (broken.length > 0) throw new PlatformError(broken);
  const members = attempts.flatMap(({ value }) => value ?? []);
  const locks = members.flatMap(({ built, loaded: { member } }) =>
    built.lockFindings.map((finding) => ofPlatform(member.name, finding)),
  );
  return { loaded, members, findings: loaded.findings, lockFindings: [...locks, ...crdDifferences(members)] };
}

/**
 * Renders all platforms of a fleet in memory; nothing is written. Their locks must fit.
 *
 * @throws {PlatformError} as {@link buildFleet} does, and with every error of the locks.
 */
export async function drawFleet(
  file: string,
  delivery?: DeliveryKind,
): Promise<Omit<BuiltFleet, 'lockFindings' | 'members'> & { readonly members: readonly DrawnMember[] }> {
  const { findings, loaded, lockFindings, members } = await buildFleet(file, delivery);
  const all = [...findings, ...lockFindings];
  if (all.some(({ level }) => level === 'error')) throw new PlatformError(all);
  return { loaded, findings: all, members: members.map(drawn) };
}

/** Renders a platform that is built. Pure. */
export function drawn(member: BuiltMember): DrawnMember {
  return { ...member, folder: folderOf(member.built.platform, member.built) };
}
