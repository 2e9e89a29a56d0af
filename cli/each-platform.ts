import { paint, say } from './terminal.ts';
import type { CommonOptions } from './verb.ts';

/**
 * Does the work for a platform file, or for every platform of a fleet file, one after the other.
 *
 * As JSON only one platform is told: a fleet file is then left to the work, which asks for one of its platforms.
 *
 * @returns the highest exit code
 */
export async function eachPlatform(
  file: string,
  { json }: CommonOptions,
  work: (file: string) => Promise<number>,
): Promise<number> {
  const { isFleet } = await import('../workspace/fleet/fleet-file.ts');
  if (json || !(await isFleet(file))) return work(file);
  const { loadFleet } = await import('../workspace/fleet/load-fleet.ts');
  const { members } = await loadFleet(file);
  const codes: number[] = [];
  for (const { address } of members) {
    say(paint('bold', address));
    codes.push(await work(address));
  }
  return Math.max(...codes);
}
