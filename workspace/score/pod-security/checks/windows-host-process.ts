import type { PodSecurityCheck } from '../check.ts';
import { contextsOf } from '../pod.ts';

/** No container of Windows is a process of its machine. */
export const windowsHostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: (pod) =>
        contextsOf(pod).flatMap(({ at, context }) =>
          context.windowsOptions?.hostProcess === true
            ? [{ field: `${at}.windowsOptions.hostProcess`, problem: 'runs as a process of the machine' }]
            : [],
        ),
    },
  ],
};
