import { createHash } from 'node:crypto';

/**
 * Ending for names that are global on a cloud or that a cloud keeps after deletion: chosen and stable, never random.
 *
 * @param parts - what makes the name this platform's own: account, platform name, generation
 * @returns eight characters of `0-9a-f`
 */
export function reservedEnding(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}
