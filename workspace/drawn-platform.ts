import type { DeliveryKind } from '../spec/delivery.ts';
import { type BuiltPlatform, buildFromFile } from './built-platform.ts';
import { folderOf, type RenderedFolder } from './rendered-folder.ts';

/** A spec file, rendered in memory. */
export interface DrawnPlatform extends BuiltPlatform {
  /** Its files. */
  readonly folder: RenderedFolder;
}

/**
 * Reads a spec file and its lock and renders them in memory; nothing is written.
 *
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} as {@link buildFromFile} does.
 */
export async function drawPlatform(file: string, delivery?: DeliveryKind): Promise<DrawnPlatform> {
  const built = await buildFromFile(file, delivery);
  return { ...built, folder: folderOf(built.platform, built) };
}
