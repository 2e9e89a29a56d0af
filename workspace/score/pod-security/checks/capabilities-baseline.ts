import type { PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';

/** What a container runtime gives anyway. */
const DEFAULTS = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** No capability beyond those that a runtime gives anyway. */
export const capabilitiesBaseline: PodSecurityCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: (pod) =>
        containersOf(pod).flatMap(({ at, container }) => {
          const more = (container.securityContext?.capabilities?.add ?? []).filter((each) => !DEFAULTS.includes(each));
          return more.length === 0
            ? []
            : [{ field: `${at}.securityContext.capabilities.add`, problem: `adds ${more.join(', ')}` }];
        }),
    },
  ],
};
