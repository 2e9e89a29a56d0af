import { hostUsersOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

const violations: PodCheckFunction = (pod) =>
  containersOf(pod).flatMap(({ at, container }) => {
    const mount = container.securityContext?.procMount ?? 'Default';
    return mount === 'Default'
      ? []
      : [{ field: `${at}.securityContext.procMount`, problem: `${mount} shows what the runtime hides in /proc` }];
  });

/** What the runtime hides in `/proc` stays hidden, unless the pod has users of its own. */
export const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  revisions: [
    { since: 0, violations },
    { since: 35, violations: hostUsersOnly(violations) },
  ],
};

/** What the runtime hides in `/proc` stays hidden, always. */
export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  revisions: [{ since: 35, insteadOf: [procMount.id], violations }],
};
