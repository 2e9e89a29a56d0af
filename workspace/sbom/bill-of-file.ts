import { manifestsOf } from '../../constructs/core/index.ts';
import { buildFromFile } from '../built-platform.ts';
import { billOfMaterials } from './bill-of-materials.ts';

/** The bill of materials of a spec file, and what is missing in it. */
export interface FileBill {
  /** CycloneDX 1.6, as JSON. */
  readonly text: string;
  /** Charts whose contents no lock holds. */
  readonly unlocked: readonly string[];
}

/** Renders a spec file, with its lock where there is one, and lists all of it. @throws {PlatformError} as {@link buildFromFile} does. */
export async function billOfFile(file: string): Promise<FileBill> {
  const { lock, platform, spec } = await buildFromFile(file);
  const unlocked = platform.addOns.filter(({ locked }) => locked === undefined).map(({ component }) => component.name);
  return { text: billOfMaterials({ spec, platform, manifests: manifestsOf(platform), lock }), unlocked };
}
