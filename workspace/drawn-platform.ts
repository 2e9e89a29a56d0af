import type { DeliveryKind } from '../spec/delivery.ts';
import { mirrorsOf } from '../spec/images.ts';
import { placed } from '../spec/parse-platform.ts';
import { type BuiltPlatform, buildFromFile } from './built-platform.ts';
import { imageList, listedBy } from './image-list.ts';
import { mirrorFindings } from './mirror-findings.ts';
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
  const folder = folderOf(built.platform, built);
  const { lock, platform, source, spec } = built;
  if (mirrorsOf(spec).length === 0) return { ...built, folder };
  const images = imageList(platform, folder.manifests, lock, listedBy(spec));
  const mirrors = placed(mirrorFindings(spec, platform, images), source);
  return { ...built, findings: [...built.findings, ...mirrors], folder };
}
