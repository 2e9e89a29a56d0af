import { hostUsersOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { contextsOf } from '../pod.ts';

const violations: PodCheckFunction = (pod) =>
  contextsOf(pod).flatMap(({ at, context }) =>
    context.runAsUser === 0 ? [{ field: `${at}.runAsUser`, problem: '0 is root' }] : [],
  );

/** Nobody asks for the user 0. */
export const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  revisions: [
    { since: 23, violations },
    { since: 35, violations: hostUsersOnly(violations) },
  ],
};
