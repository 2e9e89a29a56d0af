import type { PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

/** No port of the machine is taken. */
export const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: (pod) =>
        containersOf(pod).flatMap(({ at, container }) =>
          (container.ports ?? []).flatMap(({ hostPort = 0 }, index) =>
            hostPort === 0
              ? []
              : [{ field: `${at}.ports[${index}].hostPort`, problem: `takes port ${hostPort} of the machine` }],
          ),
        ),
    },
  ],
};
