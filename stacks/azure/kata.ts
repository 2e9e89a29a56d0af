import type { PlatformOn } from '../../spec/platform.ts';
import { usersOf } from '../../spec/pool-users.ts';

/** Whether a team whose pods must run in Kata may use a pool: its machines then get AKS' pod sandboxing. */
export function usedInKata(spec: PlatformOn<'azure'>, pool: string): boolean {
  return usersOf(spec, pool).some(({ sandbox }) => sandbox === 'kata');
}
