import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { SECRET_CLOUDS } from '../secret-source.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** A store of the cloud is one that the cloud has. */
export function* accessSecrets({ access, target }: PlatformSpec): Iterable<Finding> {
  if (access?.secrets?.kind !== 'cloud' || SECRET_CLOUDS.includes(target.kind)) return;
  yield {
    code: 'ACCESS_SECRETS_TARGET',
    level: 'error',
    at: pathText(['access', 'secrets']),
    problem: `${abilityOf(target.kind).title} has no store of secrets that pods reach with their identity`,
    fix: 'set it to vault or external',
  };
}
