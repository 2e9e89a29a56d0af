import type { PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

/** No container is as mighty as the machine. */
export const privileged: PodSecurityCheck = {
  id: 'privileged',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: (pod) =>
        containersOf(pod).flatMap(({ at, container }) =>
          container.securityContext?.privileged === true
            ? [{ field: `${at}.securityContext.privileged`, problem: 'the container can do all that the machine can' }]
            : [],
        ),
    },
  ],
};
