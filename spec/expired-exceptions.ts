import type { Finding } from './finding.ts';
import type { PlatformSpec } from './platform.ts';

/**
 * Exceptions from policies whose last day is over. Rendering has no clock: whoever scores a platform says what day it is.
 *
 * @param today - day such as `2027-04-01`
 */
export function expiredExceptions({ policy }: Pick<PlatformSpec, 'policy'>, today: string): readonly Finding[] {
  return (policy?.exceptions ?? []).flatMap(({ because, name, until }, index) =>
    until >= today
      ? []
      : [
          {
            code: 'POLICY_EXCEPTION_OVER',
            level: 'warning',
            at: `policy.exceptions[${index}].until`,
            problem: `the exception ${name} ended on ${until} (${because})`,
            fix: 'take it out, or give it another day and say why',
          } satisfies Finding,
        ],
  );
}
