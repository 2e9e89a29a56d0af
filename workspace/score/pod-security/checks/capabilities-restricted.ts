import { linuxOnly, type PodCheckFunction, type PodSecurityCheck } from '../check.ts';
import { containersOf } from '../pod.ts';
import { capabilitiesBaseline } from './capabilities-baseline.ts';

const violations: PodCheckFunction = (pod) =>
  containersOf(pod).flatMap(({ at, container }) => {
    const { add = [], drop = [] } = container.securityContext?.capabilities ?? {};
    const field = `${at}.securityContext.capabilities`;
    const more = (add ?? []).filter((each) => each !== 'NET_BIND_SERVICE');
    return [
      ...((drop ?? []).includes('ALL') ? [] : [{ field: `${field}.drop`, problem: 'does not drop ALL' }]),
      ...(more.length === 0 ? [] : [{ field: `${field}.add`, problem: `adds ${more.join(', ')}` }]),
    ];
  });

/** Every capability is dropped; only the one for low ports may be added. */
export const capabilitiesRestricted: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  revisions: [
    { since: 22, insteadOf: [capabilitiesBaseline.id], violations },
    { since: 25, insteadOf: [capabilitiesBaseline.id], violations: linuxOnly(violations) },
  ],
};
