import { manifestsOf } from '../../constructs/core/index.ts';
import { expiredExceptions } from '../../spec/expired-exceptions.ts';
import { buildFromFile } from '../built-platform.ts';
import { readReasons } from './given-reasons.ts';
import { Scene } from './scene.ts';
import { type Score, scorePlatform } from './score.ts';

/**
 * Renders a spec file, with its lock where there is one, and judges it.
 *
 * @param today - day by which exceptions are over, such as `2027-04-01`
 * @throws {PlatformError} as {@link buildFromFile} does.
 */
export async function scoreFile(file: string, today: string): Promise<Score> {
  return scorePlatform(await sceneOf(file, today), { reasons: await readReasons(file) });
}

/**
 * A spec file as rules see it.
 *
 * @param today - day by which exceptions are over. @default - none is looked at
 * @throws {PlatformError} as {@link buildFromFile} does.
 */
export async function sceneOf(file: string, today?: string): Promise<Scene> {
  const { facts, findings, lock, lockFindings, platform, spec } = await buildFromFile(file);
  // Written text is not asked for: what is judged are the objects.
  const manifests = manifestsOf(platform);
  const over = today === undefined ? [] : expiredExceptions(spec, today);
  return new Scene({ facts, findings: [...findings, ...lockFindings, ...over], lock, manifests, platform, spec });
}
