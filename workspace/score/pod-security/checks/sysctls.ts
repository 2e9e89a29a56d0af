import { POD_SYSCTLS, podSysctls } from '../../../../constructs/core/index.ts';
import type { PodCheckFunction, PodSecurityCheck } from '../check.ts';

/** Only settings of the kernel that stay inside of the pod. */
export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  revisions: POD_SYSCTLS.map(({ since }) => ({ since, violations: limitedTo(podSysctls(since)) })),
};

function limitedTo(safe: readonly string[]): PodCheckFunction {
  return ({ spec }) =>
    (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
      safe.includes(name)
        ? []
        : [{ field: `spec.securityContext.sysctls[${index}]`, problem: `${name} reaches beyond the pod` }],
    );
}
