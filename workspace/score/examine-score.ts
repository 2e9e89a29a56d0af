import { manifestsOf } from '../../constructs/core/index.ts';
import { buildFromFile } from '../built-platform.ts';
import { readReasons } from './given-reasons.ts';
import { Scene } from './scene.ts';
import { type Score, scorePlatform } from './score.ts';

/** Renders a spec file, with its lock where there is one, and judges it. @throws {PlatformError} as {@link buildFromFile} does. */
export async function scoreFile(file: string): Promise<Score> {
  return scorePlatform(await sceneOf(file), { reasons: await readReasons(file) });
}

/** A spec file as rules see it. @throws {PlatformError} as {@link buildFromFile} does. */
export async function sceneOf(file: string): Promise<Scene> {
  const { facts, findings, lock, lockFindings, platform, spec } = await buildFromFile(file);
  // Written text is not asked for: what is judged are the objects.
  const manifests = manifestsOf(platform);
  return new Scene({ facts, findings: [...findings, ...lockFindings], lock, manifests, platform, spec });
}
