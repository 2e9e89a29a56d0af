import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Exactly one installs the driver; where the place does, or no operator can, the operator must not. */
export function* operatorDriver({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const shape = poolShape(target.kind, pool);
    if (pool.driver !== 'operator' || shape === undefined) continue;
    const reason = noOperator(target, shape.accelerator);
    if (reason === undefined) continue;
    yield {
      code: 'POOL_DRIVER_TARGET',
      level: 'error',
      at: pathText(['pools', index, 'driver']),
      problem: `no operator can install the driver: ${reason}`,
      fix: 'set driver to target',
    };
  }
}

function noOperator(
  target: PlatformSpec['target'],
  accelerator: { readonly title: string; readonly vendor: string } | undefined,
): string | undefined {
  if (accelerator === undefined) return 'the pool has no accelerators';
  if (accelerator.vendor !== 'nvidia' && accelerator.vendor !== 'amd')
    return `the driver of ${accelerator.title} comes with the machine image`;
  if (target.kind === 'baremetal' && target.distribution === 'talos')
    return 'Talos takes drivers as extensions of its image only';
  return abilityOf(target.kind).noDriverOperator;
}
