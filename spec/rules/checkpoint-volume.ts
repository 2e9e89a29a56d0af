import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { sizeText } from '../units.ts';

/** The claim for a team's checkpoints fits into what its volumes may be in all; otherwise its namespace refuses the claim. */
export function* checkpointVolume({ target, teams, training }: PlatformSpec): Iterable<Finding> {
  if (training === undefined) return;
  // Without volumes of many nodes checkpoints go to the object store: DigitalOcean has none, and of a cluster that exists the spec says it.
  if (target.kind === 'digitalocean') return;
  if (target.kind === 'existing' && target.storage.shared === undefined) return;
  const { volume } = training.checkpoints;
  for (const [index, { limits, name }] of teams.entries()) {
    if (volume <= limits.storage) continue;
    yield {
      code: 'TEAM_STORAGE_CHECKPOINTS',
      level: 'error',
      at: pathText(['teams', index, 'limits', 'storage']),
      problem: `volumes of team ${name} may be ${sizeText(limits.storage)} in all, but training.checkpoints.volume asks for ${sizeText(volume)}`,
      fix: `raise it to ${sizeText(volume)} or more, or lower training.checkpoints.volume`,
    };
  }
}
