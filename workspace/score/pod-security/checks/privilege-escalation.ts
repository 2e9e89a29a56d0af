import { linuxOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

const violations: PodCheckFunction = (pod) =>
  containersOf(pod).flatMap(({ at, container }) =>
    container.securityContext?.allowPrivilegeEscalation === false
      ? []
      : [
          {
            field: `${at}.securityContext.allowPrivilegeEscalation`,
            problem: 'a program may get more rights than the one that started it; only false is allowed',
          },
        ],
  );

/** Programs with the set-user-id bit must not get more rights. */
export const privilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  revisions: [
    { since: 8, violations },
    { since: 25, violations: linuxOnly(violations) },
  ],
};
