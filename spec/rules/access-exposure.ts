import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The gateway gets an address, and the one that is asked for. */
export function* accessExposure({ access, target }: PlatformSpec): Iterable<Finding> {
  if (access === undefined) return;
  const { kind } = target;
  if (kind === 'baremetal' && target.loadBalancers === undefined)
    yield {
      code: 'ACCESS_NO_ADDRESS',
      level: 'error',
      at: pathText(['target', 'loadBalancers']),
      problem: 'the gateway needs an address, and there are none for Services of type LoadBalancer',
      fix: 'set it to a range of the network that nothing else uses, such as 10.40.200.0/24',
    };
  if ((kind === 'baremetal' || kind === 'existing') && access.exposure === 'internet')
    yield {
      code: 'ACCESS_EXPOSURE_YOURS',
      level: 'warning',
      at: pathText(['access', 'exposure']),
      problem:
        'whether the gateway’s address is reached from the internet is decided by your network, not by the platform',
      fix: 'route it there yourself, or set exposure to private',
    };
}
