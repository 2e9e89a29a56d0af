import { linuxOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';
import { seccompBaseline, seccompNamed } from './seccomp-baseline.ts';

const violations: PodCheckFunction = (pod) => [
  ...seccompNamed(pod),
  ...containersOf(pod).flatMap(({ at, container }) =>
    pod.spec.securityContext?.seccompProfile == null && container.securityContext?.seccompProfile == null
      ? [{ field: `${at}.securityContext.seccompProfile`, problem: 'no profile is set, for it or for the pod' }]
      : [],
  ),
];

/** Seccomp is switched on. */
export const seccompRestricted: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  revisions: [
    { since: 19, insteadOf: [seccompBaseline.id], violations },
    { since: 25, insteadOf: [seccompBaseline.id], violations: linuxOnly(violations) },
  ],
};
