import { hostUsersOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

const violations: PodCheckFunction = (pod) => {
  const whole = pod.spec.securityContext?.runAsNonRoot;
  return [
    ...(whole === false
      ? [{ field: 'spec.securityContext.runAsNonRoot', problem: 'false lets containers run as root' }]
      : []),
    ...containersOf(pod).flatMap(({ at, container }) => {
      const own = container.securityContext?.runAsNonRoot ?? whole;
      if (own === true) return [];
      // The pod's own false is named once, above.
      if (container.securityContext?.runAsNonRoot == null && whole === false) return [];
      return [{ field: `${at}.securityContext.runAsNonRoot`, problem: `${own ?? 'unset'} lets it run as root` }];
    }),
  ];
};

/** Every container runs as a user who is not root. */
export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  revisions: [
    { since: 0, violations },
    { since: 35, violations: hostUsersOnly(violations) },
  ],
};
